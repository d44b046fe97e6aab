#include "workflows/engagement/deliveries.hpp"

#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/due_days.hpp"
#include "workflows/engagement/event_hooks.hpp"
#include "workflows/engagement/invitations.hpp"
#include "workflows/engagement/json.hpp"
#include "workflows/engagement/notices.hpp"
#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace full_circle::engagement {

namespace {

namespace json = boost::json;

/// Events that change nothing on the public page.
constexpr std::array<std::string_view, 16> unseen_in_public{"results_correction_drafted",
                                                            "results_edited",
                                                            "results_translated",
                                                            "results_signed_off",
                                                            "publication_scheduled",
                                                            "publication_cancelled",
                                                            "mana_whenua_not_needed_proposed",
                                                            "activity_assigned",
                                                            "activity_completed",
                                                            "activity_reopened",
                                                            "activity_waived",
                                                            "calendar_checked",
                                                            "options_recorded",
                                                            "definition_migrated",
                                                            "branch_noted",
                                                            "lesson_recorded"};

/// Events that change an entry of the calendar, its words or who may see it.
constexpr std::array<std::string_view, 19> in_calendar{
    "another_round_started", "period_set",           "period_extended",     "period_reopened",
    "session_planned",       "session_moved",        "session_cancelled",   "scope_set",
    "project_described",     "decision_meeting_set", "project_announced",   "project_withdrawn",
    "branch_moved",          "project_suspended",    "project_resumed",     "engagement_scheduled",
    "preparation_reopened",  "page_unpublished",     "page_published_again"};

template <std::size_t N>
bool holds_one(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// What {title} and the like in a notice stand for.
struct Words {
  const Project& project;
  const Event& event;

  std::string value(std::string_view name) const {
    if (name == "title") return project.about->title;
    if (name == "opens_on") return project.period ? day_text(project.period->opens_on) : "";
    if (name == "closes_on") return project.period ? day_text(project.period->closes_on) : "";
    if (name == "decision_on") return project.scope ? day_text(project.scope->decision_on) : "";
    if (name == "answer_by") return project.scope ? day_text(project.scope->answer_by) : "";
    if (name == "until")
      return project.suspended && project.suspended->until ? day_text(*project.suspended->until)
                                                           : "no day is set yet";
    if (name == "reason") return reason();
    if (name == "entity") return entity();
    return "{" + std::string(name) + "}";
  }
  std::string reason() const {
    return std::visit(
        [](const auto& one) -> std::string {
          if constexpr (requires { one.reason; }) return one.reason;
          if constexpr (requires { one.what_changed; }) return one.what_changed;
          return "";
        },
        event);
  }
  std::string entity() const {
    const auto* branch = project.branch(entity_id());
    return branch ? std::string(branch->name) : "";
  }
  std::string entity_id() const {
    return std::visit(
        [](const auto& one) -> std::string {
          if constexpr (requires { one.entity; }) return one.entity;
          return "";
        },
        event);
  }
  std::string step() const {
    return std::visit(
        [](const auto& one) -> std::string {
          if constexpr (requires { one.step; }) return one.step;
          return "";
        },
        event);
  }
  std::string fill(std::string_view text) const {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const auto open = text.find('{', at);
      const auto close = open == std::string_view::npos ? open : text.find('}', open);
      if (close == std::string_view::npos) return out += text.substr(at);
      out += text.substr(at, open - at);
      out += value(text.substr(open + 1, close - open - 1));
      at = close + 1;
    }
    return out;
  }
};

class Collecting {
 public:
  Collecting(const Project* before, const Project& after, const Definition& definition,
             const Context& context, Instant now)
      : m_before(before), m_after(after), m_definition(definition), m_context(context), m_now(now) {}

