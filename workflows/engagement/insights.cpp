#include "workflows/engagement/insights.hpp"

#include "workflows/engagement/communities.hpp"
#include "workflows/engagement/results.hpp"
#include "workflows/engagement/view_parts.hpp"

#include <array>
#include <charconv>
#include <iterator>
#include <sstream>

namespace full_circle::engagement {

namespace {

/// Raised when what is written changes: older rows are then worked out anew.
constexpr std::int64_t shape = 2;

constexpr std::array<std::string_view, 17> changing{
    "project_created",     "project_described",      "project_announced",     "project_withdrawn",
    "definition_migrated", "theme_recorded",         "theme_answered",        "decision_recorded",
    "closing_begun",       "results_edited",         "results_published",     "results_corrected",
    "lesson_recorded",     "communities_identified", "another_round_started", "page_unpublished",
    "page_published_again"};

/// Only those who may see the project find and read what stands under these.
constexpr std::string_view of_advisers = "advisers_words";
constexpr std::string_view staff_search_text = "staff_search_text";

/// What the insights of one project have in common.
class Register {
 public:
  Register(const Project& project, const Context& context)
      : m_project(project),
        m_published(!project.editions.empty() && has_public_page(project, *definition_of(project, context))) {
  }

  Findings write() {
    for (std::size_t i = 0; i < m_project.lessons.size(); ++i) add_lesson(i);
    for (const Theme& theme : m_project.themes) add_theme(theme);
    for (const Decision& decision : m_project.decisions) add_result(decision);
    return {.content = json::serialize(json::object{{"shape", shape}, {"items", std::move(m_items)}}),
            .search_text = std::move(m_search_text)};
  }

 private:
  static json::array list(const std::vector<Name>& all) {
    json::array names;
    for (const Name& name : all) names.emplace_back(std::string_view(name));
    return names;
  }

  /// `staff_words` are found by those who may see the project only.
  void add(json::object insight, std::string_view kind, const std::string& id, bool is_public,
           const std::string& words, const std::string& staff_words = {}) {
    const About& about = *m_project.about;
    const std::string search_text = fold(about.title + "\n" + words);
    insight["id"] = m_project.id + "/" + std::string(kind) + "/" + id;
    insight["kind"] = kind;
    insight["project"] =
        json::object{{"id", m_project.id}, {"slug", about.slug}, {"title", std::string_view(about.title)}};
    insight["local_boards"] = list(about.local_boards);
    insight["communities"] = list(communities_of(m_project));
    insight["topics"] = list(about.topics);
    insight["public"] = is_public;
    insight["url"] =
        is_public ? json::value("/have-your-say/" + about.slug + "/result/") : json::value(nullptr);
    insight["search_text"] = search_text;
    m_search_text += search_text + "\n";
    if (!staff_words.empty()) {
      const std::string folded = fold(staff_words);
      insight[staff_search_text] = folded;
      m_search_text += folded + "\n";
    }
    m_items.push_back(std::move(insight));
  }

  /// Lessons are for colleagues: none is published by itself.
  void add_lesson(std::size_t at) {
    const RecordLesson& lesson = (*m_project.lessons)[at];
    add({{"title", std::string_view(lesson.title)}, {"lesson", std::string_view(lesson.lesson)}}, "lesson",
        std::to_string(at + 1), false, lesson.title + "\n" + lesson.lesson);
  }

  /// In the words that are published; the adviser's stand beside them where they are others.
  void add_theme(const Theme& theme) {
    json::object insight{{"title", std::string_view(theme.title)},
                         {"verdict", theme.verdict ? codec::write(*theme.verdict) : json::value(nullptr)},
                         {"round", theme.round}};
    json::object advisers;
    std::string words = theme.title;
    std::string staff_words;
    const auto block = [&](ResultBlock which, const Text& written) {
      const auto name = boost::describe::enum_to_string(which, "");
      const auto published = words_of(m_project, which, theme.id);
      insight[name] = published;
      words += "\n" + std::string(published);
      if (published == written) return;
      advisers[name] = std::string_view(written);
      staff_words += written + "\n";
    };
    block(ResultBlock::you_said, theme.you_said);
    block(ResultBlock::we_decided, theme.we_decided);
    block(ResultBlock::because, theme.because);
    if (!advisers.empty()) insight[of_advisers] = std::move(advisers);
    add(std::move(insight), "theme", theme.id, m_published && theme.verdict, words, staff_words);
  }

  void add_result(const Decision& decision) {
    const bool last = &decision == &m_project.decisions.back();
    const std::string headline(last ? std::string_view(m_project.headline) : std::string_view());
    add({{"title", headline.empty() ? std::string_view(m_project.about->title) : std::string_view(headline)},
         {"decision", std::string_view(decision.decision)},
         {"reasons", std::string_view(decision.reasons)},
         {"decision_maker", std::string_view(decision.body)},
         {"decided_on", to_text(decision.decided_on)},
         {"round", decision.round}},
        "result", std::to_string(&decision - &m_project.decisions.front() + 1), m_published && last,
        headline + "\n" + decision.decision + "\n" + decision.reasons);
  }

