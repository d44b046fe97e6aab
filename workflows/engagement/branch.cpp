#include "workflows/engagement/branch.hpp"

#include "workflows/engagement/calendar/engagement_calendar.hpp"

#include <boost/mp11.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace full_circle::engagement {

namespace {

using std::chrono::sys_days;

bool in_any(const Branch& branch, const Chart& chart, std::initializer_list<std::string_view> states) {
  return std::any_of(states.begin(), states.end(),
                     [&](std::string_view state) { return chart.is_in(branch.place, state); });
}

/// The innermost state, looking behind a pause at what it remembers.
std::string remembered_state(const Branch& branch, const Chart& chart) {
  for (const auto& name : chart.names(branch.place))
    if (name.starts_with("remembers:")) return name.substr(10);
  return state_of(branch, chart);
}

bool stands_in(const Branch& branch, const Chart& chart, std::initializer_list<std::string_view> states) {
  const auto state = remembered_state(branch, chart);
  return std::find(states.begin(), states.end(), state) != states.end();
}

bool decided_this_round(const Project& project) {
  return std::any_of(project.decisions.begin(), project.decisions.end(),
                     [&](const Decision& decision) { return decision.round == project.round; });
}

/// Views of an earlier round that were never answered.
bool owed_reasons(const BranchRound& earlier) {
  return !earlier.record.empty() && earlier.responses.empty();
}

}  // namespace

std::string state_of(const Branch& branch, const Chart& chart) {
  for (const auto& name : chart.names(branch.place))
    if (!name.starts_with("remembers:")) return name;
  return {};
}

bool asked_or_settled(const Branch& branch, const Chart& chart) {
  return branch.offered_at.has_value() ||
         in_any(branch, chart, {"not_engaged_recorded", "withdrawn_by_council"});
}

bool reportable(const Branch& branch, const Chart& chart) {
  // An entity that has paused is reported as paused, when the pause is its own word: it is no answer, and no
  // silence.
  if (chart.is_in(branch.place, "paused_by_mana_whenua")) return !branch.on_behalf;
  return in_any(branch, chart,
                {"views_recorded", "views_before_decision_maker", "responded", "outcome_agreed",
                 "outcome_differs", "relationship_ongoing", "declined", "deferred_to_other", "no_response",
                 "not_engaged_recorded", "withdrawn_by_council"});
}

bool answered(const Branch& branch, const Chart& chart) {
  if (std::any_of(branch.earlier_rounds.begin(), branch.earlier_rounds.end(), owed_reasons)) return false;
  if (!branch.gave_views) return true;
  return stands_in(branch, chart, {"responded", "outcome_agreed", "outcome_differs", "relationship_ongoing"});
}

bool ended(const Branch& branch, const Chart& chart) {
  return in_any(branch, chart, {"not_engaged_recorded", "relationship_ongoing", "withdrawn_by_council"});
}

