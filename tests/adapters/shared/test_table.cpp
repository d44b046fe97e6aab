#include "adapters/shared/table.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace full_circle::shared {

namespace {

namespace json = boost::json;
using RowsGiven = std::vector<std::vector<std::string>>;

const RowsGiven hostile{{"words", "name"},
                        {"=1+1", "+64 21 000"},
                        {"-2", "@SUM(A1)"},
                        {"\t=1", "＝1"},
                        {"Ko te \"pā\", tēnā;\nrua", "https://tauira.example"},
                        {"", "'quoted"},
                        {"_x0041_ _x0042_x0043_ _xZZZZ_ \x01 😀", "12"},
                        {"\uFFFE\uFFFF", "_x0044_"}};

std::string written(std::unique_ptr<Table> table, const RowsGiven& rows) {
  for (const auto& row : rows) table->add(row);
  return table->finish();
}

/// As another program reads it; nothing where that is missing.
json::object read_by_another(const std::string& name, const std::string& content) {
  TemporaryFolder folder;
  write_file(folder / name, content);
  const auto script = std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/adapters/shared/read_table.py";
  const auto result = run_program("/usr/bin/python3 '" + script + "' '" + (folder / name).string() + "'");
  if (result.code == 77) {
    WARN("skipped: python3-openpyxl is not installed");
    return {};
  }
  INFO(result.output);
  REQUIRE(result.code == 0);
  return json::parse(result.output).as_object();
}

RowsGiven rows_of(const json::object& table) {
  return json::value_to<RowsGiven>(table.at("rows"));
}

}  // namespace

TEST_CASE("Tables: CSV comes back as it was given, but for an apostrophe before what looks like a formula") {
  const auto table = read_by_another("table.csv", written(csv_table(), hostile));
  CHECK(table.at("marked") == true);
  RowsGiven expected = hostile;
  for (const auto& [row, column] :
       std::vector<std::pair<int, int>>{{1, 0}, {1, 1}, {2, 0}, {2, 1}, {3, 0}, {3, 1}})
    expected[row][column] = "'" + expected[row][column];
  CHECK(rows_of(table) == expected);
}

TEST_CASE("Tables: XLSX holds text only, no formulas, links or escapes, whatever somebody wrote") {
  const auto table = read_by_another("table.xlsx", written(xlsx_table("Contributions"), hostile));
  if (table.empty()) return;
  CHECK(table.at("types") == json::array{"s"});
  CHECK(table.at("links") == 0);
  CHECK(table.at("sheet") == "Contributions");
  RowsGiven expected = hostile;
  expected[3][0] = " =1";
  expected[6][0] = "_x0041_ _x0042_x0043_ _xZZZZ_   😀";
  expected[7][0] = "\uFFFD\uFFFD";
  CHECK(rows_of(table) == expected);
}

TEST_CASE("Tables: a cell that is too long for a spreadsheet ends in an ellipsis, between characters") {
  std::string longest;
  for (int i = 0; i < 20'000; ++i) longest += "😀";  // two units each
  const auto table =
      read_by_another("table.xlsx", written(xlsx_table("Long"), {{longest, std::string(32'767, 'a')}}));
  if (table.empty()) return;
  const auto rows = rows_of(table);
  CHECK((rows[0][0] == longest.substr(0, std::size_t{4} * 16'383) + "…"));  // too long to print
  CHECK(rows[0][1].size() == 32'767);
}

TEST_CASE("Tables: nothing is left behind on disk, finished or not") {
  const auto count = [] {
    int folders = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path()))
      folders += entry.path().filename().string().starts_with("fullcircle-") ? 1 : 0;
    return folders;
  };
  const int before = count();
  written(xlsx_table("One"), hostile);
  xlsx_table("Two")->add({"unfinished"});
  CHECK(count() == before);
}

}  // namespace full_circle::shared
