#include "workflows/engagement/heard.hpp"

#include "workflows/engagement/communities.hpp"
#include "workflows/engagement/view_parts.hpp"

#include <cmath>
#include <map>
#include <numeric>

namespace full_circle::engagement {

namespace {

/// One kind of group, and what is known of each.
struct Kind {
  PeopleKind people{};
  std::string_view label;
  std::map<std::string, std::int64_t> counts;   ///< of every group there is to show, by id
  std::map<std::string, std::int64_t> targets;  ///< people
  std::int64_t not_said = 0;
};

double percent(std::int64_t part, std::int64_t whole) {
  return std::round(1000.0 * static_cast<double>(part) / static_cast<double>(whole)) / 10.0;
}

json::value census_json(const Population::Found& found) {
  if (!found.group) return nullptr;
  return json::object{{"share", percent(found.group->people, found.set->base)},
                      {"people", found.group->people},
                      {"base", found.set->base},
                      {"counted", found.set->counted},
                      {"year", found.set->year},
                      {"source", found.set->source}};
}

json::object row_of(const Kind& kind, const std::string& id, std::int64_t count, bool hidden,
                    std::int64_t share_of, const Population& population) {
  const auto found = population.find(kind.people, id);
  const auto target = kind.targets.find(id);
  json::object row{
      {"id", id},
      {"name", found.group ? json::value(found.group->name) : json::value(nullptr)},
      {"contributions", hidden ? json::value(nullptr) : json::value(count)},
      {"hidden", hidden},
      {"share", nullptr},
      {"target", target == kind.targets.end() ? json::value(nullptr) : json::value(target->second)},
      {"census", census_json(found)},
      {"gap_points", nullptr}};
  if (hidden || share_of == 0) return row;
  const double share = percent(count, share_of);
  row["share"] = share;
  if (found.group)
    row["gap_points"] = std::round(10.0 * (share - percent(found.group->people, found.set->base))) / 10.0;
  return row;
}

json::object kind_json(const Kind& kind, std::int64_t total, const Population& population) {
  std::vector<std::int64_t> cells;
  for (const auto& group : kind.counts) cells.push_back(group.second);
  cells.push_back(kind.not_said);
  const auto hidden = hidden_counts(cells);
  // A share of those who said would tell how many did not.
  const std::int64_t share_of = hidden.back() ? total : total - kind.not_said;
  json::array groups;
  std::size_t at = 0;
  for (const auto& [id, count] : kind.counts)
    groups.push_back(row_of(kind, id, count, hidden[at++], share_of, population));
  return {{"groups", std::move(groups)},
          {"not_said", hidden.back() ? json::value(nullptr) : json::value(kind.not_said)},
          {"share_of", hidden.back() ? "all" : "those_who_said"}};
}

Kind counted(PeopleKind people, const std::vector<std::string>& expected, const Population& population,
             const std::vector<LabelCount>& counts) {
  Kind kind{.people = people,
            .label = people == PeopleKind::community ? std::string_view("community") : "local_board"};
  for (const auto& id : expected) kind.counts[id];
  for (const PopulationSet& set : population.sets)
    if (set.kind == people)
      for (const PopulationGroup& group : set.groups) kind.counts[group.id];
  for (const LabelCount& one : counts)
    if (one.label.kind == kind.label) kind.counts[one.label.value] = one.count;
  return kind;
}

std::int64_t count_of(const std::vector<LabelKindCount>& kinds, std::string_view kind) {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const LabelKindCount& one) { return one.kind == kind; });
  return found == kinds.end() ? 0 : found->count;
}

}  // namespace

std::vector<bool> hidden_counts(const std::vector<std::int64_t>& counts) {
  std::vector<std::size_t> smallest_first;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] > 0) smallest_first.push_back(i);
  std::stable_sort(smallest_first.begin(), smallest_first.end(),
                   [&](std::size_t one, std::size_t other) { return counts[one] < counts[other]; });
  std::vector<bool> hidden(counts.size(), false);
  std::size_t how_many = 0;
  std::int64_t people = 0;
  for (const std::size_t at : smallest_first) {
    const bool small = counts[at] < shown_from;
    const bool gives_another_away = how_many > 0 && (how_many < 2 || people < shown_from);
    if (!small && !gives_another_away) break;
    hidden[at] = true;
    ++how_many;
    people += counts[at];
  }
  return hidden;
}

json::object heard_view(const Project& project, const Population& population,
                        const std::vector<LabelCount>& counts, const std::vector<LabelKindCount>& kinds) {
  // Every contribution has one channel.
  const std::int64_t total = count_of(kinds, "channel");
  const auto named = communities_of(project);
  Kind communities = counted(PeopleKind::community, {named.begin(), named.end()}, population, counts);
  for (const AffectedGroup& group : project.communities_affected)
    if (group.target_people) communities.targets[group.community] = *group.target_people;
  const auto& boards = project.about->local_boards;
  Kind local_boards = counted(PeopleKind::local_board, {boards.begin(), boards.end()}, population, counts);
  for (Kind* kind : {&communities, &local_boards}) kind->not_said = total - count_of(kinds, kind->label);
  const bool total_hidden = total > 0 && total < shown_from;
  return {{"total", total_hidden ? json::value(nullptr) : json::value(total)},
          {"shown_from", shown_from},
          {"communities", kind_json(communities, total, population)},
          {"local_boards", kind_json(local_boards, total, population)}};
}

}  // namespace full_circle::engagement
