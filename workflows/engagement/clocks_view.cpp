// The clocks of a project as people and programs read them.
#include "workflows/engagement/clocks.hpp"
#include "workflows/engagement/view_parts.hpp"

namespace full_circle::engagement {

namespace {

json::value day_or_null(const std::optional<Day>& day) {
  return day ? json::value(to_text(*day)) : json::value(nullptr);
}

/// Negative once it is overdue; null where it cannot be counted.
json::value working_days_left(const WorkingDays& days, Day today, Day due_on) {
  const auto left = today <= due_on ? days.count(today, due_on) : days.count(due_on, today);
  if (!left.ok()) return nullptr;
  return today <= due_on ? left.value() : -left.value();
}

json::array skipped_json(const WorkingDays& days, Day from, Day due_on) {
  json::array list;
  const auto all = from <= due_on ? days.skipped_after(from, due_on) : days.skipped_before(from, due_on);
  for (const auto& day : all)
    list.push_back(json::object{{"date", to_text(day.day)}, {"kind", kind_text(day.kind)}, {"why", day.why}});
  return list;
}

json::object clock_json(const ProjectClock& clock, const WorkingDays* days, Day today, SkippedDays skipped) {
  const bool counting = clock.due_on && clock.state != ClockState::met && clock.state != ClockState::on_hold;
  json::object row{
      {"name", clock.name},
      {"what", clock.what},
      {"kind", clock.kind == ClockKind::deadline ? "deadline" : "minimum"},
      {"starts_on", day_or_null(clock.starts_on)},
      {"counted_from", day_or_null(clock.counted_from)},
      {"due_on", day_or_null(clock.due_on)},
      {"calendar", or_blank(clock.calendar)},
      {"source", clock.source},
      {"state", state_text(clock.state)},
      {"met_on", day_or_null(clock.met_on)},
      {"days_left", counting ? json::value(days_between(today, *clock.due_on)) : json::value(nullptr)},
      {"working_days_left",
       counting && days ? working_days_left(*days, today, *clock.due_on) : json::value(nullptr)},
      {"note", clock.note}};
  if (skipped == SkippedDays::listed && days && clock.counted_from && clock.due_on)
    row["skipped"] = skipped_json(*days, *clock.counted_from, *clock.due_on);
  return row;
}

}  // namespace

json::object clocks_view(const Project& project, const Context& context, std::string_view view_class,
                         Instant now, SkippedDays skipped) {
  const auto definition = definition_of(project, context);
  const Day today = day_in(now, context.zone);
  json::array items;
  for (const auto& clock : clocks_of(project, *definition, context, now)) {
    // Staff see how long an offer has been waiting; an entity sees its own only.
    const bool of_another = !clock.entity.empty() && view_class.starts_with("entity:") &&
                            !sees_branch_words(view_class, clock.entity);
    if (of_another) continue;
    const auto* days = clock.calendar.empty() ? nullptr : context.working_calendars->find(clock.calendar);
    items.push_back(clock_json(clock, days, today, skipped));
  }
  return {{"today", to_text(today)}, {"items", std::move(items)}, {"next", nullptr}};
}

}  // namespace full_circle::engagement
