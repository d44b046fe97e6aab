#pragma once
/// Contributions as rows of a table, for spreadsheets. Texts only, as they were given: what writes them keeps
/// a spreadsheet from taking one for a formula.

#include "engine/ports/store.hpp"
#include "workflows/engagement/project.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Whether the people behind the words stand in the table.
enum class ContributorColumns { no, yes };

std::vector<std::string> contribution_columns(ContributorColumns contributors);
/// One text for each column; times in the council's zone, themes by their titles.
std::vector<std::string> contribution_row(const Entry& entry, const Project& project, std::string_view zone,
                                          ContributorColumns contributors);

}  // namespace full_circle::engagement