  void add(const Event& event) {
    const auto type = event_type(event);
    const bool on_show =
        in("public") || in("withdrawing") || in("withdrawn") || in("complete") || in("suspended");
    const auto* overdue = std::get_if<OverdueEscalated>(&event);
    const bool unseen = holds_one(unseen_in_public, type) || (overdue && overdue->what != "answer");
    const bool has_page = has_public_page(m_after, m_definition) || type == PageUnpublished::type;
    if (on_show && has_page && !unseen) m_page = true;
    if (holds_one(in_calendar, type)) m_calendar = true;
    timers(type);
    std::visit([&](const auto& one) { branch(one); }, event);
    if (overdue) m_overdue.push_back(*overdue);
    notices(event);
    invitations(event);
    for (auto& one : told_of(type, ++m_events, m_after, m_definition, m_context, m_now))
      m_deliveries.push_back(std::move(one));
    for (const auto& extra : m_definition.deliveries)
      if (extra.on == type) hand_on(extra.adapter, event);
  }

  /// One timer a project, for what is next. Set anew only when that has moved; a definition that changed may
  /// count otherwise.
  void escalation(bool rules_changed) {
    if (m_before && !rules_changed && same_due_days(*m_before, m_after)) return;
    const auto next = [&](const Project& project) -> std::optional<Instant> {
      const auto all = escalations_to_come(project, m_definition, m_context);
      return all.empty() ? std::nullopt : std::optional(all.front().at);
    };
    const auto was = m_before ? next(*m_before) : std::nullopt;
    const auto is = next(m_after);
    if (was == is && !rules_changed) return;
    if (is) {
      timer("escalation_timer", std::max(*is, m_now), "escalate_overdue");
    } else {
      stop_timer("escalation_timer");
    }
  }

  /// One timer, for the time that was set. Whatever unsets it takes it back.
  void publication() {
    const auto time = [](const Project& project) {
      return project.publication ? std::optional(project.publication->at) : std::nullopt;
    };
    const auto was = m_before ? time(*m_before) : std::nullopt;
    const auto is = time(m_after);
    if (was == is) return;
    if (is) {
      timer("publish_timer", *is, "publish_results");
    } else {
      stop_timer("publish_timer");
    }
  }

  /// Nothing happens on the day an answer turns late, and the page has to say so: it is written again then.
  /// It names the day and counts none, so that it stays true however long it takes.
  void late_pages() {
    // Also while the page is taken down: it may be back by then.
    if (!has_public_address(m_after, m_definition) || (m_before && same_answer_days(*m_before, m_after)))
      return;
    const auto was = m_before ? answer_days(*m_before, m_context) : AnswerDays{};
    const auto is = answer_days(m_after, m_context);
    late_page("page_late_by_promise", was.promised_on, is.promised_on);
    late_page("page_late_by_standard", was.standard_on, is.standard_on);
  }

  /// What an entity lets be published, or takes back, changes the page.
  void words_of_mana_whenua() {
    if (!m_before || !has_public_page(m_after, m_definition)) return;
    for (const auto& [entity, branch] : m_after.branches) {
      const auto* before = m_before->branch(entity);
      if (before && public_words(*before) != public_words(branch)) m_page = true;
    }
  }

  std::vector<NewDelivery> finish() {
    tell_overdue();
    if (m_page) page();
    if (m_calendar)
      for (const auto& adapter : m_context.calendar_adapters)
        m_deliveries.push_back({adapter, adapter, m_now, R"({"kind":"project_calendar"})", adapter});
    return std::move(m_deliveries);
  }

 private:
  void page() {
    m_deliveries.push_back({"publisher", "page", m_now, R"({"kind":"project_page"})", "page"});
    mirrors("", m_now);
  }
  void mirrors(const std::string& name, Instant due_at) {
    const json::object changed{
        {"kind", "site_changed"}, {"slug", m_after.about->slug}, {"version", m_after.version}};
    for (const auto& mirror : m_context.site_mirrors)
      m_deliveries.push_back({mirror, mirror + name, due_at, json::serialize(changed), mirror + name});
  }
  void late_page(const std::string& name, std::optional<Day> was, std::optional<Day> is) {
    if (was == is) return;
    if (!is) return stop_timer(name);
    const auto late_from = end_of(*is, m_context.zone);
    m_deliveries.push_back(
        {"publisher", name, std::max(late_from, m_now), R"({"kind":"project_page"})", name});
    mirrors("_" + name, std::max(late_from, m_now));
  }

