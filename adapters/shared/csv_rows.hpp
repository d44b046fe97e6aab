#pragma once
/// Reading CSV (RFC 4180) through libcsv: what spreadsheets and other tools export.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::shared {

struct CsvRow {
  std::size_t line = 1;  ///< on which it begins, counted from 1
  std::vector<std::string> cells;
};

struct CsvReading {
  std::vector<CsvRow> rows;  ///< empty lines are left out
  std::string problem;       ///< why reading ended early, or empty
  std::size_t problem_line = 0;
};

/// UTF-8, with or without a byte order mark. `delimiter` is one ASCII character.
CsvReading read_csv(std::string_view text, char delimiter);

}  // namespace full_circle::shared