std::string state_text(const Branch& branch, const Chart& chart) {
  struct Words {
    std::string_view state;
    std::string_view text;
  };
  static constexpr std::array<Words, 20> words{{
      {"assessing_significance", "We are working out whether and how to ask."},
      {"not_engaged_recorded", "Not engaged, with a recorded reason. The door stays open."},
      {"identifying", "We are finding out whom to ask, and how."},
      {"preparing_offer", "We are preparing an invitation."},
      {"offered", "Invited. We are waiting for an answer."},
      {"no_response", "No response received. This is not agreement."},
      {"deferred_to_other", "Deferred to another mana whenua entity."},
      {"declined", "Chose not to take part."},
      {"paused_by_mana_whenua", "Paused by mana whenua."},
      {"arranging", "Taking part. Arrangements are being made together."},
      {"hui_scheduled", "Taking part. A hui is arranged."},
      {"korero_under_way", "Taking part. Kōrero is under way."},
      {"assessment_under_way", "Taking part. Their own assessment is under way."},
      {"views_recorded", "Views given, and confirmed as their own."},
      {"views_before_decision_maker", "Views given, and put before the decision-maker unedited."},
      {"responded", "Views given, and answered issue by issue."},
      {"outcome_agreed", "Views given; an outcome is agreed."},
      {"outcome_differs", "Views given; mana whenua and the council differ, and both statements are kept."},
      {"relationship_ongoing", "This consultation is closed; the relationship goes on."},
      {"withdrawn_by_council", "The council stopped this consultation and told them why."},
  }};
  const auto text_of = [](std::string_view state) {
    const auto found =
        std::find_if(words.begin(), words.end(), [&](const Words& one) { return one.state == state; });
    return std::string(found == words.end() ? state : found->text);
  };
  std::string text;
  for (const auto& earlier : branch.earlier_rounds)
    text += "Round " + std::to_string(earlier.round) + ": " + text_of(earlier.state) + " ";
  if (!text.empty()) text += "Round " + std::to_string(branch.round) + ": ";
  // How it ended is told for good: closing a branch does not turn no response into something else.
  if (!branch.ended_as.empty() && ended(branch, chart)) text += text_of(branch.ended_as) + " ";
  text += text_of(state_of(branch, chart));
  if (branch.wrote_after_decision) text += " They wrote after the decision.";
  return text;
}

bool represents(const Caller& caller, std::string_view entity, std::string_view project) {
  return std::any_of(caller.grants.begin(), caller.grants.end(), [&](const RoleGrant& grant) {
    return grant.role == "mana_whenua_representative" && grant.entity == entity &&
           (grant.project.empty() || grant.project == project);
  });
}

std::vector<std::string> branch_roles(std::string_view command, const Definition& definition) {
  return who_may(command, definition);
}

namespace {

Requirement require(bool met, std::string name, std::string what, std::string why, std::string_view fix,
                    const Asking& asking, std::string source, std::string by_when = {}) {
  Requirement requirement{.name = std::move(name), .what = std::move(what)};
  requirement.met = met;
  if (!met) {
    requirement.why = std::move(why);
    requirement.by_when = std::move(by_when);
  }
  requirement.fix = kebab(fix);
  if (!fix.empty()) requirement.who = who_may(fix, asking.definition);
  requirement.source = std::move(source);
  return requirement;
}

std::vector<Requirement> lapse_requirements(const Branch& branch, const Asking& asking) {
  const auto& rule = asking.definition.branch;
  std::set<Channel> channels;
  bool in_person = false;
  int tries = 0;
  for (const auto& attempt : branch.attempts) {
    // What came before the offer was not about it.
    if (!branch.offered_at ||
        sys_days{attempt.on} < sys_days{day_in(*branch.offered_at, asking.context.zone)})
      continue;
    ++tries;
    channels.insert(attempt.channel);
    in_person = in_person || attempt.channel == Channel::phone || attempt.channel == Channel::in_person ||
                attempt.channel == Channel::hui;
  }
  const bool over = branch.offer && asking.now >= end_of(branch.offer->respond_by, asking.context.zone);
  const std::string source = "Quality Planning node 662, branch chart";
  return {
      require(!asking.in("suspended"), "project_going_on", "The project is going on",
              "It is suspended, and the time to answer stands still.", "resume_project", asking, source),
      require(over, "window_over", "The time to answer has passed",
              branch.offer ? "They were given until " + day_text(branch.offer->respond_by) + "."
                           : "No offer was sent.",
              "", asking, source, branch.offer ? to_text(branch.offer->respond_by) : ""),
      require(tries >= rule.contact_attempts_min, "enough_attempts",
              "They were contacted at least " + std::to_string(rule.contact_attempts_min) + " times",
              std::to_string(tries) + " are recorded.", "record_contact_attempt", asking, source),
      require(static_cast<int>(channels.size()) >= rule.contact_channels_min, "enough_channels",
              "They were contacted in at least " + std::to_string(rule.contact_channels_min) + " ways",
              std::to_string(channels.size()) + " are recorded.", "record_contact_attempt", asking, source),
      require(in_person, "person_to_person", "Somebody spoke with them, or tried to, person to person",
              "No phone call, visit or hui is recorded.", "record_contact_attempt", asking, source),
  };
}

}  // namespace

