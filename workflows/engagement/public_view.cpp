// What the public is shown: the page and the calendar (adapters/README.md). Nothing here that is not public.
#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/due_days.hpp"
#include "workflows/engagement/json_codec.hpp"
#include "workflows/engagement/loop_time.hpp"
#include "workflows/engagement/results.hpp"
#include "workflows/engagement/survey.hpp"
#include "workflows/engagement/views.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>
#include <array>

namespace full_circle::engagement {

namespace {

namespace json = boost::json;

json::array texts(const auto& all) {
  json::array list;
  for (const auto& text : all) list.push_back(json::string(std::string_view(text)));
  return list;
}

/// The words of the page for each status.
std::string page_status(std::string_view status) {
  if (status == "plan" || status == "prepare") return "announced";
  if (status == "evaluate") return "evaluating";
  return std::string(status);
}

/// What has passed of the days by which people were owed the answer.
AnswerDays days_passed(const Project& project, const Context& context, Day today) {
  auto days = answer_days(project, context);
  const auto keep_passed = [&](std::optional<Day>& day) {
    if (day && std::chrono::sys_days{*day} >= std::chrono::sys_days{today}) day.reset();
  };
  keep_passed(days.promised_on);
  keep_passed(days.standard_on);
  return days;
}

std::string standard_text(Day standard_on, const Context& context) {
  const auto& within = context.answer_within;
  return "Our standard is " + std::to_string(within.days) +
         (within.in_working_days() ? " working days" : " days") + " after the decision, and that was until " +
         day_text(standard_on) + ".";
}

/// How late the answer is, in days that stay true on a page that nobody writes anew.
json::value late(const AnswerDays& passed, const Context& context) {
  if (!passed.promised_on && !passed.standard_on) return nullptr;
  return json::object{
      {"promised_text", passed.promised_on ? day_text(*passed.promised_on) : std::string()},
      {"standard_text", passed.standard_on ? standard_text(*passed.standard_on, context) : std::string()}};
}

std::string status_text(const Project& project, std::string_view status, const Context& context, Day today) {
  const auto& period = project.period;
  const auto passed = days_passed(project, context, today);
  if (passed.promised_on) return "The answer is late: it was promised by " + day_text(*passed.promised_on);
  if (passed.standard_on) return "The answer is late: our standard was " + day_text(*passed.standard_on);
  if (status == "announced") return "Getting ready";
  if (status == "scheduled" && period->opens_on < today)
    return "Not open yet: it was to open on " + day_text(period->opens_on);
  if (status == "scheduled") return "Opens " + day_text(period->opens_on);
  if (status == "open") return "Open until " + day_text(period->closes_on);
  if (status == "closed" || status == "analysing") return "Closed: we are reading what you said";
  if (status == "advised") return "Advice is with the decision-maker";
  if (status == "decided" || status == "drafting") return "Decided: the answer is being written";
  if (status == "published" || status == "evaluating" || status == "complete") return "Answered";
  if (status == "suspended")
    return project.suspended->until ? "Paused until " + day_text(*project.suspended->until) : "Paused";
  return "Stopped";
}

json::array stages(const Project& project, const Chart& chart) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> titles{
      {{"plan", "Plan"},
       {"prepare", "Prepare"},
       {"engage", "Your feedback"},
       {"report", "Advice and decision"},
       {"close_the_loop", "You hear back"},
       {"evaluate", "What we learned"}}};
  std::string_view now = stage_of(project.place, chart);
  if (now.empty())  // suspended: where it would go on
    for (const auto& name : chart.names(project.place))
      for (const auto& [stage, title] : titles)
        if (const auto inner =
                name.starts_with("remembers:") ? std::string_view(name).substr(10) : std::string_view();
            !inner.empty() && (inner == stage || chart.outline().is_inside(*chart.outline().state(inner),
                                                                           *chart.outline().state(stage))))
          now = stage;
  const bool all_done = chart.is_in(project.place, "complete");
  json::array list;
  bool before = true;
  for (const auto& [stage, title] : titles) {
    const bool is_now = stage == now;
    if (is_now) before = false;
    std::string note;
    if (stage == "engage" && project.period)
      note = day_text(project.period->opens_on) + " to " + day_text(project.period->closes_on);
    if (stage == "report" && project.scope) note = "By " + day_text(project.scope->decision_on);
    if (stage == "close_the_loop" && project.scope) note = "By " + day_text(project.scope->answer_by);
    const std::string_view state = all_done                 ? "done"
                                   : is_now                 ? "now"
                                   : before && !now.empty() ? "done"
                                                            : "next";
    list.push_back(json::object{{"name", stage}, {"title", title}, {"state", state}, {"note", note}});
  }
  return list;
}

json::array sessions(const Project& project, std::string_view zone) {
  auto by_time = *project.sessions;
  std::stable_sort(by_time.begin(), by_time.end(),
                   [](const Session& a, const Session& b) { return a.starts_at < b.starts_at; });
  json::array list;
  for (const auto& session : by_time) {
    auto accessibility = texts(session.accessibility);
    if (session.sign_language) accessibility.push_back("New Zealand Sign Language");
    if (session.remote_link) accessibility.push_back("By audio or video link");
    list.push_back(json::object{{"id", std::string_view(session.session)},
                                {"kind", codec::write(session.kind)},
                                {"title", std::string_view(session.title)},
                                {"starts_at", to_text(session.starts_at)},
                                {"when_text", span_text(session.starts_at, session.ends_at, zone)},
                                {"place", std::string_view(session.place)},
                                {"accessibility", std::move(accessibility)},
                                {"cancelled", session.cancelled}});
  }
  return list;
}

json::array documents(const Project& project) {
  json::array list;
  for (const auto& document : project.documents)
    list.push_back(
        json::object{{"kind", codec::write(document.kind)},
                     {"title", std::string_view(document.title)},
                     {"url", std::string_view(document.url)},
                     {"language", document.language.value_or("en").c_str()},
                     {"note", document.note ? std::string_view(*document.note) : std::string_view()}});
  return list;
}

json::array mana_whenua(const Project& project, const Chart& branch_chart, bool with_words) {
  json::array list;
  for (const auto& [entity, branch] : project.branches) {
    const bool stopped = project.withdrawn && !ended(branch, branch_chart);
    json::object row{
        {"entity", entity},
        {"name", std::string_view(branch.name)},
        {"state_text", stopped ? "The council stopped the project." : state_text(branch, branch_chart)}};
    if (with_words) {
      std::string text;
      const auto add = [&](const std::string& words) {
        if (!words.empty()) text += (text.empty() ? "" : "\n\n") + words;
      };
      for (const auto& earlier : branch.earlier_rounds) add(earlier.published_words);
      add(public_words(branch));
      row["text"] = text;
    }
    list.push_back(std::move(row));
  }
  return list;
}

json::value totals(const Project& project) {
  if (!project.totals) return nullptr;
  return json::object{{"total", project.totals->total}, {"by_type", codec::write(project.totals->by_type)}};
}

json::value result(const Project& project, const Context& context) {
  if (project.editions.empty()) return nullptr;
  json::array changes;
  for (const auto& edition : project.editions)
    if (edition.number > 1)
      changes.push_back(json::object{{"edition", edition.number},
                                     {"on", to_text(day_in(edition.published_at, context.zone))},
                                     {"at", to_text(edition.published_at)},
                                     {"what", edition.what_changed}});
  const auto published = day_in(project.editions.front().published_at, context.zone);
  json::object object{{"edition", project.editions.back().number},
                      {"headline", std::string_view(project.headline)},
                      {"published_on", to_text(published)},
                      {"published_at", to_text(project.editions.front().published_at)},
                      {"themes", answered_themes(project)},
                      {"translations", published_translations(project)},
                      {"mana_whenua", mana_whenua(project, context.branch_chart, true)},
                      {"changes", std::move(changes)}};
  const bool decided = !project.decisions.empty();
  object["decided_on"] = decided ? to_text(project.decisions.back().decided_on) : "";
  object["decided_text"] = decided ? day_text(project.decisions.back().decided_on) : "";
  object["decision_maker"] = decided ? std::string_view(project.decisions.back().body) : std::string_view();
  object["decision"] = decided ? std::string_view(project.decisions.back().decision) : std::string_view();
  object["reasons"] = decided ? std::string_view(project.decisions.back().reasons) : std::string_view();
  object["days_taken"] = decided ? json::value(days_between(project.decisions.back().decided_on, published))
                                 : json::value(nullptr);
  if (const auto taken = loop_time(project, context).working_days.value_or(0))
    object["working_days_taken"] = taken;
  object["survey"] = takes_survey(project, context);
  return object;
}

void add_scope(json::object& page, const Project& project) {
  const SetScope none;
  const auto& scope = project.scope ? *project.scope : none;
  page["purpose"] = std::string_view(scope.purpose);
  page["can_change"] = texts(scope.can_change);
  page["cannot_change"] = texts(scope.cannot_change);
  page["decision_maker"] = std::string_view(scope.decision_maker);
  page["decision_on"] = project.scope ? to_text(scope.decision_on) : "";
  page["hear_back_by"] = project.scope ? to_text(scope.answer_by) : "";
  page["hear_back_text"] = project.scope ? day_text(scope.answer_by) : "";
  json::array ways;
  for (const auto& way : scope.ways)
    ways.push_back(
        json::object{{"title", std::string_view(way.title)}, {"text", std::string_view(way.text)}});
  page["ways"] = std::move(ways);
}

json::value period(const Project& project, const Context& context, Instant now) {
  if (!project.period) return nullptr;
  const auto& period = *project.period;
  const auto today = day_in(now, context.zone);
  return json::object{{"opens_on", to_text(period.opens_on)},
                      {"closes_on", to_text(period.closes_on)},
                      {"opens_text", day_text(period.opens_on)},
                      {"closes_text", day_text(period.closes_on) + ", 11:59 pm"},
                      {"days_left", std::max(0, days_between(today, period.closes_on))}};
}

}  // namespace

