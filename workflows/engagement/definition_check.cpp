#include "workflows/engagement/branch_commands.hpp"
#include "workflows/engagement/definition_draft.hpp"
#include "workflows/engagement/definition_words.hpp"
#include "workflows/engagement/events.hpp"
#include "workflows/engagement/requirements.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>

namespace full_circle::engagement {

namespace {

/// How many days, both ends counted, the longest stretch of so many calendar months can take.
int longest_months(int months) {
  using namespace std::chrono;
  int longest = 0;
  for (sys_days day = sys_days{2024y / January / 1}; day < sys_days{2028y / January / 1}; day += days{1}) {
    year_month_day end = year_month_day{day} + std::chrono::months{months};
    if (!end.ok()) end = year_month_day{end.year() / end.month() / last};
    longest = std::max(longest, static_cast<int>((sys_days{end} - day).count()) + 1);
  }
  return longest;
}

bool is_branch_command(std::string_view command) {
  const auto& words = known_branch_commands();
  return std::any_of(words.begin(), words.end(), [&](const auto& word) { return word.command == command; });
}

/// A core requirement that only this command meets.
std::string needed_because(std::string_view command) {
  for (const MoveWord& move : known_moves()) {
    for (const HeldTo& held : held_to(move.command, nullptr)) {
      const RequirementSpec* spec = find_requirement(held.requirement);
      if (spec != nullptr && spec->fix == command) {
        return ", and " + quoted(move.command) + " waits for it (" + held.requirement + ")";
      }
    }
  }
  return "";
}

bool has_to_be_given(std::string_view command) {
  // The entity checks its notes whatever its roles; definitions kept from before do not name it.
  if (command == CheckNote::name) return false;
  return command == "create_project" || find_move(command) != nullptr || is_branch_command(command) ||
         !needed_because(command).empty();
}

class Check {
 public:
  Check(DefinitionDraft& draft, const std::vector<std::string>& adapters)
      : m_draft(draft), m_definition(draft.definition), m_adapters(adapters) {}

  void all() {
    if (!m_definition.name.empty() && !is_snake_case(m_definition.name))
      not_snake_case("name", m_definition.name);
    if (m_draft.complete) who_may_not();
    activities();
    waiting_in_circles();
    calendars();
    period();
    branch();
    meeting();
    escalation();
    for (std::size_t index = 0; index < m_definition.notices.size(); ++index) notice(index);
    everyone_is_told("results_published");
    everyone_is_told("project_withdrawn");
    deliveries();
  }

 private:
  // ── Who may do what ──

  void who_may_not() {
    for (const BranchWord& word : known_branch_commands()) entitys_own_word(word);
    for (const auto& [command, roles] : m_definition.may_give) {
      if (command == "confirm_no_response" && is_one_of(roles, "system")) {
        m_draft.problem(
            "may_give/" + command + "/system",
            "a timer may propose that nobody answered, a person has to confirm it: system may not give "
            "'confirm_no_response'");
      }
    }
  }

  void entitys_own_word(const BranchWord& word) {
    const auto found = m_definition.may_give.find(std::string(word.command));
    if (!word.is_the_entitys || found == m_definition.may_give.end()) return;
    const std::string path = "may_give/" + found->first + "/";
    if (!m_definition.may(representative, word.command)) {
      m_draft.problem("may_give", quoted(word.command) + " is the entity's own word: " +
                                      std::string(representative) + " has to be able to give it");
    }
    for (const std::string& role : found->second) {
      if (role == "system") {
        m_draft.problem(path + role,
                        "no timer answers for an entity: system may not give " + quoted(word.command));
      } else if (word.is_the_entitys_only && role != representative) {
        m_draft.problem(path + role,
                        quoted(word.command) + " is the entity's alone: " + role + " may not give it");
      }
    }
  }

  // ── Activities ──