  bool in(std::string_view state) const { return m_context.project_chart.is_in(m_after.place, state); }

  /// To an adapter that the definition names. What an entity said stays inside.
  void hand_on(const std::string& adapter, const Event& event) {
    const auto type = event_type(event);
    auto data = to_json(event);
    data.erase("said");
    data.erase("interest");
    m_deliveries.push_back({adapter, adapter + "_" + std::string(type), m_now,
                            json::serialize(json::object{{"kind", type},
                                                         {"project", m_after.id},
                                                         {"title", std::string_view(m_after.about->title)},
                                                         {"event", std::move(data)}}),
                            ""});
  }

  void timer(const std::string& name, Instant due_at, std::string_view command,
             std::string_view target = {}) {
    json::object payload{{"command", command}, {"target", target}, {"body", json::object{}}};
    m_deliveries.push_back({"timer", name, due_at, json::serialize(payload), name});
  }
  /// No adapter: only takes back what waits under this name.
  void stop_timer(const std::string& name) { m_deliveries.push_back({"", name, m_now, "{}", name}); }

  void stop_reminders() {
    for (const auto& [entity, branch] : m_after.branches) stop_timer("remind_" + entity);
  }

  void timers(std::string_view type) {
    if (type == "project_withdrawn" || type == "project_completed") stop_reminders();
    if (type == "another_round_started") stop_reminders();
    if (!m_after.period) {
      if (type == "another_round_started") stop_timer("open_timer");
      return;
    }
    if (type == "engagement_scheduled" || (type == "period_set" && in("scheduled")))
      timer("open_timer", m_after.period->opens_at, "open_engagement");
    if (type == "preparation_reopened") stop_timer("open_timer");
    if (type == "period_opened" || type == "period_extended" || type == "period_reopened")
      timer("close_timer", m_after.period->closes_at, "close_engagement");
    if (type == "project_suspended" || type == "project_withdrawn") {
      stop_timer("open_timer");
      stop_timer("close_timer");
    }
    if (type == "project_resumed" && in("scheduled"))
      timer("open_timer", m_after.period->opens_at, "open_engagement");
    if (type == "project_resumed" && in("open"))
      timer("close_timer", m_after.period->closes_at, "close_engagement");
  }

  /// Reminders go to a person, never change where a branch stands, and end with the time to answer.
  void reminder(const Branch& branch) {
    const auto next = m_now + std::chrono::days{m_definition.branch.reminder_days};
    if (branch.offer && next < end_of(branch.offer->respond_by, m_context.zone))
      timer("remind_" + branch.entity, next, "remind", branch.entity);
  }

  template <class Other>
  void branch(const Other&) {}
  void branch(const BranchMoved& event) { step(event.entity, event.step, event.side, event.said); }
  void branch(const BranchNoted& event) { step(event.entity, event.step, event.side, event.said); }