bool has_public_address(const Project& project, const Definition& definition) {
  return project.announced_at && !definition.internal;
}

bool has_public_page(const Project& project, const Definition& definition) {
  return has_public_address(project, definition) && !project.taken_down;
}

json::value page_late(const Project& project, const Context& context, Instant now) {
  if (project.taken_down) return nullptr;
  return late(days_passed(project, context, day_in(now, context.zone)), context);
}

json::object page_or_notice(const Project& project, const Context& context, Instant now) {
  if (!project.taken_down) return {{"kind", "project_page"}, {"page", public_page(project, context, now)}};
  return {{"kind", "unpublish"},
          {"slug", project.about->slug},
          {"version", project.version},
          {"title", std::string_view(project.about->title)},
          {"reason", std::string_view(project.taken_down->reason)},
          {"since_text", day_text(day_in(project.taken_down->since, context.zone))},
          {"sample", project.about->sample.value_or(false)}};
}

json::object public_page(const Project& project, const Context& context, Instant now) {
  const auto status = page_status(status_of(project.place, context.project_chart));
  json::object page{
      {"slug", project.about->slug},
      {"version", project.version},
      {"title", std::string_view(project.about->title)},
      {"summary", std::string_view(project.about->summary)},
      {"announced_at", project.announced_at ? json::value(to_text(*project.announced_at)) : json::value()},
      {"updated_at", to_text(project.updated_at)},
      {"status", status},
      {"status_text", status_text(project, status, context, day_in(now, context.zone))},
      {"stages", stages(project, context.project_chart)},
      {"round", project.round}};
  add_scope(page, project);
  page["earlier_insights"] =
      project.earlier_insights ? texts(project.earlier_insights->insights) : json::array{};
  page["late"] = page_late(project, context, now);
  page["online_form"] = status == "open" && takes_contributions(project, context, now).ok();
  page["period"] = period(project, context, now);
  page["sessions"] = sessions(project, context.zone);
  page["documents"] = documents(project);
  page["mana_whenua"] = mana_whenua(project, context.branch_chart, false);
  json::array updates;
  for (const auto& update : project.updates)
    updates.push_back(json::object{{"id", std::string_view(update.id)},
                                   {"title", std::string_view(update.title)},
                                   {"text", std::string_view(update.text)},
                                   {"posted_at", to_text(update.posted_at)},
                                   {"posted_text", day_text(day_in(update.posted_at, context.zone))}});
  page["updates"] = std::move(updates);
  page["totals"] = totals(project);
  page["result"] = result(project, context);
  page["suspended"] = nullptr;
  if (project.suspended)
    page["suspended"] = json::object{
        {"reason", std::string_view(project.suspended->reason)},
        {"until", project.suspended->until ? to_text(*project.suspended->until) : std::string()}};
  page["withdrawn"] = nullptr;
  if (project.withdrawn)
    page["withdrawn"] = json::object{{"reason", std::string_view(project.withdrawn->reason)}};
  page["sample"] = project.about->sample.value_or(false);
  return page;
}

}  // namespace full_circle::engagement
