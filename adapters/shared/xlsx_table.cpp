// XLSX through libxlsxwriter.
#include "adapters/shared/payload.hpp"
#include "adapters/shared/private_folder.hpp"
#include "adapters/shared/table.hpp"
#include "adapters/shared/whole_file.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace full_circle::shared {
namespace {

constexpr std::size_t cell_units_max = 32'767;  ///< UTF-16, as spreadsheet programs count

/// Whether the underscore here begins what spreadsheet programs read as one character: "_x0041_" as "A".
bool begins_escape(std::string_view text) {
  constexpr std::size_t length = 7;
  return text.size() >= length && text.starts_with("_x") && text[length - 1] == '_' &&
         std::all_of(text.begin() + 2, text.begin() + length - 1,
                     [](unsigned char c) { return std::isxdigit(c) != 0; });
}

/// Text that the format can hold, and that is read as it was written.
std::string as_cell(const std::string& text) {
  const std::string clean = clean_text(text);
  std::string cell;
  cell.reserve(clean.size());
  for (std::size_t at = 0; at < clean.size(); ++at) {
    if (clean[at] == '_' && begins_escape(std::string_view(clean).substr(at))) cell += "_x005F";
    cell += clean[at];
  }
  return cell;
}

/// The text itself, or its beginning when a cell cannot hold it.
std::string fitting(const std::string& text) {
  std::size_t units = 0;
  std::size_t end = 0;  // of what fits beside the mark that something is missing
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte & 0xC0U) == 0x80U) continue;
    if (units <= cell_units_max - 1) end = at;
    units += byte >= 0xF0U ? 2 : 1;
  }
  return units <= cell_units_max ? text : text.substr(0, end) + "…";
}

class XlsxTable final : public Table {
 public:
  explicit XlsxTable(const std::string& sheet)
      : m_file((m_folder.path() / "table.xlsx").string()), m_temporary(m_folder.path().string()) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = m_temporary.data();
    m_book = workbook_new_opt(m_file.c_str(), &options);
    if (!m_book) throw std::runtime_error("the spreadsheet cannot be begun");
    m_sheet = workbook_add_worksheet(m_book, sheet.c_str());
    if (!m_sheet) {
      workbook_close(m_book);
      throw std::runtime_error("no sheet can be called " + sheet);
    }
    worksheet_freeze_panes(m_sheet, 1, 0);
  }
  ~XlsxTable() override {
    if (m_book) workbook_close(m_book);
  }
  XlsxTable(const XlsxTable&) = delete;
  XlsxTable& operator=(const XlsxTable&) = delete;

  void add(const std::vector<std::string>& row) override {
    for (std::size_t column = 0; column < row.size(); ++column) {
      if (row[column].empty()) continue;
      accept(worksheet_write_string(m_sheet, m_row, static_cast<lxw_col_t>(column),
                                    fitting(as_cell(row[column])).c_str(), nullptr));
    }
    ++m_row;
  }
  std::string finish() override {
    lxw_workbook* book = std::exchange(m_book, nullptr);
    accept(workbook_close(book));
    auto content = read_whole_file(m_file);
    if (!content) throw std::runtime_error("the spreadsheet was not written");
    return *std::move(content);
  }

 private:
  static void accept(lxw_error error) {
    if (error != LXW_NO_ERROR)
      throw std::runtime_error(std::string("the spreadsheet cannot be written: ") + lxw_strerror(error));
  }

  PrivateFolder m_folder;
  std::string m_file;
  std::string m_temporary;
  lxw_workbook* m_book = nullptr;
  lxw_worksheet* m_sheet = nullptr;
  lxw_row_t m_row = 0;
};

}  // namespace

std::unique_ptr<Table> xlsx_table(const std::string& sheet) {
  return std::make_unique<XlsxTable>(sheet);
}

}  // namespace full_circle::shared
