#pragma once
/// Who lives here: what the people who were heard are compared with. Reference data of the place, in a file
/// of the council's own; each set of shares has the number it is of, its year and its source, as the census
/// gives them. The program comes with no figures.

#include "workflows/engagement/calendar/holiday_rules.hpp"
#include "workflows/engagement/types.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

struct PopulationGroup {
  std::string id;  ///< as projects and contributions name it
  std::string name;
  std::int64_t people = 0;
};

/// Shares that are of one number and come from one source. Groups may overlap (people have several ethnic
/// groups), so they need not add up.
struct PopulationSet {
  PeopleKind kind = PeopleKind::community;  ///< community or local_board
  int year = 0;
  std::int64_t base = 0;  ///< how many people the shares are of
  std::string counted;    ///< which people those are: "usually resident population"
  std::string source;
  std::vector<PopulationGroup> groups;
};

struct Population {
  std::vector<PopulationSet> sets;
  struct Found {
    const PopulationSet* set = nullptr;
    const PopulationGroup* group = nullptr;
  };
  /// The newest figures of a group; nulls when there are none.
  Found find(PeopleKind kind, std::string_view id) const;
};

/// Reads such a file. Every problem is told with its line and column, and then nothing is added.
std::vector<RulesProblem> read_population(std::string_view yaml, Population& population);

}  // namespace full_circle::engagement
