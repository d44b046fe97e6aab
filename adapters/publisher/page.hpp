#pragma once
/// The public view of a project, read from a payload or from the page.json kept beside its page. Shapes:
/// adapters/README.md, "publisher".

#include "adapters/shared/payload.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace full_circle::publisher {

struct Stage {
  std::string name;
  std::string title;
  enum class State { done, now, next } state = State::next;
  std::string note;
};

struct Way {
  std::string title;
  std::string text;
  std::string url;  ///< where it is done, or empty
};

struct Session {
  std::string title;
  std::string when_text;
  std::optional<Instant> starts_at;
  std::string place;
  std::vector<std::string> accessibility;
  enum class State { planned, cancelled } state = State::planned;
};

struct Document {
  std::string title;
  std::string url;
  std::string language;
  std::string note;
};

struct ManaWhenua {
  std::string name;
  std::string state_text;
  std::string text;  ///< words the entity agreed to publish; on a result only
};

struct Update {
  std::string id;
  std::string title;
  std::string text;
  Instant posted_at{};
  std::string posted_text;
};

struct Total {
  std::string name;
  std::int64_t count = 0;
};

struct Totals {
  std::int64_t total = 0;
  std::vector<Total> by_type;
};

struct Theme {
  std::string id;
  std::string title;
  std::string you_said;
  std::int64_t people = 0;
  enum class Verdict { adopted, partly_adopted, not_adopted, out_of_scope } verdict = Verdict::adopted;
  std::string we_decided;
  std::string because;
};

/// A theme's texts in another language; empty: not translated.
struct ThemeWords {
  std::string id;
  std::string title;
  std::string you_said;
  std::string we_decided;
  std::string because;
};

struct Translation {
  std::string language;  ///< BCP 47, in small letters
  std::string headline;
  std::string decision;
  std::string reasons;
  std::vector<ThemeWords> themes;
};

struct Change {
  std::int64_t edition = 0;
  std::string on;  ///< YYYY-MM-DD
  std::string on_text;
  std::string what;
  std::optional<Instant> at;
};

struct Answer {
  std::int64_t edition = 1;
  std::string headline;
  std::string decided_text;
  std::string decision_maker;
  std::string decision;
  std::string reasons;
  std::string published_on;             ///< YYYY-MM-DD
  std::optional<Instant> published_at;  ///< of the first edition
  std::int64_t working_days_taken = 0;  ///< 0: not known
  std::int64_t days_taken = 0;          ///< calendar days, where working days are not known
  std::vector<Theme> themes;
  std::vector<Translation> translations;
  std::vector<ManaWhenua> mana_whenua;
  std::vector<Change> changes;
  bool survey = false;  ///< people are asked how it was at <page>/survey
};

struct Page {
  std::string slug;
  std::int64_t version = 0;
  std::string title;
  std::string summary;
  std::optional<Instant> announced_at;
  Instant updated_at{};
  std::string status;
  std::string status_text;
  std::vector<Stage> stages;
  std::int64_t round = 1;
  std::string purpose;
  std::vector<std::string> can_change;
  std::vector<std::string> cannot_change;
  std::vector<std::string> earlier_insights;
  std::string decision_maker;
  std::string decision_text;
  std::string hear_back_text;
  std::string opens_on;  ///< YYYY-MM-DD, or empty
  std::string opens_text;
  std::string closes_on;
  std::string closes_text;
  bool online_form = false;  ///< feedback is given at <page>/contribute
  std::vector<Way> ways;
  std::vector<Session> sessions;
  std::vector<Document> documents;
  std::vector<ManaWhenua> mana_whenua;
  std::vector<Update> updates;
  std::optional<Totals> totals;
  std::optional<Answer> answer;
  struct Late {
    std::string promised_text;  ///< the day it was promised by, or empty
    std::string standard_text;  ///< a sentence about the council's own standard, or empty
  };
  std::optional<Late> late;  ///< the answer is owed since a day that has passed
  struct Suspension {
    std::string reason;
    std::string until_text;
  };
  std::optional<Suspension> suspended;
  std::optional<std::string> withdrawn;  ///< the reason
  enum class Content { real, sample } content = Content::real;
};

/// A page that was taken down.
struct Notice {
  std::string slug;
  std::string title;
  std::string reason;
  std::string since_text;  ///< the day, or empty
  std::optional<std::int64_t> version;
  Page::Content content = Page::Content::real;
};

/// The day that people were promised the answer by has passed.
inline bool was_promised(const Page& page) {
  return page.late && !page.late->promised_text.empty();
}

/// Problems go into the payload that `fields` belongs to.
Page read_page(shared::Fields fields);
Notice read_notice(shared::Fields fields);

/// "2027-09-01" as "Wednesday 1 September 2027"; empty for an empty text.
std::string day_text(const std::string& day);

}  // namespace full_circle::publisher
