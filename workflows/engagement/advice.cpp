#include "workflows/engagement/advice.hpp"

#include "engine/record.hpp"
#include "workflows/engagement/advice_rules.hpp"
#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/heard.hpp"
#include "workflows/engagement/json.hpp"
#include "workflows/engagement/view_parts.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace full_circle::engagement {

namespace {

/// Who works on the advice; those who decide get it when it is submitted.
constexpr std::array<std::string_view, 7> working_roles{
    "lead", "coordinator", "adviser", "publisher", "maori_specialist", "administrator", "system"};

json::array texts(const auto& list) {
  json::array all;
  for (const auto& text : list) all.emplace_back(std::string_view(text));
  return all;
}

// ── What was asked ──────────────────────────────────────────────────────────────────────────────────────

json::object period_json(const Period& period) {
  return {{"round", period.round},
          {"opens_on", to_text(period.opens_on)},
          {"closes_on", to_text(period.closes_on)},
          {"opened", period.opened_at.has_value()},
          {"closed", period.closed_at.has_value()}};
}

json::array periods(const Project& project) {
  json::array all;
  for (const auto& period : project.earlier_periods) all.push_back(period_json(period));
  if (project.period) all.push_back(period_json(*project.period));
  return all;
}

json::array sessions(const Project& project, std::string_view zone) {
  json::array all;
  for (const auto& session : project.sessions)
    all.push_back(json::object{{"title", std::string_view(session.title)},
                               {"kind", codec::write(session.kind)},
                               {"when_text", span_text(session.starts_at, session.ends_at, zone)},
                               {"place", std::string_view(session.place)},
                               {"round", session.round},
                               {"cancelled", session.cancelled},
                               {"held", session.people.has_value()},
                               {"people", or_null(session.people)}});
  return all;
}

json::object asked(const Project& project, std::string_view zone) {
  json::object all{
      {"purpose", nullptr},        {"can_change", json::array()}, {"cannot_change", json::array()},
      {"decision_maker", nullptr}, {"decision_on", nullptr},      {"answer_by", nullptr},
      {"ways", json::array()}};
  if (project.scope) all = codec::write(*project.scope).as_object();
  all["periods"] = periods(project);
  all["sessions"] = sessions(project, zone);
  return all;
}

// ── Who was heard, and what they said ───────────────────────────────────────────────────────────────────

json::array groups_named(const Project& project) {
  json::array all;
  for (const auto& group : project.communities_affected)
    all.push_back(json::object{
        {"id", std::string_view(group.community)},
        {"interest", std::string_view(group.interest)},
        {"target", group.target_people ? json::value(*group.target_people) : json::value(nullptr)}});
  return all;
}

json::object heard(const Project& project, const Context& context, const ThemeCounts& counts) {
  auto all = heard_view(project, context.population, counts.labels, counts.kinds);
  all["groups_named"] = groups_named(project);
  // What was typed in would tell the number that is hidden.
  all["totals"] = all.at("total").is_null() ? json::value(nullptr) : or_null(project.totals);
  return all;
}

/// Nobody stays nobody.
void hide(json::value& count) {
  if (count != 0) count = nullptr;
}

/// Those whose sum is shown, where it must not tell the small ones.
void hide_few(json::object& counts) {
  std::vector<std::int64_t> numbers;
  for (const auto& one : counts) numbers.push_back(one.value().to_number<std::int64_t>());
  const auto hidden = hidden_counts(numbers);
  std::size_t at = 0;
  for (auto& one : counts)
    if (hidden[at++]) hide(one.value());
}

/// By group of people they stand in "heard" alone, where small groups are hidden. Where it does not show how
/// many contributed, no theme does.
json::object themes(const Project& project, const ThemeCounts& counts, const json::object& heard) {
  auto all = themes_view(project, counts);
  const bool few = heard.at("total").is_null();
  if (few) hide(all["uncoded"]);
  for (auto& item : all["items"].as_array()) {
    auto& theme = item.as_object();
    for (const auto* by : {"by_community", "by_local_board", "by_round"}) theme.erase(by);
    hide_few(theme["by_channel"].as_object());
    if (!few) continue;
    for (const auto* count : {"contributions", "people", "signatures"})
      if (theme[count].to_number<std::int64_t>() < shown_from) hide(theme[count]);
    for (const auto* by : {"by_kind", "by_channel"})
      for (auto& one : theme[by].as_object()) hide(one.value());
  }
  return all;
}

// ── Mana whenua ─────────────────────────────────────────────────────────────────────────────────────────

json::object branch_json(const Branch& branch, const Chart& chart) {
  json::array earlier;
  for (const auto& round : branch.earlier_rounds)
    if (!round.published_words.empty())
      earlier.push_back(json::object{{"round", round.round}, {"words", round.published_words}});
  json::object one{{"entity", std::string_view(branch.entity)},
                   {"name", std::string_view(branch.name)},
                   {"state", state_of(branch, chart)},
                   {"state_text", state_text(branch, chart)},
                   {"words", public_words(branch)},
                   {"earlier_words", std::move(earlier)},
                   {"record", nullptr}};
  // Theirs, confirmed by them, and shown to them as it goes before those who decide.
  if (put_before_decision_makers(branch, chart) && !branch.record.empty()) one["record"] = branch.record;
  return one;
}

json::object mana_whenua(const Project& project, const Chart& chart) {
  json::array branches;
  for (const auto& [entity, branch] : project.branches) branches.push_back(branch_json(branch, chart));
  return {{"assessment", or_null(project.significance_to_maori)}, {"branches", std::move(branches)}};
}

json::array documents(const Project& project) {
  json::array all;
  for (const auto& document : project.documents)
    all.push_back(json::object{{"kind", codec::write(document.kind)},
                               {"title", std::string_view(document.title)},
                               {"url", std::string_view(document.url)},
                               {"language", document.language.value_or("en").c_str()},
                               {"note", or_null(document.note)}});
  return all;
}

json::value meeting(const Project& project, std::string_view zone) {
  if (!project.decision_meeting) return nullptr;
  const auto& held = *project.decision_meeting;
  const Day on = day_in(held.starts_at, zone);
  return json::object{{"body", std::string_view(held.body)},
                      {"starts_at", to_text(held.starts_at)},
                      {"when_text", day_text(on) + ", " + clock_text(held.starts_at, zone)},
                      {"place", std::string_view(held.place)},
                      {"public_notice", or_null(held.public_notice)}};
}

}  // namespace