std::vector<Requirement> branch_requirements(std::string_view command, const Branch& branch,
                                             const Asking& asking) {
  const auto& project = asking.project;
  const bool decided = decided_this_round(project);
  if (command == "confirm_no_response") return lapse_requirements(branch, asking);
  if (command == "send_offer")
    return {require(branch.offer_approved, "offer_approved", "A Māori specialist has approved the offer",
                    "Nobody has approved it.", "approve_offer", asking, "SA p. 5")};
  if (command == "decide")
    return {require(decided, "decision_recorded", "The decision and its reasons are recorded",
                    "No decision is recorded for this round.", "record_decision", asking, "LGA s 82(1)(f)")};
  if (command == "notify_outcome")
    return {require(decided || asking.in("withdrawing"), "decision_recorded",
                    "There is a decision, with reasons, to tell them",
                    "No decision is recorded for this round.", "record_decision", asking,
                    "IAP2 core value 7")};
  if (command == "close")
    return {require(!project.editions.empty() || asking.in("withdrawing"), "results_published",
                    "The results are published", "They are not published yet.", "publish_results", asking,
                    "LGA s 82(1)(f)")};
  if (command == "withdraw")
    return {require(asking.in("withdrawing") || !branch.ever_asked, "project_stopped",
                    "The project is being withdrawn, or the entity was never asked",
                    "An entity that was asked is not left out while the project goes on.", "withdraw_project",
                    asking, "Branch chart; LGA s 82(1)(f)")};
  if (command == "assess_not_needed")
    return {require(project.significance.has_value(), "significance_assessed",
                    "Significance is assessed by the policy, with reasons",
                    "No significance assessment is recorded.", "assess_significance", asking, "LGA s 76AA"),
            require(!project.significance || !project.significance->land_or_water, "not_land_or_water",
                    "The project is not about land or a body of water",
                    "The significance assessment says that it is: engagement cannot be left out.", "", asking,
                    "LGA s 77(1)(c)")};
  return {};
}

namespace {

/// Deciding one command on one branch, once it is known who may and whose word it is.
struct BranchDeciding {
  const Branch& branch;
  const Asking& asking;
  Side side;

  std::vector<Event> step(std::string_view event, const BranchCommand& said) const {
    const auto& chart = asking.context.branch_chart;
    const auto next = chart.next(branch.place, event);
    if (next && *next == branch.place) return {BranchNoted{branch.entity, std::string(event), side, said}};
    return {BranchMoved{branch.entity, std::string(event), side, said}};
  }

  template <class Said>
  Decided operator()(const Said& said) const {
    return step(Said::event, said);
  }

  Decided operator()(const OpenBranch&) const {
    return malformed("", "A branch for " + branch.name + " is open already.");
  }

  Decided operator()(const AssessNotNeeded& said) const {
    if (branch.not_needed_proposed_by.empty()) return step("not_needed_proposed", said);
    if (branch.not_needed_proposed_by == asking.caller.person)
      return not_ready("“Not needed” takes two people.", {second_person(said.name, asking)});
    return step(said.event, said);
  }

  /// A branch opened by mistake, of an entity that was never asked, is closed by two people.
  Decided operator()(const WithdrawBranch& said) const {
    if (asking.in("withdrawing")) return step(said.event, said);
    if (branch.withdrawal_proposed_by.empty()) return step("withdrawal_proposed", said);
    if (branch.withdrawal_proposed_by == asking.caller.person)
      return not_ready("To leave an entity out takes two people.", {second_person(said.name, asking)});
    return step(said.event, said);
  }

