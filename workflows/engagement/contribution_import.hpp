#pragma once
/// Contributions brought in from another tool's export: which column is what, and each row as a contribution
/// or with what is wrong with it. Exports with their mappings: examples/imports/.

#include "engine/result.hpp"
#include "workflows/engagement/contributions.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace full_circle::engagement {

/// What stands in a cell, and what we call it.
struct MappedValue {
  Line from;
  Line to;
};
BOOST_DESCRIBE_STRUCT(MappedValue, (), (from, to))

/// A column with a name of ours in it, by the words the other tool uses.
struct MappedColumn {
  Line column;
  std::vector<MappedValue> values;   ///< empty: taken as it stands
  std::optional<Line> separated_by;  ///< when a cell holds several
  std::optional<bool> skip_others;   ///< words that are not listed are left out; else they are bad rows
};
BOOST_DESCRIBE_STRUCT(MappedColumn, (), (column, values, separated_by, skip_others))

/// Columns in which they agreed to something, and the words for yes.
struct MappedConsent {
  Line column;
  std::vector<Line> yes;  ///< whatever the case
};
BOOST_DESCRIBE_STRUCT(MappedConsent, (), (column, yes))

struct MappedAnswer {
  Name question;
  MappedColumn from;
};
BOOST_DESCRIBE_STRUCT(MappedAnswer, (), (question, from))

/// Columns are named as the first row names them. With two rows of headings (SurveyMonkey) a column is
/// "first / second": the first is that of a column further left where its own is empty.
struct ImportMapping {
  Line source;                      ///< which export: bringing it in twice adds nothing
  std::optional<Line> delimiter;    ///< one character; a comma when absent
  std::optional<int> heading_rows;  ///< 1 or 2; 1 when absent
  std::optional<Line> id;           ///< the tool's own id of a row; its whole content when absent
  std::vector<Line> words;          ///< several are put one below the other, each under its heading
  std::optional<Line> received_on;  ///< when absent, today
  std::optional<Line> date_format;  ///< as strptime has it: "%d/%m/%Y %H:%M"; 2027-06-30 when absent
  std::optional<ContributionChannel> channel;
  std::optional<ContributionKind> kind;
  std::optional<Line> signatures;  ///< how many stand below a petition
  std::optional<Line> collected_by;
  std::optional<Line> name;
  std::optional<Line> organisation;
  std::optional<Line> email;
  std::optional<Line> telephone;
  std::optional<Line> address;
  std::optional<MappedColumn> local_board;
  std::optional<MappedColumn> communities;
  std::vector<MappedAnswer> answers;  ///< a question may come from several columns, one an option
  std::optional<MappedConsent> contact;
  std::optional<MappedConsent> publish_name;
  std::optional<MappedConsent> publish_words;
  std::optional<MappedConsent> copy;  ///< they are sent the address of a receipt
};
BOOST_DESCRIBE_STRUCT(ImportMapping, (),
                      (source, delimiter, heading_rows, id, words, received_on, date_format, channel, kind,
                       signatures, collected_by, name, organisation, email, telephone, address, local_board,
                       communities, answers, contact, publish_name, publish_words, copy))

Result<ImportMapping> read_import_mapping(std::string_view body);
std::string import_mapping_schema();

/// One row: `field` of a fault is where it comes from (source_of).
struct ImportedRow {
  std::string key;  ///< the same for the same row of the same source
  GiveContribution given;
  std::vector<FieldProblem> faults;
};

class ContributionImport {
 public:
  /// Rows of headings the mapping says there are.
  static std::size_t heading_rows(const ImportMapping& mapping);
  /// Malformed when they have no such columns.
  static Result<ContributionImport> begin(ImportMapping mapping,
                                          const std::vector<std::vector<std::string>>& headings);
  /// One row after the other: the same row a second time is somebody else's, the same id is a fault.
  ImportedRow read(const std::vector<std::string>& cells);
  /// Where a fault of a contribution ("/contributor/email") comes from: the column's name, or the names of
  /// all that were put together; "/mapping/collected_by" where the mapping says the same for every row.
  std::string source_of(const std::string& field, const GiveContribution& given) const;

 private:
  ContributionImport(ImportMapping mapping, std::vector<std::string> columns)
      : m_mapping(std::move(mapping)), m_columns(std::move(columns)) {}
  std::vector<std::string> named() const;
  std::string cell(const std::vector<std::string>& cells, std::string_view column) const;
  std::optional<Line> line(const std::vector<std::string>& cells, const std::optional<Line>& column) const;
  std::vector<std::string> mapped(const std::vector<std::string>& cells, const MappedColumn& column,
                                  std::vector<FieldProblem>& faults) const;
  void read_key(const std::vector<std::string>& cells, ImportedRow& row);
  void read_kind(const std::vector<std::string>& cells, ImportedRow& row) const;
  void read_answers(const std::vector<std::string>& cells, ImportedRow& row) const;
  void read_words(const std::vector<std::string>& cells, ImportedRow& row) const;
  void read_day(const std::vector<std::string>& cells, ImportedRow& row) const;
  void read_people(const std::vector<std::string>& cells, ImportedRow& row) const;
  void read_consents(const std::vector<std::string>& cells, ImportedRow& row) const;

  ImportMapping m_mapping;
  std::vector<std::string> m_columns;
  std::map<std::string, std::size_t> m_seen;  ///< how often each id came
};

}  // namespace full_circle::engagement
