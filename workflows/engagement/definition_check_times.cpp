// Whether the lengths that a definition names can fit together, as far as it says so by itself.
#include "workflows/engagement/calendar/working_calendars.hpp"
#include "workflows/engagement/commands.hpp"
#include "workflows/engagement/definition_draft.hpp"
#include "workflows/engagement/definition_words.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

/// Days after the anchor; before it, fewer than none.
int offset(const DueRule& due) {
  return due.before ? -due.count.days : due.count.days;
}

/// Whether one day comes before the other every year, with whatever days off.
bool always_before(const DueRule& one, const DueRule& other) {
  if (one.anchor != other.anchor) return false;
  if (one.count.calendar == other.count.calendar) return offset(one) < offset(other);
  return offset(one) <= 0 && offset(other) >= 0 && offset(one) != offset(other);
}

std::string due_text(const DueRule& due) {
  return count_text(due.count) + (due.before ? " before " : " after ") + due.anchor;
}

/// How few days, both ends counted, so many working days after an opening can take, in years that commands
/// name.
std::optional<int> shortest(const DayCount& count) {
  using namespace std::chrono;
  const WorkingDays* days = shipped_working_calendars()->find(count.calendar);
  if (!days) return std::nullopt;
  std::optional<int> least;
  for (sys_days start = sys_days{2026y / January / 1}; start < sys_days{2038y / January / 1};
       start += std::chrono::days{1}) {
    const auto end = days->add(Day{start}, count.days);
    if (!end.ok()) return std::nullopt;
    const int taken = days_between(Day{start}, end.value()) + 1;
    if (!least || taken < *least) least = taken;
  }
  return least;
}

class TimesCheck {
 public:
  explicit TimesCheck(DefinitionDraft& draft) : m_draft(draft), m_definition(draft.definition) {}

  void all() {
    period();
    for (std::size_t index = 0; index < m_definition.activities.size(); ++index) waits(index);
    if (const auto notice = m_definition.period.notice_min())
      comes_before(AnnounceProject::name, "opens_on", *notice);
    for (const AddedRequirement& added : m_definition.requirements) {
      if (added.requirement == "notice_given" && added.arguments.days)
        comes_before(AnnounceProject::name, "opens_on", {*added.arguments.days});
    }
    if (const auto& meeting = m_definition.meeting)
      comes_before(SubmitAdvice::name, "decision_on", {meeting->report_working_days_min, meeting->calendar});
  }

 private:
  void period() {
    const PeriodRule& rule = m_definition.period;
    const auto count = rule.working_min();
    if (!count || !rule.days_max || count->days >= *rule.days_max) return;  // the last is told already
    const auto least = shortest(*count);
    if (!least || *least <= *rule.days_max) return;
    m_draft.problem("period/working_days_min", "a period cannot fit: " + count_text(*count) +
                                                   " take at least " + std::to_string(*least) +
                                                   " days (both ends counted), and days_max allows " +
                                                   std::to_string(*rule.days_max));
  }

  void waits(std::size_t index) {
    const Activity& activity = m_definition.activities[index];
    if (!activity.due) return;
    for (const std::string& name : activity.waits_for) {
      const Activity* other = m_definition.activity(name);
      if (other && other->due && always_before(*activity.due, *other->due)) {
        m_draft.problem(entry_path("activities", index, "due"),
                        "due " + due_text(*activity.due) + ", and what it waits for, " + quoted(name) +
                            ", is due later: " + due_text(*other->due));
      }
    }
  }

  /// A move that has to come so long before a day: what it waits for is due by then.
  void comes_before(std::string_view move, const std::string& anchor, const DayCount& count) {
    for (const AddedRequirement& added : m_definition.requirements) {
      if (added.move != move || added.requirement != "activities_done") continue;
      for (const std::string& name : added.arguments.values) due_in_time(name, move, {count, true, anchor});
    }
  }

  void due_in_time(const std::string& name, std::string_view move, const DueRule& latest) {
    const auto found = std::find_if(m_definition.activities.begin(), m_definition.activities.end(),
                                    [&](const Activity& activity) { return activity.name == name; });
    if (found == m_definition.activities.end() || !found->due) return;
    DueRule due = *found->due;
    // Working days are never shorter than as many plain ones.
    if (due.before && due.count.calendar.empty()) due.count.calendar = latest.count.calendar;
    if (!always_before(latest, due)) return;
    const auto index = static_cast<std::size_t>(found - m_definition.activities.begin());
    m_draft.problem(entry_path("activities", index, "due"),
                    "cannot fit: due " + due_text(*found->due) + ", and " + quoted(move) +
                        ", which waits for it, has to come " + count_text(latest.count) + " before");
  }

  DefinitionDraft& m_draft;
  const Definition& m_definition;
};

}  // namespace

void check_times(DefinitionDraft& draft) {
  TimesCheck(draft).all();
}

}  // namespace full_circle::engagement
