// Commands that belong to no stage.
#include "workflows/engagement/calendar/project_clashes.hpp"
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/due_days.hpp"
#include "workflows/engagement/views.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

/// "update-3": the next id of its kind inside the project.
Name next_id(std::string_view kind, std::size_t count) {
  return std::string(kind) + "-" + std::to_string(count + 1);
}

struct Deciding {
  const Asking& asking;

  template <class Other>
  Decided operator()(const Other&) const {
    return std::vector<Event>{};
  }

  Decided operator()(const DescribeProject& asked) const {
    if (!asked.title && !asked.summary && !asked.local_boards && !asked.communities && !asked.topics &&
        !asked.whole_district)
      return malformed("", "Name at least one thing to describe anew.");
    const auto& about = *asking.project.about;
    const bool other_words =
        (asked.title && *asked.title != about.title) || (asked.summary && *asked.summary != about.summary);
    if (other_words && !asking.project.editions.empty())
      return Refusal{.reason = Reason::out_of_turn,
                     .message =
                         "People were answered under this title and summary. While results are "
                         "published, correct-results changes them, and says so in public.",
                     .allowed = commands_from(asking.project, asking.context)};
    return std::vector<Event>{ProjectDescribed{asked}};
  }
  Decided operator()(const AttachDocument& asked) const {
    if (asked.kind == DocumentKind::translation && !asked.language)
      return malformed("/language", "A translation has to say its language.");
    return std::vector<Event>{DocumentAttached{asked, next_id("document", asking.project.documents.size())}};
  }
  Refusal out_of_turn(std::string message) const {
    return {.reason = Reason::out_of_turn,
            .message = std::move(message),
            .allowed = commands_from(asking.project, asking.context)};
  }

  Decided operator()(const PostUpdate& asked) const {
    if (!asking.project.announced_at)
      return out_of_turn("Nobody can see the project yet: announce it first.");
    if (asking.project.taken_down) return out_of_turn("Its page is taken down: nobody would see the update.");
    return std::vector<Event>{UpdatePosted{asked, next_id("update", asking.project.updates.size())}};
  }

  Result<const Activity*> activity(const Name& name) const {
    const auto* found = asking.definition.activity(name);
    if (found) return found;
    return malformed("/activity",
                     "The definition " + asking.definition.name + " has no activity " + name + ".");
  }
  ActivityRecord::State state_of(const Name& name) const {
    const auto found = asking.project.activities.find(name);
    return found == asking.project.activities.end() ? ActivityRecord::State::open : found->second.state;
  }

  Decided operator()(const AssignActivity& asked) const {
    if (auto found = activity(asked.activity); !found.ok()) return std::move(found).refusal();
    return std::vector<Event>{ActivityAssigned{asked}};
  }
  Decided operator()(const CompleteActivity& asked) const {
    const auto found = activity(asked.activity);
    if (!found.ok()) return found.refusal();
    const auto& due = *found.value();
    if (state_of(asked.activity) != ActivityRecord::State::open)
      return malformed("/activity", due.title + " is done already; reopen it to change it.");
    if (due.evidence == "note" && !asked.note)
      return malformed("/note", due.title + " takes a note of what was done.");
    if (due.evidence == "link" && !asked.evidence)
      return malformed("/evidence", due.title + " takes a link to what was done.");
    std::vector<Requirement> waiting;
    for (const auto& earlier : due.waits_for) {
      if (state_of(Name(earlier)) != ActivityRecord::State::open) continue;
      const auto* waits_for = asking.definition.activity(earlier);
      waiting.push_back({.name = earlier,
                         .what = waits_for ? waits_for->title + " is done" : earlier + " is done",
                         .why = due.title + " waits for it.",
                         .who = who_may("complete_activity", asking.definition),
                         .fix = "complete-activity",
                         .field = "/activity",
                         .source = waits_for ? waits_for->source : ""});
    }
    if (!waiting.empty()) return not_ready(due.title + " waits for other activities.", std::move(waiting));
    return std::vector<Event>{ActivityCompleted{asked}};
  }
  Decided operator()(const ReopenActivity& asked) const {
    if (auto found = activity(asked.activity); !found.ok()) return std::move(found).refusal();
    if (state_of(asked.activity) == ActivityRecord::State::open)
      return malformed("/activity", "It is open already.");
    return std::vector<Event>{ActivityReopened{asked}};
  }
  Decided operator()(const WaiveActivity& asked) const {
    if (auto found = activity(asked.activity); !found.ok()) return std::move(found).refusal();
    return std::vector<Event>{ActivityWaived{asked}};
  }

