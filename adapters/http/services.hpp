#pragma once
/// What the server speaks for. All of it outlives the server.

#include "adapters/shared/pdf.hpp"
#include "engine/deliveries.hpp"
#include "engine/engine.hpp"
#include "engine/ports/clock.hpp"
#include "engine/ports/followers.hpp"
#include "engine/ports/identity.hpp"
#include "engine/ports/kept_files.hpp"
#include "engine/ports/ledger.hpp"
#include "engine/ports/personal_records.hpp"
#include "engine/ports/store.hpp"
#include "workflows/engagement/workflow.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spdlog {
class logger;
}

namespace full_circle::engagement {
class Privacy;
}

namespace full_circle::http {

/// How a calendar that is brought in from outside stands.
struct ImportStanding {
  std::string name;
  std::optional<Instant> tried_at;
  std::optional<Instant> read_at;  ///< when what is shown was last known to be theirs
  std::string problem;             ///< of the last look; empty when it went well
  std::size_t entries = 0;
  std::vector<std::string> left_out;  ///< entries that are not shown, each with why
};

/// How what people answer to a text comes in.
struct TextAnswers {
  std::string secret;  ///< the last part of the address that the gateway brings them to
  std::string from;    ///< field of the number: a name, or in JSON a pointer that begins with /
  std::string text;    ///< … of what was answered
  /// A number as people or gateways write it, in E.164; null when no text can go there. Any thread.
  std::function<std::optional<std::string>(std::string_view written)> number;
};

/// People who follow, whom each message went to, and who would get one. All null where nobody can be written
/// to.
struct Telling {
  Followers* followers = nullptr;
  Ledger* ledger = nullptr;
  std::function<void()> letter_due{};  ///< somebody waits for the letter that asks them to confirm
  /// What a command would tell whom, as a JSON array without addresses; any thread.
  std::function<std::string(const Outcome&, const std::string& project)> preview{};
  std::optional<TextAnswers> texts{};  ///< null: there are no text messages
};

/// Files that came with contributions, and where it stands what they are called. Both null where none are
/// taken; any thread.
struct Attachments {
  KeptFiles* files = nullptr;
  PersonalRecords* people = nullptr;
};

struct Services {
  Engine& engine;
  Deliveries& deliveries;
  Store& store;
  Identity& identity;  ///< called on the server's thread
  const Clock& clock;
  std::shared_ptr<const engagement::Context> context;
  std::shared_ptr<spdlog::logger> logger;
  /// Only with a simulated clock: moves it on, and comes back when everything that fell due on the way is
  /// done. False for an instant before now. `POST /api/v1/clock {"now": INSTANT}` for an administrator.
  std::function<bool(Instant)> set_clock{};
  /// A page of the public site's look, by name and values; what each takes is with its template. Any thread.
  std::function<std::string(const std::string& name, const boost::json::object& values)> page{};
  /// From any thread; empty where none are brought in.
  std::function<std::vector<ImportStanding>()> imports{};
  Telling telling{};
  /// A page as PDF; any thread. Null: none are made.
  std::function<shared::PrintedPdf(const std::string& html)> pdf{};
  /// What is held about people (workflows/engagement/privacy.hpp); any thread. Null: nothing of it is
  /// offered.
  engagement::Privacy* privacy = nullptr;
  Attachments attachments{};
};

}  // namespace full_circle::http
