// CSV through libcsv.
#include "adapters/shared/table.hpp"

#include <csv.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace full_circle::shared {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// What makes spreadsheet programs take a cell for a formula; the last four are full width, as East Asian
/// versions take them.
constexpr std::array<std::string_view, 11> formula_starts{"=",  "+",  "-",  "@",  "\t", "\r",
                                                          "\n", "＝", "＋", "－", "＠"};

std::string harmless(const std::string& cell) {
  const bool formula = std::any_of(formula_starts.begin(), formula_starts.end(),
                                   [&](std::string_view start) { return cell.starts_with(start); });
  return formula ? "'" + cell : cell;
}

class CsvTable final : public Table {
 public:
  void add(const std::vector<std::string>& row) override {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) m_text += ',';
      add_cell(harmless(row[i]));
    }
    m_text += "\r\n";
  }
  std::string finish() override { return std::move(m_text); }

 private:
  void add_cell(const std::string& cell) {
    const std::size_t before = m_text.size();
    m_text.resize(before + 2 * cell.size() + 2);  // every character a quotation mark
    m_text.resize(before + csv_write(&m_text[before], m_text.size() - before, cell.data(), cell.size()));
  }

  std::string m_text{byte_order_mark};
};

}  // namespace

std::unique_ptr<Table> csv_table() {
  return std::make_unique<CsvTable>();
}

}  // namespace full_circle::shared
