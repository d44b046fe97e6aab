#pragma once
/// Contributions as rows of a table, for spreadsheets. Texts only, as they were given: what writes them keeps
/// a spreadsheet from taking one for a formula.

#include "engine/ports/store.hpp"
#include "workflows/engagement/definition.hpp"
#include "workflows/engagement/project.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Whether the people behind the words stand in the table.
enum class ContributorColumns { no, yes };

/// The contributions of one project; what it is made with has to outlive it.
class ContributionsTable {
 public:
  ContributionsTable(const Project& project, const Definition& definition, std::string_view zone,
                     ContributorColumns contributors)
      : m_project(project), m_definition(definition), m_zone(zone), m_contributors(contributors) {}

  /// Names of fields, and each question of the definition as it asks it.
  std::vector<std::string> columns() const;
  /// One text for each column; times in the council's zone, themes by their titles, options as the form words
  /// them. `other_answers` holds those to questions that the definition no longer asks.
  std::vector<std::string> row(const Entry& entry) const;

 private:
  const Project& m_project;
  const Definition& m_definition;
  std::string_view m_zone;
  ContributorColumns m_contributors;
};

}  // namespace full_circle::engagement