  Decided operator()(const SendOffer& said) const {
    const auto least = asking.definition.branch.response_min();
    const auto earliest =
        counted(*asking.context.working_calendars, asking.today(), least, Counting::onwards);
    if (!earliest.ok())
      return malformed("/respond_by", "It cannot be counted: " + earliest.refusal().message);
    if (sys_days{said.respond_by} < sys_days{earliest.value()})
      return malformed("/respond_by", "Give them until " + day_text(earliest.value()) + " at least (" +
                                          count_text(least) + ").");
    return step(said.event, said);
  }

  Decided operator()(const RecordContactAttempt& said) const {
    if (sys_days{said.on} > sys_days{asking.today()}) return malformed("/on", "It cannot lie in the future.");
    const auto opened = day_in(branch.opened_at, asking.context.zone);
    if (sys_days{said.on} < sys_days{opened})
      return malformed("/on", "It cannot lie before this branch was opened, on " + day_text(opened) + ".");
    return step(said.event, said);
  }

  Decided operator()(const DeferTo& said) const {
    if (said.entity == branch.entity) return malformed("/entity", "Name another entity.");
    auto events = step(said.event, said);
    if (!asking.project.branch(said.entity))
      events.push_back(BranchOpened{{said.entity_name, {}}, said.entity});
    return events;
  }

  /// Nobody is turned away after the decision: what they say then is kept as a note for the answer.
  Decided operator()(const RespondLate& said) const {
    if (!decided_this_round(asking.project)) return step(said.event, said);
    return std::vector<Event>{BranchNoted{branch.entity, "note_added", side, said}};
  }

  /// Whether the hui that is to be joined stands in the calendar; taken as said where none is kept.
  bool is_there(const AgreeDate& said) const {
    const auto& calendar = asking.context.calendar;
    if (!calendar || !calendar->complete()) return true;
    return calendar->host(Ask{.kind = AskKind::hui,
                              .starts_at = said.starts_at,
                              .ends_at = said.ends_at,
                              .people = {{PeopleKind::entity, branch.entity}},
                              .joins = said.joins->project + "/" + branch.entity + "/" + said.joins->hui}) !=
           nullptr;
  }

  Decided operator()(const AgreeDate& said) const {
    if (said.ends_at <= said.starts_at) return malformed("/ends_at", "It has to end after it starts.");
    if (said.starts_at <= asking.now) return malformed("/starts_at", "Name a time to come.");
    if (said.joins && std::string_view(said.joins->project) == asking.project.id)
      return malformed("/joins/project", "Name another project, whose hui this one joins.");
    if (said.joins && !is_there(said))
      return malformed("/joins", "There is no hui with them at that time under this project and name.");
    const auto& other = side == Side::entity ? branch.date.council : branch.date.entity;
    const bool agreed = other && other->starts_at == said.starts_at && other->ends_at == said.ends_at &&
                        std::string_view(other->place) == std::string_view(said.place) &&
                        other->joins == said.joins;
    return step(agreed ? "date_agreed" : "hui_date_confirmed", said);
  }

  Decided operator()(const RecordHuiWishes& said) const {
    constexpr std::int64_t a_working_year = 250;
    if (said.notice_working_days &&
        (*said.notice_working_days < 1 || *said.notice_working_days > a_working_year))
      return malformed("/notice_working_days", "Give 1 to 250 working days, or leave it out.");
    if (said.maramataka && !asking.context.maramataka->version(*said.maramataka))
      return malformed("/maramataka", "There is no maramataka " + *said.maramataka + " here.");
    return step(said.event, said);
  }

  Decided operator()(const MoveHui& said) const {
    if (side == Side::council && !said.reason)
      return malformed("/reason", "The council has to say why it moves a hui.");
    return step(said.event, said);
  }

