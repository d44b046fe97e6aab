// Candidate dates for a hui, as the API and the command line tell them.
#include "workflows/engagement/calendar/hui_dates.hpp"
#include "workflows/engagement/calendar/moon_view.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

json::object reference_json(const HuiReference& hui) {
  return {{"project", std::string_view(hui.project)}, {"hui", std::string_view(hui.hui)}};
}

json::object ask_json(const OtherAsk& ask) {
  return {{"project", ask.project.empty() ? json::value(nullptr) : json::value(ask.project)},
          {"kind", ask.kind},
          {"from", to_text(ask.from)},
          {"to", to_text(ask.to)},
          {"hui", ask.hui ? json::value(reference_json(*ask.hui)) : json::value(nullptr)}};
}

json::object effect_json(const PlanEffect& effect) {
  static constexpr std::array<std::string_view, 3> relations{"before", "same_day", "after"};
  return {{"date", effect.name},
          {"on", to_text(effect.on)},
          {"relation", relations.at(static_cast<std::size_t>(effect.relation))},
          {"working_days", effect.working_days},
          {"breaks_plan", effect.breaks_plan},
          {"text", effect.text}};
}

json::object date_json(const HuiDate& date, const HuiDates& all, std::string_view zone) {
  json::array holidays;
  for (const Holiday& holiday : date.holidays)
    holidays.push_back(json::object{{"date", to_text(holiday.day)}, {"name", holiday.name}});
  json::array that_week;
  for (const OtherAsk& ask : date.that_week) that_week.push_back(ask_json(ask));
  json::array could_join;
  for (const HuiReference& hui : date.could_join) could_join.push_back(reference_json(hui));
  json::array plan;
  for (const PlanEffect& effect : date.plan) plan.push_back(effect_json(effect));
  return {{"date", to_text(date.day)},
          {"day", day_text(date.day)},
          {"within_availability",
           all.basis == HuiDates::Basis::availability ? json::value(true) : json::value(nullptr)},
          {"notice", json::object{{"working_days", date.notice_working_days},
                                  {"wished", all.notice_wished ? json::value(*all.notice_wished)
                                                               : json::value(nullptr)},
                                  {"text", date.notice}}},
          {"moon", moon_json(date.moon, zone)},
          {"night", night_json(date.night)},
          {"holidays", std::move(holidays)},
          {"holidays_text", date.holidays_text},
          {"that_week", std::move(that_week)},
          {"could_join", std::move(could_join)},
          {"plan", std::move(plan)},
          {"plan_text", date.plan_text}};
}

}  // namespace

json::object hui_dates_json(const HuiDates& dates, std::string_view zone) {
  json::array items;
  for (const HuiDate& date : dates.dates) items.push_back(date_json(date, dates, zone));
  json::array hui_to_join;
  for (const OtherAsk& ask : dates.hui_to_join) hui_to_join.push_back(ask_json(ask));
  return {
      {"basis", dates.basis == HuiDates::Basis::availability ? "availability" : "working_days"},
      {"maramataka", dates.maramataka ? json::value(version_json(*dates.maramataka)) : json::value(nullptr)},
      {"hui_to_join", std::move(hui_to_join)},
      {"notes", json::array(dates.notes.begin(), dates.notes.end())},
      {"items", std::move(items)},
      {"next", nullptr}};
}

Result<json::object> hui_dates_view(const Project& project, const Branch& branch, const Context& context,
                                    Day from, Day to, const std::vector<OtherAsk>* other_asks, Instant now) {
  const WorkingCalendars& calendars = *context.working_calendars;
  const WorkingDays* working_days = calendars.find("employment");
  if (!working_days) throw std::logic_error("the holiday rules have no calendar of working life");
  const auto known_year = [&](Day day) {
    return std::clamp(int{day.year()}, calendars.rules().first_year, calendars.rules().last_year);
  };
  // A weekend's holidays may lie in the year before or after.
  const auto holidays = holidays_between(calendars.rules(), known_year(plus_days(from, -3)),
                                         known_year(plus_days(to, 3)), calendars.region());
  const auto plan = plan_dates(project, branch, context);
  const std::vector<Holiday> none;
  const auto found = hui_dates({.project = project,
                                .branch = branch,
                                .context = context,
                                .working_days = *working_days,
                                .holidays = holidays.ok() ? holidays.value() : none,
                                .plan = plan,
                                .other_asks = other_asks,
                                .now = now,
                                .from = from,
                                .to = to});
  if (!found.ok()) return found.refusal();
  return hui_dates_json(found.value(), context.zone);
}

}  // namespace full_circle::engagement