json::object advice_document(const Project& project, const Definition& definition, const Context& context,
                             const ThemeCounts& counts, Instant now) {
  auto heard_of = heard(project, context, counts);
  auto themes_of_it = themes(project, counts, heard_of);
  return {{"project", project.id},
          {"slug", project.about->slug},
          {"title", std::string_view(project.about->title)},
          {"summary", std::string_view(project.about->summary)},
          {"round", project.round},
          {"drawn_up_at", to_text(now)},
          {"drawn_up_on", to_text(day_in(now, context.zone))},
          {"definition", json::object{{"name", definition.name},
                                      {"version", definition.version},
                                      {"title", definition.title},
                                      {"source", definition.source}}},
          {"advice", or_null(project.advice)},
          {"meeting", meeting(project, context.zone)},
          {"asked", asked(project, context.zone)},
          {"heard", std::move(heard_of)},
          {"themes", std::move(themes_of_it)},
          {"mana_whenua", mana_whenua(project, context.branch_chart)},
          {"options", codec::write(*project.options)},
          {"significance", or_null(project.significance)},
          {"rules", rules_met(project, definition, context, now)},
          {"documents", documents(project)}};
}

namespace {

json::object kept_document(StoreReader& reader, const std::string& hash) {
  const auto kept = reader.document(hash);
  if (!kept) throw std::runtime_error("the frozen advice " + hash + " is not kept");
  return json::parse(*kept).as_object();
}

/// Records that entities confirmed for those who decide are not everybody's.
json::object for_readers(json::object document, AdviceReaders readers) {
  if (readers == AdviceReaders::everybody)
    for (auto& branch : document.at("mana_whenua").at("branches").as_array())
      branch.as_object()["record"] = nullptr;
  return document;
}

}  // namespace

json::object current_advice(StoreReader& reader, const Project& project, const Context& context,
                            Instant now) {
  if (!project.advice_hash.empty()) return kept_document(reader, project.advice_hash);
  return advice_document(project, *definition_of(project, context), context, theme_counts(reader, project.id),
                         now);
}

KeptDocument freeze_advice(AdviceSubmitted& event, const Project& before, const Definition& definition,
                           const Context& context, std::string_view by, Instant now) {
  Project project = before;
  evolve(project, event, {before.version + 1, now, std::string(by)}, context.project_chart,
         context.branch_chart);
  const auto counts = context.contribution_counts(project.id);
  KeptDocument kept;
  kept.text = canonical(advice_document(project, definition, context, counts, now));
  kept.hash = sha256_hex(kept.text);
  event.document_hash = Line(kept.hash);
  return kept;
}