  Decided operator()(const RecordHuiHeld& said) const {
    if (!branch.hui.empty() && asking.now < branch.hui.back().starts_at)
      return malformed(
          "", "It starts on " +
                  span_text(branch.hui.back().starts_at, branch.hui.back().ends_at, asking.context.zone) +
                  ".");
    return step(said.event, said);
  }

  Decided operator()(const NotifyOutcome& said) const {
    const bool owed = std::any_of(branch.earlier_rounds.begin(), branch.earlier_rounds.end(), owed_reasons);
    if (owed && said.responses.empty())
      return malformed("/responses", branch.name +
                                         " gave its views in an earlier round and has not had the " +
                                         "reasons back: answer them issue by issue.");
    return step(said.event, said);
  }

  Decided operator()(const RespondToEntity& said) const {
    if (said.responses.empty()) return malformed("/responses", "Answer at least one issue.");
    return step(said.event, said);
  }

  Decided operator()(const Decline& said) const { return in_their_words(said, said.event); }
  Decided operator()(const RecordReview& said) const { return in_their_words(said, said.event); }

  /// Each says its own; they differ once both have.
  Decided operator()(const RecordDifference& said) const {
    const auto& other = side == Side::entity ? branch.council_statement : branch.entity_statement;
    return in_their_words(said, other.empty() ? "difference_stated" : "record_difference");
  }

  Decided operator()(const AddNote& said) const { return in_their_words(said, said.event); }

  Decided operator()(const CheckNote& said) const {
    const bool known = std::any_of(branch.notes.begin(), branch.notes.end(),
                                   [&](const BranchNote& note) { return note.id == said.note; });
    if (!known) return malformed("/note", "This branch has no note " + said.note + ".");
    if (said.sensitivity == Sensitivity::to_be_checked)
      return malformed("/sensitivity", "Say whether it may be published or stays in confidence.");
    return step(said.event, said);
  }

  /// Only the entity itself lets its words be published.
  template <class Said>
  Decided in_their_words(const Said& said, std::string_view what) const {
    bool entered_by_council = side == Side::council;
    if constexpr (requires { said.recorded_on_behalf; })
      entered_by_council = said.recorded_on_behalf.has_value();
    if (!entered_by_council || said.sensitivity != Sensitivity::may_be_published) return step(what, said);
    return malformed("/sensitivity",
                     "Only " + branch.name + " itself can say that its words may be published.");
  }

