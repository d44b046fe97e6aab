// Prepare (SA step 2): scope, period, sessions, documents; the project becomes visible.
#include "workflows/engagement/decide.hpp"

namespace full_circle::engagement {

namespace {

using std::chrono::sys_days;

struct Deciding {
  const Asking& asking;

  template <class Other>
  Decided operator()(const Other&) const {
    return std::vector<Event>{};
  }

  Decided operator()(const ReopenPlan& asked) const { return std::vector<Event>{PlanReopened{asked}}; }

  Decided operator()(const SetScope& asked) const {
    if (asked.can_change.empty())
      return malformed("/can_change", "Say at least one thing that people can change.");
    if (sys_days{asked.answer_by} < sys_days{asked.decision_on})
      return malformed("/answer_by",
                       "People cannot hear back before the decision on " + day_text(asked.decision_on) + ".");
    return std::vector<Event>{ScopeSet{asked}};
  }

  /// Once scheduled, people go by the dates: new ones are as long, and as long known beforehand.
  std::optional<Refusal> still_held_to(const SetPeriod& asked) const {
    const auto& zone = asking.context.zone;
    Project changed = asking.project;
    changed.scheduled_at = asking.now;
    changed.period = Period{.opens_on = asked.opens_on,
                            .closes_on = asked.closes_on,
                            .opens_at = start_of(asked.opens_on, zone),
                            .closes_at = end_of(asked.closes_on, zone),
                            .sequence = 1};
    if (auto refusal = breaks_period_rules(changed, asking)) return refusal;
    auto unsettled =
        requirements_of("schedule_engagement", changed, asking.definition, asking.context, asking.now);
    std::erase_if(unsettled, [](const Requirement& one) { return one.met || one.name != "clashes_settled"; });
    if (unsettled.empty()) return std::nullopt;
    return not_ready(
        "On these days it clashes with another engagement. Reopen preparation, set them there, and say what "
        "becomes of the clash.",
        std::move(unsettled));
  }

  Decided operator()(const SetPeriod& asked) const {
    if (sys_days{asked.closes_on} < sys_days{asked.opens_on})
      return malformed("/closes_on", "It cannot close before it opens on " + day_text(asked.opens_on) + ".");
    if (sys_days{asked.opens_on} < sys_days{asking.today()})
      return malformed("/opens_on", "It cannot open in the past; today is " + day_text(asking.today()) + ".");
    if (asking.in("scheduled"))
      if (auto refusal = still_held_to(asked)) return *std::move(refusal);
    const auto& zone = asking.context.zone;
    return std::vector<Event>{
        PeriodSet{asked, {start_of(asked.opens_on, zone), end_of(asked.closes_on, zone)}}};
  }

  std::optional<Refusal> fault_of(Instant starts_at, Instant ends_at) const {
    if (starts_at <= asking.now) return malformed("/starts_at", "Name a time to come.");
    if (ends_at <= starts_at) return malformed("/ends_at", "It has to end after it starts.");
    return std::nullopt;
  }
  Decided operator()(const PlanSession& asked) const {
    if (auto fault = fault_of(asked.starts_at, asked.ends_at)) return *std::move(fault);
    const auto id = "session-" + std::to_string(asking.project.sessions.size() + 1);
    return std::vector<Event>{SessionPlanned{asked, Name(id)}};
  }
  Result<const Session*> planned(const Name& id) const {
    const auto* session = asking.project.session(id);
    if (!session) return malformed("/session", "There is no session " + id + ".");
    if (session->cancelled) return malformed("/session", "That session is cancelled.");
    return session;
  }
  Decided operator()(const MoveSession& asked) const {
    if (auto session = planned(asked.session); !session.ok()) return std::move(session).refusal();
    if (auto fault = fault_of(asked.starts_at, asked.ends_at)) return *std::move(fault);
    return std::vector<Event>{SessionMoved{asked}};
  }
  Decided operator()(const CancelSession& asked) const {
    if (auto session = planned(asked.session); !session.ok()) return std::move(session).refusal();
    return std::vector<Event>{SessionCancelled{asked}};
  }

  Decided operator()(const AnnounceProject& asked) const {
    return std::vector<Event>{ProjectAnnounced{moved(asked.name, asking)}};
  }
  Decided operator()(const ScheduleEngagement& asked) const {
    return std::vector<Event>{EngagementScheduled{moved(asked.name, asking)}};
  }
  Decided operator()(const ReopenPreparation& asked) const {
    return std::vector<Event>{PreparationReopened{asked}};
  }
};

}  // namespace

Decided decide_prepare(const Command& command, const Asking& asking) {
  return std::visit(Deciding{asking}, command);
}

}  // namespace full_circle::engagement