  Decided operator()(const SuspendProject& asked) const {
    if (asked.until && std::chrono::sys_days{*asked.until} <= std::chrono::sys_days{asking.today()})
      return malformed("/until", "Name a day after today, " + day_text(asking.today()) + ".");
    return std::vector<Event>{ProjectSuspended{asked}};
  }
  Decided operator()(const ResumeProject& asked) const { return std::vector<Event>{ProjectResumed{asked}}; }
  Decided operator()(const WithdrawProject& asked) const {
    if (!asking.project.editions.empty())
      return Refusal{
          .reason = Reason::out_of_turn,
          .message = "The results are published: nothing goes back from here. Correct them instead.",
          .allowed = commands_from(asking.project, asking.context)};
    return std::vector<Event>{ProjectWithdrawn{asked}};
  }
  Decided operator()(const ConfirmPeopleTold& asked) const {
    return std::vector<Event>{PeopleToldOfWithdrawal{asked}};
  }

  Decided operator()(const UnpublishPage& asked) const {
    if (!has_public_page(asking.project, asking.definition))
      return out_of_turn(asking.project.taken_down ? "The page is taken down already."
                                                   : "There is no public page to take down.");
    return std::vector<Event>{PageUnpublished{asked}};
  }
  Decided operator()(const PublishPageAgain& asked) const {
    if (!asking.project.taken_down) return out_of_turn("The page is not taken down.");
    return std::vector<Event>{PagePublishedAgain{asked}};
  }

  Decided operator()(const SettleClash& asked) const {
    const auto clashes = clashes_with_others(asking.project, asking.context, asking.today());
    const auto found = std::find_if(clashes.begin(), clashes.end(), [&](const ClashWith& with) {
      return with.owner == asked.with || with.slug() == asked.with;
    });
    if (found == clashes.end() || !found->to_settle)
      return malformed("/with", "There is no clash with " + asked.with +
                                    " to settle: the two share nobody on any day to come, or topics alone.");
    ClashSettled settled{asked, true, {}};
    settled.with = found->owner;
    for (const auto& [own, clash] : found->clashes) {
      settled.for_both = settled.for_both && (clash.other->is_public || sees_every_project(asking.caller));
      if (has_to_be_settled(clash)) settled.shared.push_back(to_be_settled(clash));
    }
    return std::vector<Event>{std::move(settled)};
  }

  Decided operator()(const MigrateDefinition& asked) const {
    const auto next = asking.context.definitions->current(asked.definition);
    if (!next) return malformed("/definition", "There is no definition " + asked.definition + ".");
    if (next->hash == asking.project.about->definition_hash)
      return malformed("/definition", "The project keeps to this version already.");
    if (asking.project.announced_at && next->internal != asking.definition.internal)
      return malformed("/definition", "The project is public: it cannot become one that people do not see.");
    return std::vector<Event>{DefinitionMigrated{asked, next->hash, next->version}};
  }

  Decided operator()(const EscalateOverdue&) const {
    std::vector<Event> events;
    auto to_come = escalations_to_come(asking.project, asking.definition, asking.context);
    for (auto& escalation : to_come)
      if (escalation.at <= asking.now) events.emplace_back(std::move(escalation.event));
    if (!events.empty()) return events;
    Refusal refusal{.reason = Reason::out_of_turn,
                    .message = "Nothing is overdue of which nobody has been told.",
                    .allowed = commands_from(asking.project, asking.context)};
    // The council's days changed since the timer was set.
    if (!to_come.empty()) refusal.again_at = to_come.front().at;
    return refusal;
  }
};

}  // namespace

Decided decide_any_stage(const Command& command, const Asking& asking) {
  return std::visit(Deciding{asking}, command);
}

}  // namespace full_circle::engagement