  void step(const Name& entity, std::string_view what, Side side, const BranchCommand& said) {
    const auto* found = m_after.branch(entity);
    if (!found) return;
    if (what == "send_offer") {
      offer(*found);
      reminder(*found);
    } else if (what == "withdraw" && found->ever_asked) {
      notice("stopped_" + entity, "branch_withdrawn", {"entity:" + entity},
             "We are not going on with this: " + m_after.about->title,
             {"The council has stopped this consultation.", "Why: " + found->reason}, "");
      stop_timer("remind_" + entity);
    } else if (what == "resume") {
      if (m_context.branch_chart.next(found->place, "reminder_due")) reminder(*found);
    } else if (what == "reminder_due") {
      notice("reminder_" + entity, "reminder", {"role:maori_specialist", "role:lead"},
             "Time to get in touch: " + found->name,
             {"The invitation to " + found->name + " about " + m_after.about->title +
                  " is waiting for an answer. Please get in touch, person to person.",
              "Waiting is not agreement, and nothing changes by itself."},
             "");
      reminder(*found);
    } else if (m_context.branch_chart.next(found->place, "reminder_due") == std::nullopt) {
      stop_timer("remind_" + entity);
    }
    if (side == Side::entity && recorded_on_behalf(said))
      notice("on_behalf_" + entity, "recorded_on_behalf", {"entity:" + entity},
             "We recorded your answer about " + m_after.about->title,
             {"The council has recorded an answer on your behalf: " + title_of(what) + ".",
              "If this is not what you said, tell us and we will put it right."},
             "");
  }
  static bool recorded_on_behalf(const BranchCommand& said) {
    return std::visit(
        [](const auto& one) {
          if constexpr (requires { one.recorded_on_behalf; }) return one.recorded_on_behalf.has_value();
          return false;
        },
        said);
  }
  void offer(const Branch& branch) {
    notice(
        "offer_" + branch.entity, "offer", {"entity:" + branch.entity},
        "An invitation to take part: " + m_after.about->title,
        {branch.offer->kaupapa, "How we can support your taking part: " + branch.offer->resourcing,
         "What happens with what you share: " + branch.offer->information_handling,
         "It would help us to hear from you by " + day_text(branch.offer->respond_by) +
             ". If that does not suit, tell us what would; you can also pause, or choose not to take part."},
        "");
  }

  std::string overdue_text(const OverdueEscalated& overdue) const {
    std::string title = "The answer that people were promised";
    for (const auto& activity : m_definition.activities)
      if (overdue.what == "activity_" + activity.name) title = activity.title;
    return title + ": due on " + day_text(overdue.due_on) + ".";
  }
  /// After an outage much can be overdue at once: each role hears of all of it in one message.
  void tell_overdue() {
    for (const auto& first : m_overdue) {
      std::vector<std::string> paragraphs{"Overdue in " + m_after.about->title + ":"};
      for (const auto& overdue : m_overdue)
        if (overdue.told == first.told) paragraphs.push_back(overdue_text(overdue));
      std::string name = "overdue";
      std::vector<std::string> audiences;
      for (const auto& role : first.told) {
        name += "_" + role;
        audiences.push_back("role:" + role);
      }
      const bool told_already = std::any_of(m_deliveries.begin(), m_deliveries.end(),
                                            [&](const NewDelivery& one) { return one.name == name; });
      if (!told_already)
        notice(std::move(name), OverdueEscalated::type, audiences, "Overdue: " + m_after.about->title,
               paragraphs, "");
    }
  }

  void invitations(const Event& event) {
    for (auto& one : invitations_of(event, m_before, m_after, m_definition, m_context))
      notice(std::move(one.name), "invitation", one.audiences, std::move(one.subject), one.paragraphs, "",
             std::move(one.invitation));
  }

  void notices(const Event& event) {
    const auto type = event_type(event);
    const Words words{m_after, event};
    const auto* telling = telling_rule(m_definition, type);
    std::vector<std::string> told;
    int count = 0;
    const auto name = [&] {
      ++count;
      return "notice_" + std::string(type) + (count > 1 ? "_" + std::to_string(count) : "");
    };
    for (const auto& rule : m_definition.notices) {
      if (rule.on != type) continue;
      if (!rule.steps.empty() &&
          std::find(rule.steps.begin(), rule.steps.end(), words.step()) == rule.steps.end())
        continue;
      told.insert(told.end(), rule.audiences.begin(), rule.audiences.end());
      notice(rule, words, name(), &rule == telling);
    }
    for (const auto& core : core_notices()) {
      if (core.on != type) continue;
      // A definition's own words take the place of the core's, for those whom they reach.
      NoticeRule rest = core;
      std::erase_if(rest.audiences, [&](const std::string& audience) {
        return std::find(told.begin(), told.end(), audience) != told.end();
      });
      notice(rest, words, name(), &core == telling);
    }
  }

