#include "workflows/engagement/calendar/calendar_view.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>
#include <set>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

std::string people_name(const People& people) {
  return std::string(boost::describe::enum_to_string(people.kind, "")) + ":" + people.id;
}

json::value day_time(const std::optional<Instant>& at) {
  return at ? json::value(to_text(*at)) : json::value(nullptr);
}

std::string week_rows(const std::vector<int>& load, Day first, PeopleKind kind, const Context& context) {
  std::string text = "[";
  for (std::size_t week = 0; week < load.size(); ++week) {
    if (week != 0) text += ',';
    text += R"({"starts_on":")" + to_text(plus_days(first, static_cast<int>(week) * 7)) +
            R"(","asks_at_once":)" + std::to_string(load[week]) + R"(,"level":")";
    text += load_level(load[week], kind, context);
    text += "\"}";
  }
  return text + "]";
}

/// The load of each local board (or the like) that is asked anything in the window.
std::string load_rows(const EngagementCalendar& calendar, const Context& context,
                      const CalendarWindow& window, std::span<const AskFound> found, Day first, Day last,
                      const MaySee& may_see) {
  std::set<People> asked;
  for (const auto& one : found)
    for (const auto& people : one.ask->people)
      if (people.kind == *window.loads) asked.insert(people);
  std::string text = "[";
  for (const auto& people : asked) {
    auto theirs = calendar.between(first, last, people);
    std::erase_if(theirs, [&](const AskFound& one) { return !may_see(*one.ask); });
    if (text.size() > 1) text += ',';
    text += R"({"people":)" + json::serialize(json::string(people_name(people))) + R"(,"weeks":)" +
            week_rows(asks_at_once(theirs, people.kind, first, window.weeks), first, people.kind, context) +
            "}";
  }
  return text + "]";
}

std::string cursor_of(const Ask& ask) {
  return to_text(ask.first_on) + " " + ask.uid;
}

}  // namespace

std::string_view load_level(int asks, PeopleKind kind, const Context& context) {
  const auto& levels = context.ask_levels;
  if (asks == 0) return "none";
  if (kind == PeopleKind::entity) return asks >= levels.entity_too_many ? "too_many" : "some";
  if (asks >= levels.too_many) return "too_many";
  if (asks >= levels.heavy) return "heavy";
  return asks >= levels.steady ? "steady" : "light";
}

std::string ask_row(const Ask& ask) {
  json::array people;
  for (const auto& one : ask.people) people.emplace_back(people_name(one));
  return json::serialize(json::object{{"uid", ask.uid},
                                      {"owner", ask.owner},
                                      {"slug", ask.slug},
                                      {"title", ask.title},
                                      {"summary", ask.summary},
                                      {"kind", boost::describe::enum_to_string(ask.kind, "")},
                                      {"state", boost::describe::enum_to_string(ask.state, "")},
                                      {"first_on", to_text(ask.first_on)},
                                      {"last_on", to_text(ask.last_on)},
                                      {"starts_at", day_time(ask.starts_at)},
                                      {"ends_at", day_time(ask.ends_at)},
                                      {"location", ask.location},
                                      {"people", std::move(people)},
                                      {"whole_district", ask.whole_district},
                                      {"public", ask.is_public}});
}

std::string calendar_window(const EngagementCalendar& calendar, const Context& context,
                            const CalendarWindow& window, const MaySee& may_see) {
  const Day first = monday_of(window.from);
  const Day last = plus_days(first, window.weeks * 7 - 1);
  auto found = window.people ? calendar.between(first, last, *window.people) : calendar.between(first, last);
  std::erase_if(found, [&](const AskFound& one) { return !may_see(*one.ask); });
  std::string text = R"({"from":")" + to_text(first) + R"(","to":")" + to_text(last) + R"(","people":)";
  text += window.people ? json::serialize(json::string(people_name(*window.people))) : "null";
  text += R"(,"weeks":)";
  text += window.people ? week_rows(asks_at_once(found, window.people->kind, first, window.weeks), first,
                                    window.people->kind, context)
                        : "null";
  if (window.loads)
    text += R"(,"loads":)" + load_rows(calendar, context, window, found, first, last, may_see);
  if (window.people)
    text += std::string(R"(,"known":)") + (calendar.knows(*window.people) ? "true" : "false");
  text += R"(,"items":[)";
  const Ask* shown = nullptr;
  std::size_t count = 0;
  bool more = false;
  for (const auto& one : found) {
    if (!window.after.empty() && cursor_of(*one.ask) <= window.after) continue;
    more = count == window.limit;
    if (more) break;
    if (count++ != 0) text += ',';
    text += one.ask->row;
    shown = one.ask.get();
  }
  text += R"(],"next":)";
  text += more ? json::serialize(json::string(cursor_of(*shown))) : "null";
  return text + "}";
}

json::object entity_load_view(const Context& context, std::string_view entity, Day today,
                              const MaySee& may_see) {
  json::object view{{"asks_at_once", nullptr}, {"level", nullptr}, {"items", json::array{}}};
  if (!context.calendar || !context.calendar->complete()) return view;
  const People people{PeopleKind::entity, std::string(entity)};
  const Day first = monday_of(today);
  const auto found = context.calendar->between(first, plus_days(first, 12 * 7 - 1), people);
  const auto load = asks_at_once(found, people.kind, first, 12);
  const int most = *std::max_element(load.begin(), load.end());
  view["asks_at_once"] = most;
  view["level"] = load_level(most, people.kind, context);
  json::array items;
  for (const auto& one : found) {
    if (!counts(*one.ask) || one.ask->last_on < today) continue;
    items.push_back(
        json::object{{"title", may_see(*one.ask) ? json::value(one.ask->title) : json::value(nullptr)},
                     {"kind", boost::describe::enum_to_string(one.ask->kind, "")},
                     {"first_on", to_text(one.ask->first_on)},
                     {"last_on", to_text(one.ask->last_on)}});
  }
  view["items"] = std::move(items);
  return view;
}

std::optional<std::vector<OtherAsk>> other_asks_of(const Context& context, std::string_view entity,
                                                   std::string_view project, Day from, Day to,
                                                   const MaySee& may_see) {
  if (!context.calendar || !context.calendar->complete()) return std::nullopt;
  std::vector<OtherAsk> others;
  for (const auto& found : context.calendar->between(from, to, {PeopleKind::entity, std::string(entity)})) {
    const Ask& ask = *found.ask;
    if (ask.owner == project || !counts(ask) || !asks_of_people(ask.kind, PeopleKind::entity)) continue;
    const bool named = may_see(ask);
    OtherAsk other{.project = named ? ask.title : "",
                   .kind = ask.kind == AskKind::offer ? "an answer to an invitation" : "hui",
                   .from = ask.first_on,
                   .to = ask.last_on};
    const auto slash = ask.uid.rfind('/');
    if (named && ask.kind == AskKind::hui && slash != std::string::npos)
      other.hui = HuiReference{Name(ask.owner), Name(ask.uid.substr(slash + 1))};
    others.push_back(std::move(other));
  }
  return others;
}

}  // namespace full_circle::engagement
