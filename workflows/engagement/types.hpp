#pragma once
/// The small types commands and events are made of. Each says what text it accepts, so that reading JSON into
/// a command is the whole of its form checking (json.hpp).

#include "engine/instant.hpp"

#include <boost/describe.hpp>

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

using Day = std::chrono::year_month_day;

/// Text held to a rule. Plain std::string everywhere else.
template <class Rule>
struct Checked : std::string {
  using rule = Rule;
  using std::string::string;
  Checked() = default;
  Checked(std::string text) : std::string(std::move(text)) {}  // NOLINT(*-explicit-*)
};

struct LineRule {
  static constexpr std::size_t characters_max = 300;
  static constexpr std::string_view says = "one line of 1 to 300 characters";
};
struct TextRule {
  static constexpr std::size_t characters_max = 20'000;
  static constexpr std::string_view says = "text of 1 to 20,000 characters";
};
struct NameRule {
  static constexpr std::size_t characters_max = 64;
  static constexpr std::string_view says = "a name of 1 to 64 characters from a-z, 0-9, _ and -";
};
struct UrlRule {
  static constexpr std::size_t characters_max = 2'000;
  static constexpr std::string_view says = "an http or https address, or a path that starts with /";
};
using Line = Checked<LineRule>;  ///< one line a person reads
using Text = Checked<TextRule>;  ///< may hold several paragraphs
using Name = Checked<NameRule>;  ///< an id: local board, community, activity, person, entity
using Url = Checked<UrlRule>;

BOOST_DEFINE_ENUM_CLASS(Significance, very_low, low, medium, high, very_high)
BOOST_DEFINE_ENUM_CLASS(MaoriEngagement, engage, not_needed)
BOOST_DEFINE_ENUM_CLASS(DocumentKind, statement_of_proposal, summary_of_proposal, draft_plan,
                        options_analysis, privacy_statement, feedback_form, background, translation, advice,
                        minutes, other)
BOOST_DEFINE_ENUM_CLASS(SessionKind, drop_in, workshop, hearing, online, walk, stall, other)
/// Who is asked. Ids as projects name them; a body (an elected body that meets) by its folded name.
BOOST_DEFINE_ENUM_CLASS(PeopleKind, local_board, community, topic, entity, body)
/// Both dates stay as they are, or people are asked once, together.
BOOST_DEFINE_ENUM_CLASS(ClashAnswer, keep_both, combine)
BOOST_DEFINE_ENUM_CLASS(Verdict, adopted, partly_adopted, not_adopted, out_of_scope)
BOOST_DEFINE_ENUM_CLASS(Channel, email, letter, phone, in_person, hui, other)
/// Who may read a branch's words: the entity sets it, and only the entity moves it (domain: OWN, CVA).
BOOST_DEFINE_ENUM_CLASS(Sensitivity, in_confidence, to_be_checked, may_be_published)
/// Whose word it is.
BOOST_DEFINE_ENUM_CLASS(Side, entity, council)

struct People {
  PeopleKind kind{};
  std::string id;
  friend auto operator<=>(const People&, const People&) = default;
};
BOOST_DESCRIBE_STRUCT(People, (), (kind, id))

/// Days on which two engagements ask the same people.
struct SharedDays {
  std::vector<People> people;
  Day first_on{};  ///< both included
  Day last_on{};
};
BOOST_DESCRIBE_STRUCT(SharedDays, (), (people, first_on, last_on))

// What commands list.

struct ProjectOption {
  Line title;
  Text text;
  friend bool operator==(const ProjectOption&, const ProjectOption&) = default;
};
BOOST_DESCRIBE_STRUCT(ProjectOption, (), (title, text))

struct AffectedGroup {
  Name community;
  Text interest;
  std::optional<Text> reached_by;
  std::optional<std::int64_t> target_people;  ///< how many of them are to be heard
  friend bool operator==(const AffectedGroup&, const AffectedGroup&) = default;
};
BOOST_DESCRIBE_STRUCT(AffectedGroup, (), (community, interest, reached_by, target_people))

/// What those who decide made of a theme, in their own words.
struct ThemeVerdict {
  Name theme;
  Verdict verdict{};
  Text reason;
  friend bool operator==(const ThemeVerdict&, const ThemeVerdict&) = default;
};
BOOST_DESCRIBE_STRUCT(ThemeVerdict, (), (theme, verdict, reason))

struct WayToTakePart {
  Line title;
  Text text;
  friend bool operator==(const WayToTakePart&, const WayToTakePart&) = default;
};
BOOST_DESCRIBE_STRUCT(WayToTakePart, (), (title, text))

struct Count {
  Name name;
  std::int64_t count = 0;
  friend bool operator==(const Count&, const Count&) = default;
};
BOOST_DESCRIBE_STRUCT(Count, (), (name, count))

struct TargetResult {
  Line target;
  Line result;
  bool met = false;
  friend bool operator==(const TargetResult&, const TargetResult&) = default;
};
BOOST_DESCRIBE_STRUCT(TargetResult, (), (target, result, met))

}  // namespace full_circle::engagement
