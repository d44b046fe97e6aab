// Engage (SA step 3): the period opens, is extended, closes; sessions are held; what came in is counted.
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/themes.hpp"

#include <algorithm>
#include <numeric>

namespace full_circle::engagement {

namespace {

using std::chrono::sys_days;

struct Deciding {
  const Asking& asking;

  template <class Other>
  Decided operator()(const Other&) const {
    return std::vector<Event>{};
  }

  Decided operator()(const OpenEngagement& asked) const {
    return std::vector<Event>{PeriodOpened{moved(asked.name, asking)}};
  }
  Decided operator()(const CloseEngagement& asked) const {
    return std::vector<Event>{PeriodClosed{moved(asked.name, asking), contributions()}};
  }

  /// Of this round, as of the last commit.
  std::int64_t contributions() const {
    if (!asking.context.contribution_counts) return 0;
    const auto counts = asking.context.contribution_counts(asking.project.id);
    const Label round{"round", std::to_string(asking.project.round)};
    const auto found = std::find_if(counts.labels.begin(), counts.labels.end(),
                                    [&](const LabelCount& one) { return one.label == round; });
    return found == counts.labels.end() ? 0 : found->count;
  }

  /// A later closing day: after the one people were given, and not in the past.
  Result<Instant> later_close(Day closes_on) const {
    const auto& period = *asking.project.period;
    if (sys_days{closes_on} <= sys_days{period.closes_on})
      return malformed("/closes_on",
                       "Name a day after " + day_text(period.closes_on) + ", when it closes now.");
    if (sys_days{closes_on} < sys_days{asking.today()})
      return malformed("/closes_on",
                       "It cannot close in the past; today is " + day_text(asking.today()) + ".");
    return end_of(closes_on, asking.context.zone);
  }
  /// The longest period holds for a longer one too.
  std::optional<Refusal> too_long(Day closes_on, Instant closes_at) const {
    Project changed = asking.project;
    changed.period->closes_on = closes_on;
    changed.period->closes_at = closes_at;
    return breaks_period_rules(changed, asking);
  }
  Decided operator()(const ExtendEngagement& asked) const {
    const auto closes_at = later_close(asked.closes_on);
    if (!closes_at.ok()) return closes_at.refusal();
    if (auto refusal = too_long(asked.closes_on, closes_at.value())) return *std::move(refusal);
    return std::vector<Event>{PeriodExtended{asked, closes_at.value()}};
  }

  /// People hear of it when it is open already: it stays open for at least as long as the notice they get
  /// before an opening.
  std::optional<Refusal> too_short_to_be_told(Day closes_on) const {
    const auto& rule = asking.definition.period;
    const auto notice = rule.notice_min().value_or(DayCount{});
    const auto earliest =
        counted(*asking.context.working_calendars, asking.today(), notice, Counting::onwards);
    if (!earliest.ok()) return malformed("/closes_on", "It cannot be counted: " + earliest.refusal().message);
    if (sys_days{closes_on} >= sys_days{earliest.value()}) return std::nullopt;
    return not_ready("People could not hear of it in time.",
                     {{.name = "notice_given",
                       .what = "People who are told again have time to answer",
                       .why = "It takes " + count_text(notice) + " from today: close it on " +
                              day_text(earliest.value()) + " or later.",
                       .who = who_may(ReopenEngagement::name, asking.definition),
                       .by_when = to_text(earliest.value()),
                       .fix = kebab(ReopenEngagement::name),
                       .field = "/closes_on",
                       .source = rule.source}});
  }
  Decided operator()(const ReopenEngagement& asked) const {
    const auto closes_at = later_close(asked.closes_on);
    if (!closes_at.ok()) return closes_at.refusal();
    if (auto refusal = too_long(asked.closes_on, closes_at.value())) return *std::move(refusal);
    if (auto refusal = too_short_to_be_told(asked.closes_on)) return *std::move(refusal);
    return std::vector<Event>{PeriodReopened{asked, closes_at.value()}};
  }

  Decided operator()(const RecordSessionHeld& asked) const {
    const auto* session = asking.project.session(asked.session);
    if (!session) return malformed("/session", "There is no session " + asked.session + ".");
    if (session->cancelled) return malformed("/session", "That session was cancelled.");
    if (asking.now < session->starts_at)
      return malformed(
          "/session",
          "It starts on " + span_text(session->starts_at, session->ends_at, asking.context.zone) + ".");
    return std::vector<Event>{SessionHeld{asked}};
  }

  static std::int64_t sum(const std::vector<Count>& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0},
                           [](std::int64_t total, const Count& one) { return total + one.count; });
  }
  static std::string off_by(std::int64_t parts, std::int64_t total) {
    return "The parts add up to " + std::to_string(parts) + ", not to the total of " + std::to_string(total) +
           ".";
  }
  Decided operator()(const RecordFeedbackTotals& asked) const {
    Refusal refusal{.reason = Reason::malformed, .message = "The totals do not add up."};
    if (const auto parts = sum(asked.by_type); parts != asked.total)
      refusal.fields.push_back({"/by_type", off_by(parts, asked.total)});
    if (const auto parts = sum(asked.by_channel); !asked.by_channel.empty() && parts != asked.total)
      refusal.fields.push_back({"/by_channel", off_by(parts, asked.total)});
    if (!refusal.fields.empty()) return refusal;
    return std::vector<Event>{FeedbackTotalsRecorded{asked}};
  }

  Decided operator()(const BeginAnalysis& asked) const {
    return std::vector<Event>{AnalysisBegun{moved(asked.name, asking)}};
  }
};

}  // namespace

Decided decide_engage(const Command& command, const Asking& asking) {
  return std::visit(Deciding{asking}, command);
}

}  // namespace full_circle::engagement