  void activities() {
    std::map<std::string, std::size_t> first;
    for (std::size_t index = 0; index < m_definition.activities.size(); ++index) {
      const Activity& activity = m_definition.activities[index];
      if (!activity.name.empty()) {
        if (!is_snake_case(activity.name))
          not_snake_case(entry_path("activities", index, "name"), activity.name);
        if (!first.emplace(activity.name, index).second) {
          m_draft.problem(entry_path("activities", index, "name"),
                          "the activity " + quoted(activity.name) + " is here twice");
        }
      }
      one_of(entry_path("activities", index, "stage"), "stage", activity.stage, known_stages());
      one_of(entry_path("activities", index, "evidence"), "evidence", activity.evidence, known_evidence());
      if (one_of(entry_path("activities", index, "role"), "role", activity.role, known_roles()) &&
          m_draft.complete && !m_definition.may(activity.role, "complete_activity")) {
        m_draft.problem(entry_path("activities", index, "role"),
                        quoted(activity.name) + " is for " + activity.role +
                            " to do, and may_give does not let them give 'complete_activity'");
      }
      due(index, activity);
    }
    for (std::size_t index = 0; index < m_definition.activities.size(); ++index) waits(index);
  }

  void due(std::size_t index, const Activity& activity) {
    if (!activity.due || activity.due->anchor.empty()) return;
    const std::string path =
        entry_path("activities", index, activity.due->before ? "due/before" : "due/after");
    if (!one_of(path, "anchor", activity.due->anchor, known_anchors())) return;
    if (activity.due->before && activity.due->count.days > 0 && activity.due->anchor == "project_created") {
      m_draft.problem(path, "this is due before there is a project to do it for");
    }
  }

  void waits(std::size_t index) {
    const Activity& activity = m_definition.activities[index];
    std::set<std::string> seen;
    for (std::size_t waited = 0; waited < activity.waits_for.size(); ++waited) {
      const std::string& name = activity.waits_for[waited];
      const std::string path = entry_path(entry_path("activities", index, "waits_for"), waited);
      if (name.empty()) continue;
      if (!seen.insert(name).second) {
        m_draft.problem(path, quoted(name) + " is listed twice");
        continue;
      }
      const Activity* other = m_definition.activity(name);
      if (other == nullptr) {
        m_draft.problem(
            path, "there is no activity " + quoted(name) + did_you_mean(name, activity_names(m_definition)));
        continue;
      }
      const auto here = stage_order(activity.stage);
      const auto there = stage_order(other->stage);
      if (here && there && *there > *here) {
        m_draft.problem(path, quoted(activity.name) + " in " + activity.stage + " waits for " + quoted(name) +
                                  ", which comes later, in " + other->stage);
      }
    }
  }

  /// Depth first; what is found again while it is still being followed closes a circle. Each circle is told
  /// once, at its first activity in the file.
  void waiting_in_circles() {
    std::map<std::string, std::size_t> position;
    for (std::size_t index = m_definition.activities.size(); index-- > 0;) {
      position[m_definition.activities[index].name] = index;
    }
    std::vector<int> state(m_definition.activities.size(), 0);  // 0 not seen, 1 being followed, 2 done
    for (std::size_t start = 0; start < state.size(); ++start) {
      if (state[start] == 0) follow(start, position, state);
    }
  }

  /// Without recursion: a file may hold thousands of activities, each waiting for the next.
  void follow(std::size_t start, const std::map<std::string, std::size_t>& position,
              std::vector<int>& state) {
    struct Frame {
      std::size_t activity;
      std::size_t next = 0;
    };
    std::vector<Frame> path{{start}};
    state[start] = 1;
    while (!path.empty()) {
      const Activity& activity = m_definition.activities[path.back().activity];
      if (path.back().next == activity.waits_for.size()) {
        state[path.back().activity] = 2;
        path.pop_back();
        continue;
      }
      const auto found = position.find(activity.waits_for[path.back().next++]);
      if (found == position.end() || state[found->second] == 2) continue;
      if (state[found->second] == 0) {
        state[found->second] = 1;
        path.push_back({found->second});
        continue;
      }
      std::vector<std::size_t> circle;
      const auto from = std::find_if(path.begin(), path.end(),
                                     [&](const Frame& frame) { return frame.activity == found->second; });
      std::transform(from, path.end(), std::back_inserter(circle),
                     [](const Frame& frame) { return frame.activity; });
      tell_circle(circle);
    }
  }

