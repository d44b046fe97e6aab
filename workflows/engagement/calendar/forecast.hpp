#pragma once
/// When a project can open, close, decide and answer at the earliest, by which rule, and which of its days
/// break one; with the days that are set, or with others tried out. Nothing here is kept. What has no length,
/// such as the time an entity takes to come to its own words, is an open end: no day is guessed for it.

#include "engine/result.hpp"
#include "workflows/engagement/workflow.hpp"

#include <boost/json.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Days to try in the place of those that are set.
struct WhatIf {
  std::optional<Day> opens_on{};
  std::optional<Day> closes_on{};
  std::optional<Day> decision_on{};
  std::optional<Day> answer_by{};
  std::map<std::string, Day, std::less<>> hui{};  ///< by entity

  friend bool operator==(const WhatIf&, const WhatIf&) = default;
};

/// What was asked for under opens_on, closes_on, decision_on and answer_by ("2027-06-14"), and under hui
/// ("tauira-ki-tai:2027-06-14", several with commas between); null when it was not. Refused (malformed):
/// "/opens_on" and so on.
Result<WhatIf> read_what_if(const std::function<const std::string*(std::string_view)>& asked);

/// Why a step is not sooner, or not later.
struct ForecastRule {
  std::string name;  ///< a requirement, activity_NAME, or the rule's own: report_public
  std::string says;  ///< "It stays open for 14 days, both ends counted"
  std::string calendar{};
  std::string source{};
};

/// What a step waits for and no rule gives a length.
struct OpenEnd {
  std::string name;
  std::string what;
  std::string source;
};

struct ForecastStep {
  /// announce, open, close, advice, decide, answer; another_round_2, open_2, close_2 of a round to come;
  /// branch_offer_ENTITY, branch_response_ENTITY, branch_hui_ENTITY.
  std::string name;
  std::string what;
  std::string entity{};  ///< of a mana whenua branch
  std::optional<Day> done_on{};
  std::optional<Day> planned_on{};
  /// Counted from the days of the steps before it: each as planned where that keeps the rules, else its own
  /// earliest. Null when done, when nothing dates it, and when it cannot be counted.
  std::optional<Day> earliest_on{};
  std::string waits_for{};  ///< the step that makes it no sooner; empty: none
  ForecastRule rule{};      ///< which makes it no sooner
  std::vector<OpenEnd> open_ends{};
  std::vector<std::string> breaks{};  ///< each rule that the planned day breaks, as a sentence
  std::string note{};                 ///< why it cannot be counted
  bool critical = false;              ///< on the chain that makes the answer no sooner
};

struct Forecast {
  Day today{};
  std::vector<ForecastStep> steps;     ///< in the order of the cycle; none of a withdrawn project
  std::vector<ForecastStep> branches;  ///< offer, time to answer, hui: entity by entity
  std::vector<std::string> notes;

  const ForecastStep* step(std::string_view name) const;  ///< of either list
  /// Names, first step first. Begins where a planned day leaves room, or where nothing is waited for.
  std::vector<std::string> critical_path() const;
};

/// Whose branches count. An entity's days show in those of the steps that wait for it, so whoever may not see
/// them gets a forecast without them.
using SeesBranch = std::function<bool(std::string_view entity)>;

/// Refused (malformed): "/opens_on" and so on for what has happened already, "/hui" for an entity whose hui
/// nothing waits for.
Result<Forecast> forecast(const Project& project, const Definition& definition, const Context& context,
                          Instant now, const WhatIf& what_if, const SeesBranch& sees);

/// What becomes of a step when other days are tried.
struct ForecastChange {
  ForecastStep before;
  ForecastStep after;
  std::vector<std::string> newly_broken;
};
/// Every step whose planned or earliest day moves, or whose planned day comes to break a rule.
std::vector<ForecastChange> forecast_changes(const Forecast& before, const Forecast& after);

/// {"today", "items": [{name, what, done_on, planned_on, earliest_on, slack_days, waits_for, rule, open_ends,
/// breaks, critical, note}], "branches": [the same, with entity], "critical_path", "soonest": {step: day, as
/// if no day were set}, "changes": [{name, what, entity, planned_before, planned_on, earliest_before,
/// earliest_on, breaks}], "notes", "next"}. Slack is negative where the planned day is too soon. Refused as
/// `forecast` is.
Result<boost::json::object> forecast_view(const Project& project, const Context& context,
                                          std::string_view view_class, Instant now, const WhatIf& what_if);

}  // namespace full_circle::engagement