namespace {

/// Of reports to this meeting; null where none is set.
AdvicePublic reports_public(const Project& project, const DecisionMeeting* meeting,
                            const Definition& definition, const Context& context) {
  AdvicePublic found;
  if (!has_public_page(project, definition)) {
    found.why_not = "The project is not public.";
  } else if (!definition.meeting) {
    found.why_not = "This kind of project has no rule for when a meeting's reports are public.";
  } else if (!meeting || meeting->called_off) {
    found.why_not = "No meeting is set.";
  } else {
    const auto& rule = *definition.meeting;
    const auto due = counted(*context.working_calendars, day_in(meeting->starts_at, context.zone),
                             {rule.report_working_days_min, rule.calendar}, Counting::back);
    found.source = rule.source;
    if (due.ok())
      found.from = due.value();
    else
      found.why_not = "The day cannot be counted: " + due.refusal().message + ".";
  }
  return found;
}

}  // namespace

AdvicePublic advice_public(const Project& project, const Definition& definition, const Context& context) {
  if (project.advice_hash.empty()) return {.why_not = "It is a draft."};
  const auto& meeting = project.decision_meeting;
  return reports_public(project, meeting ? &*meeting : nullptr, definition, context);
}

AdviceReaders advice_reader(const Caller& caller, const Project& project) {
  const auto has = [&](std::string_view role) { return holds(caller, role, project.id); };
  if (is_system(caller) || std::any_of(working_roles.begin(), working_roles.end(), has))
    return AdviceReaders::working_on_it;
  return has("decision_maker") ? AdviceReaders::deciding : AdviceReaders::everybody;
}

bool may_read_advice(AdviceReaders reader, const Project& project, const Context& context, Instant now) {
  if (reader == AdviceReaders::working_on_it) return true;
  if (project.advice_hash.empty()) return false;
  if (reader == AdviceReaders::deciding) return true;
  const auto from = advice_public(project, *definition_of(project, context), context).from;
  return from && now >= start_of(*from, context.zone);
}

const FrozenAdvice* frozen_advice(const Project& project, std::string_view hash) {
  const auto found = std::find_if(project.frozen_advice.begin(), project.frozen_advice.end(),
                                  [&](const FrozenAdvice& one) { return one.hash == hash; });
  return found == project.frozen_advice.end() ? nullptr : &*found;
}

bool may_read_frozen(AdviceReaders reader, const FrozenAdvice& frozen, const Project& project,
                     const Context& context, Instant now) {
  if (reader != AdviceReaders::everybody) return true;
  if (!frozen.replaced_at) return may_read_advice(reader, project, context, now);
  const auto* meeting = frozen.meeting ? &*frozen.meeting : nullptr;
  const auto from = reports_public(project, meeting, *definition_of(project, context), context).from;
  return from && start_of(*from, context.zone) <= *frozen.replaced_at;
}

json::object frozen_advice_view(StoreReader& reader, const FrozenAdvice& frozen, const Context& context,
                                AdviceReaders readers) {
  const auto day = [&](Instant at) { return to_text(day_in(at, context.zone)); };
  const auto& replaced = frozen.replaced_at;
  return {{"state", replaced ? "replaced" : "frozen"},
          {"hash", frozen.hash},
          {"round", frozen.round},
          {"frozen_at", to_text(frozen.at)},
          {"frozen_on", day(frozen.at)},
          {"replaced_at", or_null(replaced)},
          {"replaced_on", replaced ? json::value(day(*replaced)) : json::value(nullptr)},
          {"document", for_readers(kept_document(reader, frozen.hash), readers)}};
}

json::object frozen_advice_list(const Project& project, const Context& context, AdviceReaders readers,
                                Instant now) {
  json::array items;
  for (const auto& one : project.frozen_advice)
    if (may_read_frozen(readers, one, project, context, now))
      items.push_back(json::object{{"hash", one.hash},
                                   {"round", one.round},
                                   {"frozen_at", to_text(one.at)},
                                   {"replaced_at", or_null(one.replaced_at)}});
  return {{"items", std::move(items)}, {"next", nullptr}};
}

json::object advice_view(json::object document, const Project& project, const Context& context,
                         AdviceReaders readers) {
  const bool frozen = !project.advice_hash.empty();
  const auto open = advice_public(project, *definition_of(project, context), context);
  const auto at = frozen ? project.advice_submitted_at : std::nullopt;
  return {{"state", frozen ? "frozen" : "draft"},
          {"hash", or_blank(project.advice_hash)},
          {"frozen_at", or_null(at)},
          {"frozen_on", at ? json::value(to_text(day_in(*at, context.zone))) : json::value(nullptr)},
          {"public_from", open.from ? json::value(to_text(*open.from)) : json::value(nullptr)},
          {"not_public_because", or_blank(open.why_not)},
          {"source", or_blank(open.source)},
          {"document", for_readers(std::move(document), readers)}};
}

}  // namespace full_circle::engagement
