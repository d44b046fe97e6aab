#include "adapters/publisher/page.hpp"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace full_circle::publisher {

namespace {

using shared::Fields;

constexpr std::int64_t k_count_max = std::int64_t{1} << 53;

// Folders and files the site uses itself.
constexpr std::array k_reserved = {"accessibility", "contact", "copyright", "privacy", "results", "updates"};

std::string read_link(Fields& fields, std::string_view key) {
  std::string link = fields.line_or_empty(key);
  if (!link.empty() && !shared::is_safe_link(link)) {
    fields.problem(key, "is neither an http(s) address nor a path on this site");
  }
  return link;
}

std::string read_slug(Fields& fields) {
  std::string slug = fields.slug("slug");
  if (std::find(k_reserved.begin(), k_reserved.end(), slug) != k_reserved.end()) {
    fields.problem("slug", "is a name the site uses itself");
  }
  return slug;
}

std::optional<Instant> instant_or_none(Fields& fields, std::string_view key) {
  return fields.has(key) ? std::optional(fields.instant(key)) : std::nullopt;
}

std::string read_day_text(Fields& fields, std::string_view key) {
  if (fields.line_or_empty(key).empty()) return {};
  const std::string day = to_text(fields.day(key));
  return day_text(day);
}

/// An anchor in the page: "theme-1".
std::string read_anchor(Fields& fields) {
  return fields.slug("id");
}

std::vector<Stage> read_stages(Fields& page) {
  std::vector<Stage> stages;
  for (Fields& fields : page.objects("stages")) {
    Stage stage;
    stage.name = fields.line_required("name");
    stage.title = fields.line_required("title");
    const std::string state = fields.one_of("state", {"done", "now", "next"});
    stage.state = state == "done"  ? Stage::State::done
                  : state == "now" ? Stage::State::now
                                   : Stage::State::next;
    stage.note = fields.line_or_empty("note");
    stages.push_back(stage);
  }
  return stages;
}

std::vector<Way> read_ways(Fields& page) {
  std::vector<Way> ways;
  for (Fields& fields : page.objects("ways")) {
    ways.push_back({fields.line_required("title"), fields.text_or_empty("text"), read_link(fields, "url")});
  }
  return ways;
}

std::vector<Session> read_sessions(Fields& page) {
  std::vector<Session> sessions;
  for (Fields& fields : page.objects("sessions")) {
    Session session;
    session.title = fields.line_required("title");
    session.when_text = fields.line_or_empty("when_text");
    if (fields.has("starts_at")) session.starts_at = fields.instant("starts_at");
    session.place = fields.line_or_empty("place");
    for (const auto& text : fields.texts("accessibility"))
      session.accessibility.push_back(shared::clean_line(text));
    if (fields.flag_or("cancelled", false)) session.state = Session::State::cancelled;
    sessions.push_back(session);
  }
  return sessions;
}

std::optional<Page::Late> read_late(Fields& page) {
  auto fields = page.object_or_null("late");
  if (!fields) return std::nullopt;
  return Page::Late{fields->line_or_empty("promised_text"), fields->line_or_empty("standard_text")};
}

/// A BCP 47 tag, or empty.
std::string read_language(Fields& fields) {
  const std::string tag = fields.line_or_empty("language");
  const bool fits =
      tag.size() <= 35 && std::all_of(tag.begin(), tag.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
      });
  if (!fits) fields.problem("language", "is not a language tag");
  return tag;
}

std::vector<Document> read_documents(Fields& page) {
  std::vector<Document> documents;
  for (Fields& fields : page.objects("documents")) {
    Document document;
    document.title = fields.line_required("title");
    document.url = read_link(fields, "url");
    document.language = read_language(fields);
    document.note = fields.line_or_empty("note");
    documents.push_back(document);
  }
  return documents;
}

std::vector<ManaWhenua> read_mana_whenua(Fields& parent) {
  std::vector<ManaWhenua> entities;
  for (Fields& fields : parent.objects("mana_whenua")) {
    entities.push_back(
        {fields.line_required("name"), fields.line_or_empty("state_text"), fields.text_or_empty("text")});
  }
  return entities;
}

std::vector<Update> read_updates(Fields& page) {
  std::vector<Update> updates;
  for (Fields& fields : page.objects("updates")) {
    Update update;
    update.id = read_anchor(fields);
    update.title = fields.line_required("title");
    update.text = fields.text_or_empty("text");
    update.posted_at = fields.instant("posted_at");
    update.posted_text = fields.line_or_empty("posted_text");
    updates.push_back(update);
  }
  return updates;
}

std::optional<Totals> read_totals(Fields& page) {
  auto fields = page.object_or_null("totals");
  if (!fields) return std::nullopt;
  Totals totals;
  totals.total = fields->number("total", 0, k_count_max);
  for (Fields& type : fields->objects("by_type")) {
    totals.by_type.push_back({type.line_required("name"), type.number("count", 0, k_count_max)});
  }
  return totals;
}

Theme::Verdict verdict_of(const std::string& name) {
  if (name == "adopted") return Theme::Verdict::adopted;
  if (name == "partly_adopted") return Theme::Verdict::partly_adopted;
  if (name == "not_adopted") return Theme::Verdict::not_adopted;
  return Theme::Verdict::out_of_scope;
}

std::vector<Theme> read_themes(Fields& answer) {
  std::vector<Theme> themes;
  for (Fields& fields : answer.objects("themes")) {
    Theme theme;
    theme.id = read_anchor(fields);
    theme.title = fields.line_required("title");
    theme.you_said = fields.text_or_empty("you_said");
    theme.people = fields.number_or("people", 0);
    theme.verdict =
        verdict_of(fields.one_of("verdict", {"adopted", "partly_adopted", "not_adopted", "out_of_scope"}));
    theme.we_decided = fields.text_or_empty("we_decided");
    theme.because = fields.text_or_empty("because");
    themes.push_back(theme);
  }
  return themes;
}