  Decided operator()(const AgreeOutcome& said) const {
    const auto& other = side == Side::entity ? branch.outcome.council : branch.outcome.entity;
    const bool agreed = other && std::string_view(other->outcome) == std::string_view(said.outcome) &&
                        other->commitments == said.commitments;
    return step(agreed ? "agree_outcome" : "outcome_confirmed", said);
  }
};

const std::optional<OnBehalf>* on_behalf_of(const BranchCommand& command) {
  return std::visit(
      [](const auto& one) -> const std::optional<OnBehalf>* {
        if constexpr (requires { one.recorded_on_behalf; }) return &one.recorded_on_behalf;
        return nullptr;
      },
      command);
}

/// Whose word it is that the caller enters; or why they may not enter it.
Result<Side> side_of(const BranchCommand& command, std::string_view name, AskedBy asked_by,
                     const Branch& branch, const Asking& asking) {
  const bool representative = represents(asking.caller, branch.entity, asking.project.id);
  const auto* behalf = on_behalf_of(command);
  const bool on_behalf = behalf && behalf->has_value();
  if (asked_by == AskedBy::entity_only) {
    if (representative) return Side::entity;
    return Refusal{.reason = Reason::not_permitted,
                   .message = "Only " + branch.name + " can confirm what it said; nobody can for it."};
  }
  if (representative && !on_behalf &&
      (asked_by != AskedBy::council || asking.definition.may("mana_whenua_representative", name)))
    return Side::entity;
  if (is_system(asking.caller) && name != "remind")
    return Refusal{.reason = Reason::not_permitted, .message = "No timer answers for mana whenua."};
  if (!may_give(asking.caller, name, asking.definition, asking.project.id))
    return not_permitted(name, asking.definition);
  if (asked_by == AskedBy::council) return Side::council;
  if (asked_by == AskedBy::both) return on_behalf ? Side::entity : Side::council;
  if (on_behalf) return Side::entity;
  return malformed("/recorded_on_behalf",
                   "This is " + branch.name +
                       "'s own answer. To record it on their behalf, say in "
                       "recorded_on_behalf.evidence how you know; they are sent a copy.");
}

std::vector<std::string> branch_commands_from(const Branch& branch, const Context& context) {
  std::vector<std::string> all;
  boost::mp11::mp_for_each<boost::mp11::mp_rename<
      boost::mp11::mp_transform<boost::mp11::mp_identity, BranchCommand>, boost::mp11::mp_list>>(
      [&](auto identity) {
        using One = typename decltype(identity)::type;
        if (context.branch_chart.next(branch.place, One::event)) all.push_back(kebab(One::name));
      });
  return all;
}

Decided open_branch(const OpenBranch& asked, std::string_view entity, const Asking& asking) {
  const bool own = represents(asking.caller, entity, asking.project.id) &&
                   asking.definition.may("mana_whenua_representative", asked.name);
  if (!own && !may_give(asking.caller, asked.name, asking.definition, asking.project.id))
    return not_permitted(asked.name, asking.definition);
  auto requirements =
      requirements_of(asked.name, asking.project, asking.definition, asking.context, asking.now);
  std::erase_if(requirements, [](const Requirement& requirement) { return requirement.met; });
  if (!requirements.empty()) return not_ready("A branch waits for the assessment.", std::move(requirements));
  return std::vector<Event>{BranchOpened{asked, Name(std::string(entity))}};
}

Refusal out_of_turn(std::string_view name, const Branch& branch, const Asking& asking) {
  const auto state = state_of(branch, asking.context.branch_chart);
  return Refusal{.reason = Reason::out_of_turn,
                 .message = title_of(name) + " cannot follow from where " + branch.name +
                            "'s branch stands (" + state + ").",
                 .allowed = branch_commands_from(branch, asking.context)};
}

}  // namespace

Decided decide_branch(const BranchCommand& command, std::string_view entity, const Asking& asking) {
  if (!asking.context.project_chart.next(asking.project.place, "branch_moved"))
    return Refusal{.reason = Reason::out_of_turn,
                   .message = "The project has ended.",
                   .allowed = commands_from(asking.project, asking.context)};
  const auto* branch = asking.project.branch(entity);
  if (const auto* open = std::get_if<OpenBranch>(&command); open && !branch)
    return open_branch(*open, entity, asking);
  if (!branch)
    return Refusal{.reason = Reason::unknown,
                   .message = "This project has no branch for " + std::string(entity) + "."};

  const auto [name, event, asked_by] = std::visit(
      [](const auto& one) {
        return std::tuple{std::string_view(one.name), std::string_view(one.event), one.asked_by};
      },
      command);
  const auto side = side_of(command, name, asked_by, *branch, asking);
  if (!side.ok()) return side.refusal();
  if (!std::holds_alternative<OpenBranch>(command) && !asking.context.branch_chart.next(branch->place, event))
    return out_of_turn(name, *branch, asking);

  auto requirements = branch_requirements(name, *branch, asking);
  std::erase_if(requirements, [](const Requirement& requirement) { return requirement.met; });
  if (!requirements.empty()) {
    auto message = title_of(name) + " waits for " + std::to_string(requirements.size()) +
                   (requirements.size() == 1 ? " thing." : " things.");
    return not_ready(std::move(message), std::move(requirements));
  }
  return std::visit(BranchDeciding{*branch, asking, side.value()}, command);
}

}  // namespace full_circle::engagement