  const Project& m_project;
  bool m_published;
  json::array m_items;
  std::string m_search_text;
};

std::string_view text_in(const json::object& object, std::string_view field) {
  const auto* found = object.if_contains(field);
  const auto* text = found ? found->if_string() : nullptr;
  return text ? std::string_view(*text) : std::string_view();
}

/// As findings_of wrote them; nothing when another version of the program did.
std::optional<std::vector<json::object>> read_findings(std::string_view content) {
  boost::system::error_code error;
  json::value read = json::parse(content, error);
  auto* object = error ? nullptr : read.if_object();
  const auto* written = object ? object->if_contains("shape") : nullptr;
  auto* items = object ? object->if_contains("items") : nullptr;
  if (!written || *written != shape || !items || !items->is_array()) return std::nullopt;
  std::vector<json::object> insights;
  for (auto& item : items->as_array()) insights.push_back(std::move(item.as_object()));
  return insights;
}

std::vector<json::object> insights_of(const FindingsRow& row, const Context& context,
                                      const LoadProject& load) {
  auto insights = row.content ? read_findings(*row.content) : std::nullopt;
  if (insights) return *std::move(insights);
  const auto aggregate = load(row.project);
  if (!aggregate) return {};
  return read_findings(findings_of(as_project(*aggregate), context).content).value();
}

struct Sought {
  std::vector<std::string> words;  ///< folded
  std::string kind;
};

bool is_found(const json::object& insight, const Sought& sought, InsightReader reader) {
  if (!sought.kind.empty() && text_in(insight, "kind") != sought.kind) return false;
  if (reader == InsightReader::anybody && insight.at("public") != true) return false;
  const std::string_view text = text_in(insight, "search_text");
  const std::string_view staff =
      reader == InsightReader::of_the_project ? text_in(insight, staff_search_text) : std::string_view();
  return std::all_of(sought.words.begin(), sought.words.end(), [&](const std::string& word) {
    return text.find(word) != std::string_view::npos || staff.find(word) != std::string_view::npos;
  });
}

/// As this reader gets it.
json::object shown_to(InsightReader reader, json::object insight) {
  insight.erase("search_text");
  insight.erase(staff_search_text);
  if (reader == InsightReader::anybody) insight.erase(of_advisers);
  return insight;
}

/// Where a page begins: a project, and how many of its insights were looked at before.
struct PageStart {
  std::string project;
  std::size_t looked_at = 0;
  std::string text() const { return project + ":" + std::to_string(looked_at); }
};

std::optional<PageStart> read_start(const std::string& after) {
  if (after.empty()) return PageStart{};
  const auto colon = after.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  const char* end = after.data() + after.size();
  PageStart start{.project = after.substr(0, colon)};
  const auto [rest, error] = std::from_chars(after.data() + colon + 1, end, start.looked_at);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return start;
}

std::vector<std::string> words_in(const std::string& text) {
  std::istringstream stream(fold(text));
  return {std::istream_iterator<std::string>(stream), {}};
}

}  // namespace

bool changes_findings(std::string_view event_type) {
  return std::find(changing.begin(), changing.end(), event_type) != changing.end();
}

Findings findings_of(const Project& project, const Context& context) {
  return Register(project, context).write();
}

Result<json::object> find_insights(
    const InsightQuery& query, StoreReader& store, const Context& context, const LoadProject& load,
    const std::function<InsightReader(const std::string& project)>& reader_of) {
  // So that a search for what is hardly there ends: `next` goes on.
  constexpr int pages_most = 20;
  const auto from = read_start(query.after);
  if (!from) return malformed("?after", "after has to be the `next` of the page before");
  PageStart start = *from;
  const Sought sought{words_in(query.words), query.kind};
  FindingsQuery rows{.labels = query.labels, .search_text = fold(query.words), .newest = start.project};
  json::array items;
  const auto answer = [&](json::value next) {
    return json::object{{"items", std::move(items)}, {"next", std::move(next)}};
  };
  for (int page = 0; page < pages_most; ++page) {
    const auto found = store.findings(rows);
    for (const FindingsRow& row : found) {
      // What was looked at counts only for the project the page before ended in.
      const std::size_t first = row.project == start.project ? start.looked_at : 0;
      start = {row.project, 0};
      auto insights = insights_of(row, context, load);
      const InsightReader reader = reader_of(row.project);
      for (start.looked_at = first; start.looked_at < insights.size(); ++start.looked_at) {
        json::object& insight = insights[start.looked_at];
        if (!is_found(insight, sought, reader)) continue;
        if (items.size() == static_cast<std::size_t>(query.limit)) return answer(json::string(start.text()));
        items.push_back(shown_to(reader, std::move(insight)));
      }
    }
    if (found.size() < static_cast<std::size_t>(rows.limit)) return answer(nullptr);
    rows.newest = start.project;
  }
  return answer(json::string(start.text()));
}

std::string where_to_look(const Project& project) {
  const About& about = *project.about;
  std::string queries;
  const auto add = [&](std::string_view by, const std::vector<Name>& names) {
    for (const Name& name : names)
      queries += (queries.empty() ? "" : ", ") + ("/api/v1/insights?" + std::string(by)) + "=" + name;
  };
  add("topic", about.topics);
  add("community", communities_of(project));
  add("local_board", about.local_boards);
  if (queries.empty()) queries = "/api/v1/insights?q=";
  return "Nothing is recorded of what people said before. Look in the register of insights: " + queries + ".";
}

}  // namespace full_circle::engagement
