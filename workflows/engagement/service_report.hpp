#pragma once
/// How the council does at answering people, across projects: how long they wait, who was told, who took
/// part, what is overdue. Nothing in it is about mana whenua branches. Source: TSE (measure and report
/// service performance).

#include "engine/ports/ledger.hpp"
#include "engine/ports/store.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/project.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

struct Context;

/// Answers published on these days count, both included; overdue is as of the last, or today before it is
/// over.
struct ReportPeriod {
  std::optional<Day> from;
  std::optional<Day> to;
};
/// "from" and "to" as days, or empty texts for open ends.
Result<ReportPeriod> read_report_period(std::string_view from, std::string_view to);

/// How many an answer's message was for, and how many it reached; and of how many contributions the people
/// behind them were written to, and were sent it. Whoever gave several stands behind each.
struct ToldCount {
  std::int64_t recipients = 0;
  std::int64_t sent = 0;
  std::int64_t contributions_asked = 0;
  std::int64_t contributions_told = 0;
};
/// What is counted of a project outside its events.
struct ProjectCounts {
  std::vector<LabelCount> contributions;
  std::vector<LabelCount> survey;
  std::optional<ToldCount> told;  ///< absent: no message of ours told them
};
class ServiceReport {
 public:
  ServiceReport(const Context& context, ReportPeriod period, Instant now);
  /// Whether it counts: announced, for people outside, and answered in the period or overdue at its end.
  bool counts(const Project& project) const;
  void add(const Project& project, const ProjectCounts& counts);
  /// Adds every project that counts, with what the store and the ledger (may be null) know of it.
  void add_all(StoreReader& store, Ledger* ledger,
               const std::function<std::shared_ptr<const Aggregate>(const std::string& project)>& load);

  /// {"answered", "median_working_days", "slowest_working_days", "within_standard", "overdue", "told":
  /// {"contributions", "contributions_told", "contributions_not_reachable", …}, "reach": {…}, "survey",
  /// "standard", "projects": [a row for each]}.
  boost::json::object view() const;
  /// Values of the page "performance": no number of people under ten (heard.hpp: shown_from).
  boost::json::object page() const;

 private:
  struct Reach {
    std::int64_t contributions = 0;
    std::int64_t sessions = 0;
    std::int64_t session_people = 0;
    std::map<std::string, std::int64_t> by_channel;
  };
  bool holds(const std::optional<Day>& published_on) const;
  void add_answer(const Project& project, const ProjectCounts& counts);
  void add_reach(const Project& project, const ProjectCounts& counts);
  boost::json::object reach_json() const;
  boost::json::array public_facts() const;
  boost::json::array public_channels() const;
  std::optional<double> median() const;

  const Context& m_context;
  ReportPeriod m_period;
  Day m_as_of;
  std::vector<std::int64_t> m_working_days;
  std::int64_t m_answered = 0;
  std::int64_t m_within_standard = 0;
  std::int64_t m_overdue = 0;
  std::int64_t m_told_otherwise = 0;  ///< answered, and told by no message of ours
  bool m_sample = false;
  ToldCount m_told;
  std::int64_t m_to_be_told = 0;  ///< contributions whose answer came by a message of ours, or not at all
  Reach m_reach;
  std::map<Label, std::int64_t> m_survey;
  boost::json::array m_rows;
};

}  // namespace full_circle::engagement
