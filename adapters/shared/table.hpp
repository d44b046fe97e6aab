#pragma once
/// Tables for spreadsheet programs. Every cell is text and stays text: nothing that somebody wrote is ever
/// run as a formula.

#include <memory>
#include <string>
#include <vector>

namespace full_circle::shared {

class Table {
 public:
  virtual ~Table() = default;
  virtual void add(const std::vector<std::string>& row) = 0;  ///< UTF-8
  /// The whole file; once, at the end.
  virtual std::string finish() = 0;
};

/// RFC 4180, UTF-8 with a byte order mark, every cell quoted. A cell that a spreadsheet program would take
/// for a formula gets an apostrophe before it.
std::unique_ptr<Table> csv_table();

/// One sheet, whose first row stays in view. Kept on disk while it grows, in a folder that only its owner may
/// look into, and gone afterwards. A cell holds 32,767 characters; what is longer ends in "…". Control
/// characters are spaces, what no XML may hold is U+FFFD, and "_x0041_" stays those seven characters.
std::unique_ptr<Table> xlsx_table(const std::string& sheet);

}  // namespace full_circle::shared