  void tell_circle(std::vector<std::size_t> circle) {
    std::rotate(circle.begin(), std::min_element(circle.begin(), circle.end()), circle.end());
    std::string names;
    for (const std::size_t index : circle) names += m_definition.activities[index].name + " → ";
    m_draft.problem(
        entry_path("activities", circle.front(), "waits_for"),
        "activities that wait on each other: " + names + m_definition.activities[circle.front()].name);
  }

  // ── Periods and branches ──

  void calendar(const std::string& path, const std::string& name) {
    one_of(path, "calendar", name, known_calendars());
  }

  void calendars() {
    for (std::size_t index = 0; index < m_definition.activities.size(); ++index) {
      const auto& due = m_definition.activities[index].due;
      if (due) calendar(entry_path("activities", index, "due/calendar"), due->count.calendar);
    }
    calendar("period/calendar", m_definition.period.calendar);
    calendar("branch/calendar", m_definition.branch.calendar);
    if (m_definition.meeting) calendar("meeting/calendar", m_definition.meeting->calendar);
    for (std::size_t index = 0; index < m_definition.escalation.size(); ++index) {
      calendar(entry_path("escalation", index, "calendar"), m_definition.escalation[index].after.calendar);
    }
  }

  void meeting() {
    if (!m_definition.meeting) return;
    const MeetingRule& rule = *m_definition.meeting;
    if (rule.notice_days_min > rule.notice_days_max)
      m_draft.problem("meeting/notice_days_min", "is more than notice_days_max");
    if (rule.late_notice_working_days_min > rule.late_notice_working_days_max)
      m_draft.problem("meeting/late_notice_working_days_min", "is more than late_notice_working_days_max");
  }

  void escalation() {
    std::set<std::pair<std::string, std::vector<std::string>>> seen;
    for (std::size_t index = 0; index < m_definition.escalation.size(); ++index) {
      const EscalationRule& rule = m_definition.escalation[index];
      one_of(entry_path("escalation", index, "overdue"), "thing that can be overdue", rule.overdue,
             known_overdue());
      for (std::size_t item = 0; item < rule.tell.size(); ++item) {
        one_of(entry_path(entry_path("escalation", index, "tell"), item), "role", rule.tell[item],
               known_roles());
        if (rule.tell[item] == representative || rule.tell[item] == "system") {
          m_draft.problem(entry_path(entry_path("escalation", index, "tell"), item),
                          "what the council is late with is for its own people to be told");
        }
      }
      if (rule.tell.empty()) nobody_listed(entry_path("escalation", index, "tell"), "'tell'");
      if (!rule.overdue.empty() && !seen.emplace(rule.overdue, rule.tell).second) {
        m_draft.problem(entry_path("escalation", index, "tell"),
                        "these roles are told of the same thing already");
      }
    }
  }

  void period() {
    const PeriodRule& rule = m_definition.period;
    if (rule.days_min && rule.days_max && *rule.days_min > *rule.days_max) {
      m_draft.problem("period/days_min", "a period cannot fit: at least " + std::to_string(*rule.days_min) +
                                             " days and at most " + std::to_string(*rule.days_max));
    }
    // The opening day is none of them, and no day counts twice.
    if (rule.working_days_min && rule.days_max && *rule.working_days_min >= *rule.days_max) {
      m_draft.problem("period/working_days_min",
                      "a period cannot fit: " + std::to_string(*rule.working_days_min) +
                          " working days after the opening, and at most " + std::to_string(*rule.days_max) +
                          " days");
    }
    if (rule.months_min && rule.days_max && longest_months(*rule.months_min) > *rule.days_max) {
      m_draft.problem("period/days_max", "a period cannot always fit: " + std::to_string(*rule.months_min) +
                                             (*rule.months_min == 1 ? " month" : " months") + " can take " +
                                             std::to_string(longest_months(*rule.months_min)) +
                                             " days (both ends counted), and days_max allows " +
                                             std::to_string(*rule.days_max));
    }
  }

