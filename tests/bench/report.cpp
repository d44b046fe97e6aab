#include "tests/bench/report.hpp"

#include <spdlog/fmt/fmt.h>
#include <boost/json.hpp>

#include <algorithm>
#include <cmath>

namespace full_circle::bench {

namespace json = boost::json;

namespace {

constexpr double quiet = 0.08;
constexpr std::size_t enough = 3;

double median_of(std::vector<double> values) {
  if (values.empty()) return std::nan("");
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::string number(double value) {
  if (value >= 1'000) return fmt::format("{:.0f}", value);
  return value >= 100 ? fmt::format("{:.1f}", value) : fmt::format("{:.2f}", value);
}

std::string limit_of(const Figure& figure) {
  if (!figure.aim) return "";
  return (*figure.aim == Aim::at_least ? ">= " : "< ") + number(figure.limit);
}

}  // namespace

bool Figure::met() const {
  if (!aim) return true;
  return *aim == Aim::at_least ? value >= limit : value < limit;
}

void Rounds::add(double value, double foreign) {
  m_rounds.push_back({value, foreign});
}

double Rounds::median() const {
  std::vector<double> all;
  std::vector<double> undisturbed;
  for (const Round& round : m_rounds) {
    all.push_back(round.value);
    if (round.foreign <= quiet) undisturbed.push_back(round.value);
  }
  return median_of(undisturbed.size() >= enough ? undisturbed : all);
}

bool Report::met() const {
  return std::all_of(m_figures.begin(), m_figures.end(), [](const Figure& figure) { return figure.met(); });
}

std::string Report::table() const {
  std::string out =
      fmt::format("{:<10} {:<58} {:>10} {:<11} {:>9}\n", "measure", "figure", "reached", "", "aim");
  for (const Figure& figure : m_figures) {
    const char* verdict = !figure.aim ? "" : figure.met() ? "  met" : "  MISSED";
    out += fmt::format("{:<10} {:<58} {:>10} {:<11} {:>9}{}\n", figure.measure, figure.name,
                       number(figure.value), figure.unit, limit_of(figure), verdict);
  }
  const double foreign = m_foreign.median();
  if (!std::isnan(foreign))
    out += fmt::format("\nOthers used {:.0f} % of the processors meanwhile (median).\n", foreign * 100);
  for (const std::string& text : m_notes) out += text + "\n";
  return out;
}

std::string Report::json() const {
  json::array figures;
  for (const Figure& figure : m_figures) {
    json::object one{
        {"measure", figure.measure}, {"name", figure.name}, {"value", figure.value}, {"unit", figure.unit}};
    if (figure.aim) {
      one["aim"] = json::object{{*figure.aim == Aim::at_least ? "at_least" : "at_most", figure.limit},
                                {"met", figure.met()}};
    }
    figures.push_back(std::move(one));
  }
  const double foreign = m_foreign.median();
  json::object all{{"figures", std::move(figures)}, {"met", met()}};
  if (!std::isnan(foreign)) all["others_share_of_processors"] = foreign;
  json::array notes(m_notes.begin(), m_notes.end());
  all["notes"] = std::move(notes);
  return json::serialize(all);
}

}  // namespace full_circle::bench