  void notice(const NoticeRule& rule, const Words& words, std::string name, bool is_telling) {
    std::vector<std::string> audiences;
    for (const auto& audience : rule.audiences) {
      if (audience == "branch") {
        if (const auto entity = words.entity_id(); !entity.empty()) audiences.push_back("entity:" + entity);
      } else if (audience == "entities") {
        for (const auto& [entity, branch] : m_after.branches)
          if (branch.ever_asked) audiences.push_back("entity:" + entity);
      } else if (audience != "public" || (m_after.announced_at && !m_definition.internal)) {
        audiences.push_back(audience);
      }
    }
    if (audiences.empty()) return;
    std::vector<std::string> paragraphs;
    for (const auto& paragraph : rule.paragraphs) paragraphs.push_back(words.fill(paragraph));
    std::string then;
    if (is_telling && rule.on == "results_published") then = "record_people_told";
    if (is_telling && rule.on == "project_withdrawn" && in("withdrawing"))
      then = "confirm_people_told_of_withdrawal";
    notice(std::move(name), rule.on, audiences, words.fill(rule.subject), paragraphs, then);
  }

  void notice(std::string name, std::string_view kind, const std::vector<std::string>& audiences,
              std::string subject, const std::vector<std::string>& paragraphs, std::string_view then,
              json::object invitation = {}) {
    json::array to(audiences.begin(), audiences.end());
    json::array text(paragraphs.begin(), paragraphs.end());
    json::object payload{{"kind", kind}, {"audiences", to}, {"subject", subject}, {"paragraphs", text}};
    if (has_public_page(m_after, m_definition)) {
      const auto page = "/have-your-say/" + m_after.about->slug;
      const bool result = kind == "results_published" || kind == "results_corrected";
      payload.emplace("link", json::object{{"text", result ? "Read what was decided, and why" : "Read more"},
                                           {"path", result ? page + "/result" : page}});
    } else {
      payload.emplace("link", nullptr);
    }
    if (!invitation.empty()) payload.emplace("invitation", std::move(invitation));
    if (!then.empty()) {
      json::object body{{"how", "By a message to: " + listed(audiences)}};
      payload.emplace("then", json::object{{"command", then}, {"target", ""}, {"body", std::move(body)}});
    }
    m_deliveries.push_back({"notifier", std::move(name), m_now, json::serialize(payload), ""});
  }
  static std::string listed(const std::vector<std::string>& audiences) {
    std::string all;
    for (const auto& audience : audiences) all += (all.empty() ? "" : ", ") + audience;
    return all.empty() ? "nobody" : all;
  }

  const Project* m_before;
  const Project& m_after;
  const Definition& m_definition;
  const Context& m_context;
  const Instant m_now;
  std::vector<NewDelivery> m_deliveries;
  std::size_t m_events = 0;
  bool m_page = false;
  bool m_calendar = false;
  std::vector<OverdueEscalated> m_overdue;
};

}  // namespace

std::vector<NewDelivery> deliveries_of(const std::vector<Event>& events, const Project* before,
                                       const Project& after, const Definition& definition,
                                       const Context& context, Instant now) {
  Collecting collecting(before, after, definition, context, now);
  const bool asks_again = std::any_of(events.begin(), events.end(), [](const Event& event) {
    return std::holds_alternative<AnotherRoundStarted>(event);
  });
  for (const auto& event : events) {
    // That a consultation is open again says that an entity came back, unless it is us who ask again.
    const bool by_us = asks_again && std::holds_alternative<ManaWhenuaConsultationReopened>(event);
    if (!by_us) collecting.add(event);
  }
  const bool migrated = std::any_of(events.begin(), events.end(), [](const Event& event) {
    return std::holds_alternative<DefinitionMigrated>(event);
  });
  collecting.escalation(migrated);
  collecting.publication();
  collecting.late_pages();
  collecting.words_of_mana_whenua();
  return collecting.finish();
}

}  // namespace full_circle::engagement