  void branch() {
    const BranchRule& rule = m_definition.branch;
    if (rule.contact_channels_min > rule.contact_attempts_min) {
      m_draft.problem("branch/contact_channels_min",
                      std::to_string(rule.contact_channels_min) + " channels cannot be tried in " +
                          std::to_string(rule.contact_attempts_min) + " attempts");
    }
    if (rule.reminder_days > rule.response_days_min) {
      m_draft.problem("branch/reminder_days",
                      "the first reminder would come after the shortest window has passed");
    }
  }

  // ── Notices and deliveries ──

  void notice(std::size_t index) {
    const NoticeRule& rule = m_definition.notices[index];
    one_of(entry_path("notices", index, "on"), "event", rule.on, known_event_types());
    steps(index, rule);
    std::set<std::string> seen;
    for (std::size_t item = 0; item < rule.audiences.size(); ++item) {
      const std::string path = entry_path(entry_path("notices", index, "audiences"), item);
      if (!rule.audiences[item].empty() && !seen.insert(rule.audiences[item]).second) {
        m_draft.problem(path, quoted(rule.audiences[item]) + " is listed twice");
      }
      audience(path, rule.audiences[item], rule.on);
    }
    if (rule.audiences.empty()) nobody_listed(entry_path("notices", index, "audiences"), "'audiences'");
    if (rule.paragraphs.empty()) nobody_listed(entry_path("notices", index, "paragraphs"), "'paragraphs'");
    placeholders(entry_path("notices", index, "subject"), rule.subject, rule.on, {"title"});
    for (std::size_t item = 0; item < rule.paragraphs.size(); ++item) {
      placeholders(entry_path(entry_path("notices", index, "paragraphs"), item), rule.paragraphs[item],
                   rule.on, known_placeholders());
    }
  }

  void steps(std::size_t index, const NoticeRule& rule) {
    if (!rule.steps.empty() && rule.on != BranchMoved::type && rule.on != BranchNoted::type) {
      m_draft.problem(entry_path("notices", index, "steps"),
                      quoted(rule.on) + " has no steps; branch_moved has");
      return;
    }
    std::set<std::string> seen;
    for (std::size_t step = 0; step < rule.steps.size(); ++step) {
      const std::string path = entry_path(entry_path("notices", index, "steps"), step);
      if (one_of(path, "step", rule.steps[step], known_steps()) && !seen.insert(rule.steps[step]).second) {
        m_draft.problem(path, quoted(rule.steps[step]) + " is listed twice");
      }
    }
  }

  /// A definition's own notices of the result take the place of the core's; they may not reach fewer people.
  void everyone_is_told(std::string_view event) {
    std::set<std::string> told;
    std::optional<std::size_t> first;
    for (std::size_t index = 0; index < m_definition.notices.size(); ++index) {
      const NoticeRule& rule = m_definition.notices[index];
      if (rule.on != event) continue;
      if (!first) first = index;
      told.insert(rule.audiences.begin(), rule.audiences.end());
    }
    if (!first || !m_draft.complete) return;
    for (const std::string audience : {"entities", "public"}) {
      if (told.contains(audience) || (audience == "public" && m_definition.internal)) continue;
      m_draft.problem(
          entry_path("notices", *first, "audiences"),
          quoted(event) + " has to reach " + quoted(audience) + " too: people who were asked are told");
    }
  }

  void nobody_listed(const std::string& path, const std::string& what) {
    if (m_draft.complete) m_draft.problem(path, what + " is an empty list");
  }

