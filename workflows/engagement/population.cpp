#include "workflows/engagement/population.hpp"

#include "workflows/engagement/calendar/rules_fields.hpp"

#include <algorithm>
#include <limits>

namespace full_circle::engagement {
namespace {

constexpr int people_max = std::numeric_limits<int>::max();
constexpr int year_first = 1990;
constexpr int year_last = 2100;

class PopulationReader {
 public:
  explicit PopulationReader(RulesProblems& problems) : m_problems(problems) {}

  std::vector<PopulationSet> read(const YAML::Node& root) {
    RulesFields fields(root, "a file of the population", {"population"}, {"population"}, m_problems);
    std::vector<PopulationSet> sets;
    for (const YAML::Node& entry : fields.entries("population")) sets.push_back(set(entry));
    return sets;
  }

 private:
  PopulationSet set(const YAML::Node& node) {
    RulesFields fields(node, "a set of shares", {"kind", "year", "base", "counted", "source", "groups"},
                       {"kind", "year", "base", "counted", "source", "groups"}, m_problems);
    PopulationSet set;
    set.kind = fields.choice<PeopleKind>(
        "kind", {{"community", PeopleKind::community}, {"local_board", PeopleKind::local_board}});
    set.year = fields.number("year", year_first, year_last);
    set.base = fields.number("base", 1, people_max);
    set.counted = fields.text("counted");
    set.source = fields.text("source");
    for (const YAML::Node& entry : fields.entries("groups")) group(entry, set);
    return set;
  }

  void group(const YAML::Node& node, PopulationSet& set) {
    RulesFields fields(node, "a group", {"id", "name", "people"}, {"id", "name", "people"}, m_problems);
    PopulationGroup group{.id = fields.text("id"),
                          .name = fields.text("name"),
                          .people = fields.number("people", 0, people_max)};
    if (fields.has("people") && group.people > set.base) fields.problem("people", "is more than the base");
    if (std::any_of(set.groups.begin(), set.groups.end(),
                    [&](const PopulationGroup& other) { return other.id == group.id; }))
      fields.problem("id", "is the id of another group of this set");
    set.groups.push_back(std::move(group));
  }

  RulesProblems& m_problems;
};

}  // namespace

Population::Found Population::find(PeopleKind kind, std::string_view id) const {
  Found newest;
  for (const PopulationSet& set : sets) {
    if (set.kind != kind || (newest.set && newest.set->year >= set.year)) continue;
    for (const PopulationGroup& group : set.groups)
      if (group.id == id) newest = {&set, &group};
  }
  return newest;
}

std::vector<RulesProblem> read_population(std::string_view yaml, Population& population) {
  std::vector<RulesProblem> found;
  RulesProblems problems(yaml, found);
  const auto root = parse_rules(yaml, problems);
  if (!root || root->IsNull()) return found;
  auto sets = PopulationReader(problems).read(*root);
  if (found.empty()) std::move(sets.begin(), sets.end(), std::back_inserter(population.sets));
  return found;
}

}  // namespace full_circle::engagement