/// The language names a folder of the page.
std::vector<Translation> read_translations(Fields& answer) {
  std::vector<Translation> translations;
  for (Fields& fields : answer.objects("translations")) {
    Translation one;
    one.language = fields.slug("language");
    one.headline = fields.line_or_empty("headline");
    one.decision = fields.text_or_empty("decision");
    one.reasons = fields.text_or_empty("reasons");
    for (Fields& theme : fields.objects("themes"))
      one.themes.push_back({read_anchor(theme), theme.line_or_empty("title"), theme.text_or_empty("you_said"),
                            theme.text_or_empty("we_decided"), theme.text_or_empty("because")});
    translations.push_back(std::move(one));
  }
  return translations;
}

std::optional<Answer> read_answer(Fields& page) {
  auto fields = page.object_or_null("result");
  if (!fields) return std::nullopt;
  Answer answer;
  answer.edition = fields->number_or("edition", 1);
  answer.headline = fields->line_or_empty("headline");
  answer.decided_text = fields->line_or_empty("decided_text");
  if (answer.decided_text.empty()) answer.decided_text = read_day_text(*fields, "decided_on");
  answer.decision_maker = fields->line_or_empty("decision_maker");
  answer.decision = fields->text_or_empty("decision");
  answer.reasons = fields->text_or_empty("reasons");
  answer.published_on = to_text(fields->day("published_on"));
  answer.published_at = instant_or_none(*fields, "published_at");
  answer.working_days_taken = fields->number_or("working_days_taken", 0);
  answer.days_taken = fields->number_or("days_taken", 0);
  answer.survey = fields->flag_or("survey", false);
  answer.themes = read_themes(*fields);
  answer.translations = read_translations(*fields);
  answer.mana_whenua = read_mana_whenua(*fields);
  for (Fields& change : fields->objects("changes")) {
    answer.changes.push_back({change.number_or("edition", 0), to_text(change.day("on")),
                              read_day_text(change, "on"), change.text_or_empty("what"),
                              instant_or_none(change, "at")});
  }
  return answer;
}

void read_stops(Fields& fields, Page& page) {
  if (auto suspended = fields.object_or_null("suspended")) {
    page.suspended = Page::Suspension{suspended->text_or_empty("reason"), read_day_text(*suspended, "until")};
  }
  if (auto withdrawn = fields.object_or_null("withdrawn"))
    page.withdrawn = withdrawn->text_or_empty("reason");
}

}  // namespace

std::string day_text(const std::string& day) {
  const auto parsed = parse_day(day);
  if (!parsed) return {};
  const std::chrono::sys_days on(*parsed);
  const auto number = std::to_string(static_cast<unsigned>(parsed->day()));
  return date::format("%A ", on) + number + date::format(" %B %Y", on);
}

Page read_page(Fields fields) {
  Page page;
  page.slug = read_slug(fields);
  page.version = fields.number("version", 0, k_count_max);
  page.title = fields.line_required("title");
  page.summary = fields.text_or_empty("summary");
  page.announced_at = instant_or_none(fields, "announced_at");
  page.updated_at = fields.instant("updated_at");
  page.status = fields.one_of(
      "status", {"announced", "scheduled", "open", "closed", "analysing", "advised", "decided", "drafting",
                 "published", "evaluating", "complete", "suspended", "withdrawing", "withdrawn"});
  page.status_text = fields.line_or_empty("status_text");
  page.stages = read_stages(fields);
  page.round = fields.number_or("round", 1);
  page.purpose = fields.text_or_empty("purpose");
  page.can_change = fields.texts("can_change");
  page.cannot_change = fields.texts("cannot_change");
  page.earlier_insights = fields.texts("earlier_insights");
  page.decision_maker = fields.line_or_empty("decision_maker");
  page.online_form = fields.flag_or("online_form", false);
  page.decision_text = read_day_text(fields, "decision_on");
  page.hear_back_text = fields.line_or_empty("hear_back_text");
  if (page.hear_back_text.empty()) page.hear_back_text = read_day_text(fields, "hear_back_by");
  if (auto period = fields.object_or_null("period")) {
    if (period->has("opens_on")) page.opens_on = to_text(period->day("opens_on"));
    if (period->has("closes_on")) page.closes_on = to_text(period->day("closes_on"));
    page.opens_text = period->line_or_empty("opens_text");
    page.closes_text = period->line_or_empty("closes_text");
  }
  page.ways = read_ways(fields);
  page.sessions = read_sessions(fields);
  page.documents = read_documents(fields);
  page.mana_whenua = read_mana_whenua(fields);
  page.updates = read_updates(fields);
  page.totals = read_totals(fields);
  page.answer = read_answer(fields);
  page.late = read_late(fields);
  read_stops(fields, page);
  if (fields.flag_or("sample", false)) page.content = Page::Content::sample;
  return page;
}

Notice read_notice(Fields fields) {
  Notice notice;
  notice.slug = read_slug(fields);
  notice.title = fields.line_required("title");
  notice.reason = fields.text_or_empty("reason");
  notice.since_text = fields.line_or_empty("since_text");
  if (fields.flag_or("sample", false)) notice.content = Page::Content::sample;
  if (fields.has("version")) notice.version = fields.number("version", 0, k_count_max);
  return notice;
}

}  // namespace full_circle::publisher
