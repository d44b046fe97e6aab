#pragma once
/// Candidate dates for a hui with one entity, in the order of the calendar: each with the notice it gives,
/// the night, holidays, what else the entity is asked that week, and what it does to the project's plan.
/// Nothing is ranked and nothing is blocked. The days that the entity gave always win: where it gave any,
/// only those are candidates. Reasons for or against a day are the entity's own and never appear.

#include "engine/result.hpp"
#include "workflows/engagement/calendar/maramataka.hpp"
#include "workflows/engagement/calendar/working_days.hpp"
#include "workflows/engagement/workflow.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Something else that the entity is asked, as whoever knows all projects says it.
struct OtherAsk {
  std::string project;  ///< title; empty: the caller may not know which
  std::string kind;     ///< "hui", "an answer" …: what people read
  Day from{};
  Day to{};                         ///< included
  std::optional<HuiReference> hui;  ///< of a hui with this entity that the caller may see: it can be joined
};

/// A date of the plan that a hui is held against. More than those of plan_dates can be given.
struct PlanDate {
  std::string name;  ///< "closes_on"
  Day on{};
  std::string what;      ///< "the period closes"
  std::string too_late;  ///< what goes wrong when the hui is not before that day; empty: nothing
};
/// The project's own: until when the entity was asked to answer, the period, what the report stage still has
/// to do, the decision meeting, the decision, and when people hear of it.
std::vector<PlanDate> plan_dates(const Project& project, const Branch& branch, const Context& context);

struct HuiDatesAsked {
  const Project& project;
  const Branch& branch;
  const Context& context;
  const WorkingDays& working_days;
  const std::vector<Holiday>& holidays;  ///< of the years asked for
  const std::vector<PlanDate>& plan;
  const std::vector<OtherAsk>* other_asks = nullptr;  ///< null: nobody looked, and the answer says so
  Instant now{};
  Day from{};
  Day to{};  ///< included; at most hui_dates_days_max days
};
inline constexpr int hui_dates_days_max = 366;

enum class Relation { before, same_day, after };

/// What one candidate does to one date of the plan.
struct PlanEffect {
  std::string name;  ///< of the plan's date
  Day on{};
  Relation relation = Relation::before;  ///< where the hui stands
  std::int64_t working_days = 0;         ///< between the two
  bool breaks_plan = false;
  std::string text;
};

struct HuiDate {
  Day day{};
  std::int64_t notice_working_days = 0;  ///< after today, up to and with that day
  std::string notice;
  MoonOnDay moon;
  std::optional<Night> night;  ///< only where a maramataka is on
  std::vector<Holiday> holidays;
  std::string holidays_text;
  std::vector<OtherAsk> that_week;  ///< Monday to Sunday
  std::vector<HuiReference> could_join;
  std::vector<PlanEffect> plan;  ///< in the order of the plan's dates
  std::string plan_text;         ///< the last date before, the next one after, and what breaks
};

struct HuiDates {
  enum class Basis { availability, working_days } basis = Basis::working_days;
  std::optional<std::int64_t> notice_wished;
  const MaramatakaVersion* maramataka = nullptr;  ///< null: none is on
  std::vector<HuiDate> dates;
  std::vector<OtherAsk> hui_to_join;  ///< in the span, whether or not they fall on a candidate
  std::vector<std::string> notes;
};

/// Refused (malformed): "/from" and "/to" the wrong way round, too far apart or outside the years for which
/// holidays are known. Candidates begin tomorrow.
Result<HuiDates> hui_dates(const HuiDatesAsked& asked);

/// {basis, maramataka, hui_to_join, notes, items: [{date, day, within_availability (null: none is
/// recorded), notice, moon, night, holidays, that_week,
/// could_join, plan}], next: null}.
boost::json::object hui_dates_json(const HuiDates& dates, std::string_view zone);

/// The same for a branch of this project, against the project's own plan; notice is counted in the working
/// days that working life has here. For the council's staff and for that entity only: whoever calls sees to
/// it.
Result<boost::json::object> hui_dates_view(const Project& project, const Branch& branch,
                                           const Context& context, Day from, Day to,
                                           const std::vector<OtherAsk>* other_asks, Instant now);

}  // namespace full_circle::engagement
