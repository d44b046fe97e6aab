#pragma once
/// Who has been heard: contributions by community and local board, beside the targets set in Plan and who
/// lives here. Shows where to go while there is time, and in the advice who was not heard. No score: a row
/// for each group. Sources: SA step 3 (check who has responded and redirect effort), TSE (reach).

#include "engine/ports/store.hpp"
#include "workflows/engagement/population.hpp"
#include "workflows/engagement/project.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace full_circle::engagement {

/// Fewer people than this are not shown as a group: it could tell who they are.
inline constexpr std::int64_t shown_from = 10;

/// Which of these counts, whose sum is shown beside them, cannot be: those of 1 to 9, and as many more (the
/// smallest) as it takes that the sum does not tell what is hidden. Nobody stays nobody.
std::vector<bool> hidden_counts(const std::vector<std::int64_t>& counts);

/// {"total", "shown_from", "communities": {"groups": […], "not_said", …}, "local_boards": {…}}. A count that
/// is hidden is null with "hidden": true. Shares are of those who said; people may name several communities.
boost::json::object heard_view(const Project& project, const Population& population,
                               const std::vector<LabelCount>& counts,
                               const std::vector<LabelKindCount>& kinds);

}  // namespace full_circle::engagement
