// Plan (SA step 1): how significant this is, to whom, and what people have already said.
#include "workflows/engagement/decide.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

struct Deciding {
  const Asking& asking;

  template <class Other>
  Decided operator()(const Other&) const {
    return std::vector<Event>{};
  }

  Decided operator()(const AssessSignificance& asked) const {
    const auto& branches = asking.project.branches;
    const bool left_out = std::any_of(branches.begin(), branches.end(), [&](const auto& entry) {
      return asking.context.branch_chart.is_in(entry.second.place, "not_engaged_recorded");
    });
    if (asked.land_or_water && (asking.in("not_engaged") || left_out))
      return not_ready(
          "A project about land or a body of water engages mana whenua.",
          {{.name = "mana_whenua_engaged",
            .what = "Engagement with mana whenua is chosen",
            .why = "It is recorded as not needed, and this assessment says that land or water is touched.",
            .who = who_may("assess_significance_to_maori", asking.definition),
            .fix = "assess-significance-to-maori",
            .field = "/conclusion",
            .source = "LGA s 77(1)(c)"}});
    return std::vector<Event>{SignificanceAssessed{asked}};
  }

  Decided operator()(const AssessSignificanceToMaori& asked) const {
    if (asked.conclusion == MaoriEngagement::engage)
      return std::vector<Event>{ManaWhenuaEngagementChosen{asked}};
    // LGA s 77(1)(c): a significant decision about land or a body of water cannot skip this.
    if (asking.project.significance && asking.project.significance->land_or_water)
      return not_ready(
          "Engagement with mana whenua cannot be left out.",
          {{.name = "land_or_water",
            .what = "A project about land or a body of water engages mana whenua",
            .why = "The significance assessment says that this is about land or a body of water.",
            .who = who_may("assess_significance_to_maori", asking.definition),
            .fix = "assess-significance-to-maori",
            .field = "/conclusion",
            .source = "LGA s 77(1)(c)"}});
    if (!asking.project.significance)
      return not_ready("Whether land or water is touched has to be known first.",
                       {{.name = "significance_assessed",
                         .what = "Significance is assessed by the policy, with reasons",
                         .why = "No significance assessment is recorded.",
                         .who = who_may("assess_significance", asking.definition),
                         .fix = "assess-significance",
                         .field = "/land_or_water",
                         .source = "LGA ss 76AA, 77(1)(c)"}});
    if (!asking.project.branches.empty())
      return malformed("/conclusion",
                       "A branch has been opened already; each is closed with its own entity.");
    const auto& proposed_by = asking.project.not_needed_proposed_by;
    if (proposed_by.empty()) return std::vector<Event>{ManaWhenuaNotNeededProposed{asked}};
    if (proposed_by == asking.caller.person)
      return not_ready("“Not needed” takes two people.", {second_person(asked.name, asking)});
    return std::vector<Event>{ManaWhenuaEngagementNotNeeded{asked, Name(proposed_by)}};
  }

  Decided operator()(const RecordOptions& asked) const {
    if (asked.options.empty()) return malformed("/options", "Name at least one option.");
    return std::vector<Event>{OptionsRecorded{asked}};
  }
  Decided operator()(const IdentifyCommunities& asked) const {
    if (asked.groups.empty()) return malformed("/groups", "Name at least one group.");
    for (std::size_t i = 0; i < asked.groups.size(); ++i)
      if (asked.groups[i].target_people == 0)
        return malformed("/groups/" + std::to_string(i) + "/target_people",
                         "A target is at least one person.");
    return std::vector<Event>{CommunitiesIdentified{asked}};
  }
  Decided operator()(const RecordEarlierInsights& asked) const {
    return std::vector<Event>{EarlierInsightsRecorded{asked}};
  }
  Decided operator()(const CheckCalendar& asked) const { return std::vector<Event>{CalendarChecked{asked}}; }
  Decided operator()(const BeginPreparation& asked) const {
    return std::vector<Event>{PreparationBegun{moved(asked.name, asking)}};
  }
};

}  // namespace

Decided decide_plan(const Command& command, const Asking& asking) {
  return std::visit(Deciding{asking}, command);
}

}  // namespace full_circle::engagement
