// Report (SA step 4): themes, advice, the decision and its reasons.
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/reasons.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

struct Deciding {
  const Asking& asking;

  template <class Other>
  Decided operator()(const Other&) const {
    return std::vector<Event>{};
  }

  Decided operator()(const RecordTheme& asked) const {
    ThemeRecorded event{asked};
    if (!asked.theme)
      event.theme = Name("theme-" + std::to_string(asking.project.themes.size() + 1));
    else if (!asking.project.theme(*asked.theme))
      return malformed("/theme", "There is no theme " + *asked.theme + "; leave it out for a new one.");
    return std::vector<Event>{std::move(event)};
  }

  Decided operator()(const SetDecisionMeeting& asked) const {
    return std::vector<Event>{DecisionMeetingSet{asked}};
  }
  Decided operator()(const SubmitAdvice& asked) const {
    return std::vector<Event>{AdviceSubmitted{asked, moved(asked.name, asking)}};
  }
  Decided operator()(const ReopenAnalysis& asked) const {
    return std::vector<Event>{AnalysisReopened{asked}};
  }

  Decided operator()(const RecordDecision& asked) const {
    if (std::chrono::sys_days{asked.decided_on} > std::chrono::sys_days{asking.today()})
      return malformed("/decided_on",
                       "It cannot be decided in the future; today is " + day_text(asking.today()) + ".");
    if (std::chrono::sys_days{asked.decided_on} <
        std::chrono::sys_days{day_in(asking.project.created_at, asking.context.zone)})
      return malformed("/decided_on", "It cannot be decided before the project began.");
    if (auto refusal = faults_of(asked.themes.value_or(std::vector<ThemeVerdict>{})))
      return *std::move(refusal);
    const auto id = "decision-" + std::to_string(asking.project.decisions.size() + 1);
    return std::vector<Event>{DecisionRecorded{asked, moved(asked.name, asking), Name(id)}};
  }

  /// Each theme once, with a reason in words.
  std::optional<Refusal> faults_of(const std::vector<ThemeVerdict>& verdicts) const {
    Refusal refusal{.reason = Reason::malformed,
                    .message = "What was decided of the themes is not complete."};
    for (auto one = verdicts.begin(); one != verdicts.end(); ++one) {
      const auto path = "/themes/" + std::to_string(one - verdicts.begin());
      const bool again = std::any_of(
          verdicts.begin(), one, [&](const ThemeVerdict& earlier) { return earlier.theme == one->theme; });
      if (!asking.project.theme(one->theme))
        refusal.fields.push_back({path + "/theme", "There is no theme " + one->theme + "."});
      else if (again)
        refusal.fields.push_back({path + "/theme", "stands here twice"});
      if (auto fault = fault_of_reason(one->reason); !fault.empty())
        refusal.fields.push_back({path + "/reason", std::move(fault)});
    }
    if (refusal.fields.empty()) return std::nullopt;
    return refusal;
  }

  /// What has to be done in every round is open again; Plan is not gone through a second time.
  Decided operator()(const StartAnotherRound& asked) const {
    AnotherRoundStarted event{asked, asking.project.round + 1, {}};
    for (const auto& activity : asking.definition.activities) {
      const auto found = asking.project.activities.find(activity.name);
      const bool settled =
          found != asking.project.activities.end() && found->second.state != ActivityRecord::State::open;
      if (settled && activity.stage != "plan") event.activities_reopened.push_back(Name(activity.name));
    }
    return std::vector<Event>{std::move(event)};
  }
};

}  // namespace

Decided decide_report(const Command& command, const Asking& asking) {
  return std::visit(Deciding{asking}, command);
}

}  // namespace full_circle::engagement
