#pragma once
/// Whom a project is about (SA step 1).

#include "workflows/engagement/project.hpp"

#include <algorithm>
#include <vector>

namespace full_circle::engagement {

/// Those it was described with, then those found to be affected, each once.
inline std::vector<Name> communities_of(const Project& project) {
  auto communities = project.about->communities;
  for (const AffectedGroup& group : project.communities_affected)
    if (std::find(communities.begin(), communities.end(), group.community) == communities.end())
      communities.push_back(group.community);
  return communities;
}

}  // namespace full_circle::engagement
