#pragma once
/// What people are asked for, and when: one row of the engagement calendar for each period, session, hui,
/// offer and meeting of a project, and for each entry brought in from a partner's calendar. Clashes, load and
/// feeds are read from these rows alone. Sources: SA step 1 (look at other engagement first); "asks at once"
/// and what a clash is: README.md.

#include "workflows/engagement/types.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

struct Context;
struct Project;

/// `offer`: an invitation that waits for the entity's answer. `partner`, `meeting`: brought in from outside.
BOOST_DEFINE_ENUM_CLASS(AskKind, period, session, hui, offer, decision_meeting, answer_due, partner, meeting)
/// Proposed until engagement is scheduled.
BOOST_DEFINE_ENUM_CLASS(AskState, proposed, confirmed, cancelled)

struct Ask {
  std::string uid;    ///< as in every feed: "PROJECT/period-1", "PROJECT/ENTITY/hui-1", "import/NAME/…"
  std::string owner;  ///< project id, or "import:NAME"
  std::string slug;   ///< of a project
  std::string title;  ///< of the project, or the outside entry
  std::string summary;
  std::string description;
  std::string location;
  AskKind kind{};
  AskState state{};
  Day first_on{};  ///< council days, both included
  Day last_on{};
  std::optional<Instant> starts_at;  ///< absent: whole days
  std::optional<Instant> ends_at;
  std::vector<People> people;  ///< sorted, each once
  bool whole_district = false;
  bool is_public = false;  ///< may be shown to everybody
  std::string joins;       ///< uid of another's hui in which this one is taken up
  int sequence = 0;        ///< raised by every change
  Instant updated_at{};
  std::string row;  ///< as the API lists it (calendar_view.hpp), written when the calendar takes it in
};
BOOST_DESCRIBE_STRUCT(Ask, (),
                      (uid, owner, slug, title, summary, description, location, kind, state, first_on,
                       last_on, starts_at, ends_at, people, whole_district, is_public, joins, sequence,
                       updated_at))

/// Whether an ask of this kind asks something of such people: a decision meeting asks only its body.
bool asks_of_people(AskKind kind, PeopleKind people);
/// Whether it counts as an ask of its own, not with all that its owner asks: hui, and outside entries.
bool counts_alone(AskKind kind);
/// One meeting of a body at which two projects are decided.
bool one_meeting(const Ask& one, const Ask& other);
/// A hui that takes up the other's kaupapa as well: of the same entity, both standing, at one time.
bool takes_up(const Ask& host, const Ask& joining);
/// Whether it counts at all: not cancelled, and no mere date like the day of the answer.
bool counts(const Ask& ask);

/// A clash that was looked at and left, with the reason.
struct SettledWith {
  std::string with;  ///< the other's owner
  std::string how;   ///< keep_both, combine
  std::string reason;
  bool for_both = false;  ///< said by somebody who may see both: it stands for the other side as well
  std::vector<SharedDays> shared;  ///< what was looked at
};
BOOST_DESCRIBE_STRUCT(SettledWith, (), (with, how, reason, for_both, shared))

/// The newest word on this clash, if what was looked at then covers it.
const SettledWith* word_on(const std::vector<SettledWith>& said, std::string_view with,
                           const SharedDays& clash);

/// All the calendar knows of one owner.
struct CalendarPart {
  std::string owner;
  std::string title;
  std::vector<Ask> asks;
  std::vector<SettledWith> settled;
};
BOOST_DESCRIBE_STRUCT(CalendarPart, (), (owner, title, asks, settled))

/// A project's part, as of its newest event.
CalendarPart calendar_part(const Project& project, const Context& context);
/// Events after which the part can be another.
bool changes_calendar_part(std::string_view event_type);

/// As the store keeps it. Reading gives nothing for what this version did not write.
std::string write_calendar_part(const CalendarPart& part);
std::optional<CalendarPart> read_calendar_part(std::string_view text);

/// The people of a project: local boards, communities, topics.
std::vector<People> people_of(const Project& project);
/// "the local board kowhai-bay", "people interested in parks", "Ngāti …" by the ids there are.
std::string people_text(const People& people);

}  // namespace full_circle::engagement
