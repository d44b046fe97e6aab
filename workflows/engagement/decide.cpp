#include "workflows/engagement/decide.hpp"

#include <algorithm>

namespace full_circle::engagement {

bool is_system(const Caller& caller) {
  return caller.grants.size() == 1 && caller.grants.front().role == "system";
}

bool holds(const Caller& caller, std::string_view role, std::string_view project) {
  return std::any_of(caller.grants.begin(), caller.grants.end(), [&](const RoleGrant& grant) {
    return grant.role == role && (grant.project.empty() || grant.project == project);
  });
}

namespace {

/// What the system itself may ask: deadlines that come back, and the note that people were told.
constexpr std::string_view system_commands[] = {"open_engagement",
                                                "close_engagement",
                                                "remind",
                                                "escalate_overdue",
                                                "publish_results",
                                                "record_people_told",
                                                "confirm_people_told_of_withdrawal"};

/// A definition that was kept from before there was the command says nothing of it, and a page can always be
/// taken down: by whoever may show it.
std::string_view permitted_as(std::string_view command, const Definition& definition) {
  const bool of_page = command == UnpublishPage::name || command == PublishPageAgain::name;
  const bool older = of_page && !definition.may_give.contains(std::string(command));
  return older ? AnnounceProject::name : command;
}

}  // namespace

bool may_give(const Caller& caller, std::string_view command, const Definition& definition,
              std::string_view project) {
  if (is_system(caller))
    return std::find(std::begin(system_commands), std::end(system_commands), command) !=
           std::end(system_commands);
  // A representative speaks for one entity only, on its own branch (branch.cpp); that is no role on the
  // project.
  return std::any_of(caller.grants.begin(), caller.grants.end(), [&](const RoleGrant& grant) {
    return grant.role != "mana_whenua_representative" &&
           (grant.project.empty() || grant.project == project) &&
           definition.may(grant.role, permitted_as(command, definition));
  });
}

std::vector<std::string> who_may(std::string_view command, const Definition& definition) {
  const auto found = definition.may_give.find(std::string(permitted_as(command, definition)));
  return found == definition.may_give.end() ? std::vector<std::string>{} : found->second;
}

std::string title_of(std::string_view name) {
  std::string title(name);
  std::replace(title.begin(), title.end(), '_', ' ');
  if (!title.empty() && title.front() >= 'a' && title.front() <= 'z')
    title.front() = static_cast<char>(title.front() - 32);
  // Names are plain letters; what people read has its macrons.
  if (const auto at = title.find(" maori"); at != std::string::npos) title.replace(at, 6, " Māori");
  return title;
}

std::string kebab(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

Refusal not_ready(std::string message, std::vector<Requirement> requirements) {
  return Refusal{
      .reason = Reason::not_ready, .message = std::move(message), .requirements = std::move(requirements)};
}

Refusal not_permitted(std::string_view command, const Definition& definition) {
  std::string who;
  for (const auto& role : who_may(command, definition)) who += (who.empty() ? "" : ", ") + role;
  return Refusal{
      .reason = Reason::not_permitted,
      .message = "Your roles do not let you give " + kebab(command) + " here. " +
                 (who.empty() ? "Nobody may under this definition." : "These roles may: " + who + ".")};
}

std::optional<Refusal> breaks_period_rules(const Project& changed, const Asking& asking) {
  auto requirements =
      requirements_of("open_engagement", changed, asking.definition, asking.context, asking.now);
  std::erase_if(requirements, [](const Requirement& one) {
    return one.met || (one.name != "period_long_enough" && one.name != "notice_given");
  });
  if (requirements.empty()) return std::nullopt;
  return not_ready("These dates break a rule of the period.", std::move(requirements));
}

Requirement second_person(std::string_view command, const Asking& asking) {
  return {.name = "second_person",
          .what = "A second person says so too",
          .why = "You are the one who said it first.",
          .who = who_may(command, asking.definition),
          .fix = kebab(command),
          .source = "Branch chart, assess_not_needed"};
}

std::string_view asked_event(const Command& command) {
  if (const auto* assessed = std::get_if<AssessSignificanceToMaori>(&command))
    return assessed->conclusion == MaoriEngagement::engage ? "mana_whenua_engagement_chosen"
                                                           : "mana_whenua_engagement_not_needed";
  if (const auto* publish = std::get_if<PublishResults>(&command); publish && publish->at)
    return "publication_scheduled";
  return std::visit([](const auto& one) { return std::string_view(one.event); }, command);
}

namespace {

template <class Visit>
void each_command(Visit visit) {
  boost::mp11::mp_for_each<boost::mp11::mp_rename<
      boost::mp11::mp_transform<boost::mp11::mp_identity, Command>, boost::mp11::mp_list>>(
      [&](auto identity) { visit(identity); });
}

}  // namespace

std::vector<std::string> commands_from(const Project& project, const Context& context) {
  std::vector<std::string> all;
  each_command([&](auto identity) {
    using One = typename decltype(identity)::type;
    bool takes = !One::event.empty() && context.project_chart.next(project.place, One::event).has_value();
    if constexpr (std::is_same_v<One, AssessSignificanceToMaori>)
      takes =
          takes || context.project_chart.next(project.place, "mana_whenua_engagement_not_needed").has_value();
    if (takes) all.push_back(kebab(One::name));
  });
  return all;
}

Moved moved(std::string_view command, const Asking& asking) {
  Moved record{.definition = asking.definition.name + "/" + std::to_string(asking.definition.version),
               .definition_hash = asking.definition.hash};
  for (const auto& held : held_to(command, &asking.definition))
    record.requirements_met.push_back(held.requirement);
  return record;
}

Decided decide(const Command& command, const Asking& asking) {
  const auto name = std::visit([](const auto& one) { return std::string_view(one.name); }, command);
  if (!may_give(asking.caller, name, asking.definition, asking.project.id))
    return not_permitted(name, asking.definition);

  if (!asking.context.project_chart.next(asking.project.place, asked_event(command))) {
    std::string where;
    for (const auto& state : asking.context.project_chart.names(asking.project.place))
      if (!state.starts_with("remembers:")) where += (where.empty() ? "" : ", ") + state;
    return Refusal{.reason = Reason::out_of_turn,
                   .message = title_of(name) + " cannot follow from here (" + where + ").",
                   .allowed = commands_from(asking.project, asking.context)};
  }

  auto requirements = requirements_of(name, asking.project, asking.definition, asking.context, asking.now);
  std::erase_if(requirements, [](const Requirement& requirement) { return requirement.met; });
  if (!requirements.empty()) {
    auto message = title_of(name) + " waits for " + std::to_string(requirements.size()) +
                   (requirements.size() == 1 ? " thing." : " things.");
    return not_ready(std::move(message), std::move(requirements));
  }

  for (auto* decider : {decide_any_stage, decide_plan, decide_prepare, decide_engage, decide_report,
                        decide_close_the_loop, decide_evaluate}) {
    auto decided = decider(command, asking);
    if (!decided.ok() || !decided.value().empty()) return decided;
  }
  throw std::logic_error("no stage decides " + std::string(name));
}

}  // namespace full_circle::engagement
