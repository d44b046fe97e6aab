// Clashes as the API shows them, with the ways out of each.
#include "workflows/engagement/calendar/calendar_view.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/calendar/project_clashes.hpp"
#include "workflows/engagement/project.hpp"
#include "workflows/engagement/view_parts.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>
#include <tuple>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

json::array people_json(const std::vector<People>& all) {
  json::array list;
  for (const auto& people : all)
    list.push_back(
        json::object{{"kind", boost::describe::enum_to_string(people.kind, "")}, {"id", people.id}});
  return list;
}

json::object clash_json(const Clash& clash, const MaySee& may_see) {
  const bool named = may_see(*clash.other);
  return {{"kind", boost::describe::enum_to_string(clash.other->kind, "")},
          {"summary", named ? json::value(clash.other->summary) : json::value(nullptr)},
          {"other_first_on", to_text(clash.other->first_on)},
          {"other_last_on", to_text(clash.other->last_on)},
          {"first_on", to_text(clash.first_on)},
          {"last_on", to_text(clash.last_on)},
          {"days", days_between(clash.first_on, clash.last_on) + 1},
          {"shared", people_json(clash.shared)},
          {"whole_district", clash.shared.empty()},
          {"to_settle", has_to_be_settled(clash)},
          {"reason", reason_text(clash)}};
}

std::string moved_text(int days) {
  const int count = days < 0 ? -days : days;
  return std::to_string(count) + (count == 1 ? " day " : " days ") + (days < 0 ? "earlier" : "later");
}

/// What new days do to what the project has promised.
json::array consequences(const OtherDays& days, const Project* project, const MaySee& may_see) {
  json::array list;
  if (days.days_shared > 0) {
    std::string others;
    for (const auto& other : days.others)
      others += (others.empty() ? "" : ", ") + (may_see(*other) ? other->title : "another engagement");
    list.push_back(json::string(std::to_string(days.days_shared) +
                                (days.days_shared == 1 ? " day is" : " days are") +
                                " still shared, with: " + others + "."));
  }
  if (!project || !project->scope) return list;
  const auto& scope = *project->scope;
  const int to_decision = days_between(days.last_on, scope.decision_on);
  if (to_decision <= 0)
    list.push_back(json::string("It would close on or after the decision on " + day_text(scope.decision_on) +
                                ": that has to move."));
  else if (days.days_moved > 0)
    list.push_back(json::string("It leaves " + std::to_string(to_decision) + " days to the decision on " +
                                day_text(scope.decision_on) + "."));
  if (to_decision <= 0 && days_between(days.last_on, scope.answer_by) <= 0)
    list.push_back(
        json::string("People were to hear back by " + day_text(scope.answer_by) + ": that has to move too."));
  return list;
}

json::object move_json(const OtherDays& days, const Ask& ask, const Project* project, const Context& context,
                       const MaySee& may_see) {
  const auto kind = ask.people.empty() ? PeopleKind::community : ask.people.front().kind;
  return {{"way", "move"},
          {"what",
           moved_text(days.days_moved) + ": " + day_text(days.first_on) + " to " + day_text(days.last_on)},
          {"uid", ask.uid},
          {"first_on", to_text(days.first_on)},
          {"last_on", to_text(days.last_on)},
          {"days_moved", days.days_moved},
          {"days_shared", days.days_shared},
          {"asks_at_once", days.asks_at_once},
          {"level", load_level(days.asks_at_once, kind, context)},
          {"consequences", consequences(days, project, may_see)}};
}

/// Asking once, together, or leaving both as they are.
void add_agreeing(json::array& ways, const ClashWith& with, std::string_view title) {
  const bool inside = !with.owner.starts_with("import:");
  const json::object body{{"with", with.owner}, {"how", "combine"}, {"reason", ""}};
  ways.push_back(json::object{
      {"way", "combine"},
      {"what", "Ask once, together with " + std::string(title)},
      {"with", with.owner},
      {"command", "settle-clash"},
      {"body", body},
      {"consequences",
       json::array{inside ? "The dates stay. The other lead has to agree first; say so in the reason."
                          : "The dates stay. The partner has to agree first; say so in the reason."}}});
  json::object keep = body;
  keep["how"] = "keep_both";
  ways.push_back(
      json::object{{"way", "keep_both"},
                   {"what", "Keep both dates"},
                   {"with", with.owner},
                   {"command", "settle-clash"},
                   {"body", std::move(keep)},
                   {"consequences",
                    json::array{"You write why. The reason shows on both projects and in the evaluation."}}});
}

/// A reason may tell of a project that the reader may not know of.
json::object settled_json(const SettledWith& settled, bool named) {
  return {{"how", settled.how}, {"reason", named ? json::value(settled.reason) : json::value(nullptr)}};
}

json::object with_json(const ClashWith& with, const MaySee& may_see) {
  const bool named = may_see(*with.clashes.front().second.other);
  json::array asks;
  Day first = with.clashes.front().second.first_on;
  Day last = with.clashes.front().second.last_on;
  for (const auto& [own, clash] : with.clashes) {
    first = std::min(first, clash.first_on);
    last = std::max(last, clash.last_on);
    auto row = clash_json(clash, may_see);
    row["own"] = own->uid;
    row["own_kind"] = boost::describe::enum_to_string(own->kind, "");
    asks.push_back(std::move(row));
  }
  return {{"with", with.owner},
          {"title", named ? json::value(with.title) : json::value(nullptr)},
          {"first_on", to_text(first)},
          {"last_on", to_text(last)},
          {"to_settle", with.to_settle},
          {"settled", with.settled ? json::value(settled_json(*with.settled, named)) : json::value(nullptr)},
          {"asks", std::move(asks)}};
}

}  // namespace

