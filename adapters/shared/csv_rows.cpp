#include "adapters/shared/csv_rows.hpp"

#include <csv.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace full_circle::shared {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Reading {
  CsvReading result;
  std::vector<std::string> cells;
  std::size_t line = 0;       ///< being read
  std::size_t row_began = 1;  ///< line of the row being read
};

void take_cell(void* bytes, std::size_t size, void* data) {
  static_cast<Reading*>(data)->cells.emplace_back(static_cast<const char*>(bytes), size);
}

void take_row(int, void* data) {
  auto& reading = *static_cast<Reading*>(data);
  const bool empty = std::all_of(reading.cells.begin(), reading.cells.end(),
                                 [](const std::string& cell) { return cell.empty(); });
  if (!empty) reading.result.rows.push_back({reading.row_began, std::move(reading.cells)});
  reading.cells.clear();
  reading.row_began = reading.line + 1;
}

}  // namespace

CsvReading read_csv(std::string_view text, char delimiter) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  csv_parser parser{};
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
    throw std::runtime_error("libcsv gives no parser");
  const std::unique_ptr<csv_parser, void (*)(csv_parser*)> freed(&parser, csv_free);
  csv_set_delim(&parser, static_cast<unsigned char>(delimiter));
  Reading reading;
  const auto failed = [&] {
    reading.result.problem = csv_error(&parser) == CSV_EPARSE
                                 ? "has a quotation mark where none can stand, or one that is never closed"
                                 : csv_strerror(csv_error(&parser));
    reading.result.problem_line = reading.row_began;
  };
  // Line by line, so that each row knows where it began.
  while (!text.empty() && reading.result.problem.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    ++reading.line;
    if (csv_parse(&parser, text.data(), end, take_cell, take_row, &reading) != end) failed();
    text.remove_prefix(end);
  }
  if (reading.result.problem.empty() && csv_fini(&parser, take_cell, take_row, &reading) != 0) failed();
  return std::move(reading.result);
}

}  // namespace full_circle::shared