  void audience(const std::string& path, const std::string& word, const std::string& on) {
    static const std::vector<std::string> plain{"branch", "entities", "public"};
    if (word.empty()) return;
    if (word.starts_with("role:")) {
      one_of(path, "role", word.substr(5), known_roles());
    } else if (!is_one_of(plain, word)) {
      m_draft.problem(path, "unknown audience " + quoted(word) + did_you_mean(word, plain) +
                                ": role:ROLE, branch, entities or public");
    } else if (word == "branch" && is_one_of(known_event_types(), on) && !event_fills(on, "entity")) {
      m_draft.problem(path, quoted(on) + " belongs to no one branch; say entities to tell all of them");
    } else if (word == "public" && m_definition.internal) {
      m_draft.problem(path, "an internal engagement tells the public nothing");
    }
  }

  void placeholders(const std::string& path, const std::string& text, const std::string& on,
                    const std::vector<std::string>& allowed) {
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
      const std::size_t close = text.find('}', open);
      const std::string name = close == std::string::npos ? "" : text.substr(open + 1, close - open - 1);
      if (!is_one_of(allowed, name)) {
        m_draft.problem(path, "unknown placeholder '{" + name.substr(0, 40) + "}'" +
                                  did_you_mean(name, allowed) + ": there is " + listed(allowed));
      } else if (!event_fills(on, name) && is_one_of(known_event_types(), on)) {
        m_draft.problem(path, quoted(on) + " has nothing to put in the place of {" + name + "}");
      }
    }
  }

  void deliveries() {
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t index = 0; index < m_definition.deliveries.size(); ++index) {
      const ExtraDelivery& delivery = m_definition.deliveries[index];
      one_of(entry_path("deliveries", index, "on"), "event", delivery.on, known_event_types());
      if (!delivery.adapter.empty() && !seen.emplace(delivery.on, delivery.adapter).second) {
        m_draft.problem(entry_path("deliveries", index), "this delivery is here twice");
      }
      if (one_of(entry_path("deliveries", index, "adapter"), "adapter", delivery.adapter, m_adapters) &&
          m_definition.internal && delivery.adapter == "publisher") {
        m_draft.problem(entry_path("deliveries", index, "adapter"),
                        "an internal engagement is not put on the public site");
      }
    }
  }

  // ── What they share ──

  bool one_of(const std::string& path, std::string_view what, const std::string& word,
              const std::vector<std::string>& known) {
    return check_word(m_draft, path, what, word, known);
  }

  void not_snake_case(const std::string& path, const std::string& word) {
    m_draft.problem(path,
                    quoted(word) + " has to be in snake_case: a-z, 0-9 and single underscores, at most 64");
  }

  static constexpr std::string_view representative = "mana_whenua_representative";

  DefinitionDraft& m_draft;
  const Definition& m_definition;
  const std::vector<std::string>& m_adapters;
};

}  // namespace

void check_commands(DefinitionDraft& draft) {
  if (!draft.complete) return;
  for (const std::string& command : known_commands())
    if (!draft.definition.may_give.contains(command) && has_to_be_given(command))
      draft.problem("may_give", "no role may give " + quoted(command) + needed_because(command));
}

void check_draft(DefinitionDraft& draft, const std::vector<std::string>& adapters) {
  Check(draft, adapters).all();
  check_requirements(draft);
  check_contributions(draft);
}

void check_telling(DefinitionDraft& draft) {
  const auto& notices = draft.definition.notices;
  const bool internal = draft.definition.internal;
  for (const std::string_view event : {ResultsPublished::type, ProjectWithdrawn::type}) {
    NoticeRule together;
    bool by_one = false;
    std::optional<std::size_t> first;
    for (std::size_t index = 0; index < notices.size(); ++index) {
      const auto& rule = notices[index];
      if (rule.on != event) continue;
      if (!first) first = index;
      by_one = by_one || rule.reaches_everybody_asked(internal);
      together.audiences.insert(together.audiences.end(), rule.audiences.begin(), rule.audiences.end());
    }
    if (!draft.complete || by_one || !together.reaches_everybody_asked(internal)) continue;
    draft.problem(entry_path("notices", *first, "audiences"),
                  quoted(event) +
                      " needs one notice that holds both public and entities: when it has left, "
                      "people are on record as told");
  }
}

}  // namespace full_circle::engagement