json::object project_clashes_view(const Project& project, const Context& context, Day today,
                                  const MaySee& may_see) {
  json::array items;
  json::array ways;
  int left = 0;
  std::vector<std::string> moved;
  // How another entity is asked is not shown: not what it clashes with either.
  for (const auto& with : clashes_with_others(project, context, today, may_see)) {
    items.push_back(with_json(with, may_see));
    if (!with.to_settle || with.settled) continue;
    ++left;
    if (!may_see(*with.clashes.front().second.other)) continue;
    for (const auto& [own, clash] : with.clashes) {
      if (!has_to_be_settled(clash) || std::find(moved.begin(), moved.end(), own->uid) != moved.end())
        continue;
      moved.push_back(own->uid);
      for (const auto& days : other_days(*context.calendar, *own, today))
        ways.push_back(
            move_json(days, *own, own->kind == AskKind::period ? &project : nullptr, context, may_see));
    }
    add_agreeing(ways, with, with.title);
  }
  const bool complete = context.calendar && context.calendar->complete();
  return {{"complete", complete},
          {"to_settle", left},
          {"items", std::move(items)},
          {"named_in_check",
           project.calendar_check ? codec::write(project.calendar_check->clashes) : json::array{}},
          {"check_settled_because",
           project.calendar_check ? or_null(project.calendar_check->settled_because) : json::value(nullptr)},
          {"ways_out", std::move(ways)}};
}

json::object candidate_view(const Ask& candidate, const Context& context, Day today) {
  const MaySee all = [](const Ask&) { return true; };
  json::array items;
  const auto clashes = context.calendar->clashes_of(candidate);
  for (const auto& clash : clashes) {
    if (items.size() == calendar_items_max) break;
    auto row = clash_json(clash, all);
    row["with"] = clash.other->owner;
    row["title"] = clash.other->title;
    items.push_back(std::move(row));
  }
  json::array ways;
  for (const auto& days : other_days(*context.calendar, candidate, today))
    ways.push_back(move_json(days, candidate, nullptr, context, all));
  json::array loads;
  const Day monday = monday_of(candidate.first_on);
  const int weeks = days_between(monday, candidate.last_on) / 7 + 1;
  for (const auto& people : candidate.people) {
    auto found = context.calendar->between(candidate.first_on, candidate.last_on, people);
    std::erase_if(found, [&](const AskFound& one) { return one.ask->owner == candidate.owner; });
    const auto load = asks_at_once(found, people.kind, monday, weeks);
    const int most = 1 + *std::max_element(load.begin(), load.end());
    loads.push_back(json::object{{"kind", boost::describe::enum_to_string(people.kind, "")},
                                 {"id", people.id},
                                 {"asks_at_once", most},
                                 {"level", load_level(most, people.kind, context)}});
  }
  auto unknown = candidate.people;
  std::erase_if(unknown, [&](const People& people) { return context.calendar->knows(people); });
  return {{"items", std::move(items)},
          {"total", clashes.size()},
          {"unknown", people_json(unknown)},
          {"asks_at_once", std::move(loads)},
          {"ways_out", std::move(ways)}};
}

json::object council_clashes_view(const Context& context, Day first, Day last, std::size_t limit) {
  constexpr std::size_t sorted_at_most = 1'000'000;
  auto found = context.calendar->clashes_between(first, last, sorted_at_most);
  // By the first day both ask: the asks are in the order of theirs, and the later one begins it.
  const auto shown = std::min(limit, found.pairs.size());
  std::partial_sort(found.pairs.begin(), found.pairs.begin() + static_cast<std::ptrdiff_t>(shown),
                    found.pairs.end(), [](const auto& one, const auto& other) {
                      return std::tie(one.second, one.first) < std::tie(other.second, other.first);
                    });
  found.pairs.resize(shown);
  json::array items;
  for (const auto& [one, other] : found.pairs) {
    const Ask& ask = *found.asks[one];
    const auto clashes = context.calendar->clashes_of(ask);
    const auto clash = std::find_if(clashes.begin(), clashes.end(), [&, wanted = other](const Clash& each) {
      return each.other->uid == found.asks[wanted]->uid;
    });
    if (clash == clashes.end()) continue;  // moved on meanwhile
    auto row = clash_json(*clash, [](const Ask&) { return true; });
    row["one"] = json::object{{"owner", ask.owner}, {"title", ask.title}, {"uid", ask.uid}};
    row["other"] = json::object{
        {"owner", clash->other->owner}, {"title", clash->other->title}, {"uid", clash->other->uid}};
    const auto settled = context.calendar->settled(ask.owner, *clash);
    row["settled"] = settled ? json::value(settled_json(*settled, true)) : json::value(nullptr);
    items.push_back(std::move(row));
  }
  return {{"items", std::move(items)}, {"total", found.total}, {"next", nullptr}};
}

}  // namespace full_circle::engagement
