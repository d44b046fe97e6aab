#include "workflows/engagement/definition_section.hpp"
#include "workflows/engagement/definition_words.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>
#include <algorithm>
#include <initializer_list>
#include <set>

namespace full_circle::engagement {

namespace {

/// Counts events as they are parsed, so that a deep or endless document is turned down before a tree is built
/// of it; aliases are refused, because an alias can stand for a great deal.
class Limits : public YAML::EventHandler {
 public:
  struct TooMuch {
    YAML::Mark mark;
    std::string message;
  };
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++m_documents > 1) throw TooMuch{mark, "a definition is one YAML document, and here a second begins"};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { node(mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw TooMuch{mark, "aliases (*name) are not read here: write it out"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string&) override {
    m_last_scalar = mark;
    node(mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    enter(mark);
  }
  void OnSequenceEnd() override { --m_depth; }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    enter(mark);
  }
  void OnMapEnd() override { --m_depth; }
  const YAML::Mark& last_scalar() const { return m_last_scalar; }

 private:
  void node(const YAML::Mark& mark) {
    if (++m_nodes > definition_nodes_max) throw TooMuch{mark, "the definition goes on for too long"};
  }
  void enter(const YAML::Mark& mark) {
    node(mark);
    if (++m_depth > definition_depth_max) throw TooMuch{mark, "this is nested too deeply"};
  }
  YAML::Mark m_last_scalar;
  std::size_t m_nodes = 0;
  int m_depth = 0;
  int m_documents = 0;
};

/// Reads the parts of a definition one after the other into a draft.
class DraftReader {
 public:
  DraftReader(DefinitionDraft& draft, const Lines& lines) : m_draft(draft), m_lines(lines) {}

  void read(const YAML::Node& root) {
    Section top = section(root, "",
                          {"name", "version", "title", "summary", "source", "internal", "guidance",
                           "may_give", "activities", "requirements", "period", "branch", "notices",
                           "deliveries", "meeting", "escalation", "contributions"},
                          {"name", "version", "title", "summary", "source", "may_give"});
    Definition& definition = m_draft.definition;
    definition.name = top.line("name");
    definition.version = top.number("version", 1, 1'000'000).value_or(0);
    definition.title = top.line("title");
    definition.summary = top.words("summary");
    definition.source = top.words("source");
    definition.internal = top.flag("internal").value_or(false);
    if (const auto node = top.value("guidance")) read_guidance(*node);
    if (const auto node = top.value("may_give")) read_may_give(*node);
    top.each("activities", [&](const auto& node, const auto& path) { read_activity(node, path); });
    top.each("requirements", [&](const auto& node, const auto& path) { read_requirement(node, path); });
    if (const auto node = top.value("period")) read_period(*node);
    if (const auto node = top.value("branch")) read_branch(*node);
    top.each("notices", [&](const auto& node, const auto& path) { read_notice(node, path); });
    top.each("deliveries", [&](const auto& node, const auto& path) { read_delivery(node, path); });
    if (const auto node = top.value("meeting")) read_meeting(*node);
    top.each("escalation", [&](const auto& node, const auto& path) { read_escalation(node, path); });
    if (const auto node = top.value("contributions")) read_contributions(*node);
  }

 private:
  Section section(const YAML::Node& node, std::string path, std::initializer_list<std::string_view> keys,
                  std::initializer_list<std::string_view> required = {}) {
    return {m_draft, m_lines, node, std::move(path), keys, required};
  }

  void read_guidance(const YAML::Node& node) {
    Section stages =
        section(node, "guidance", {"plan", "prepare", "engage", "report", "close_the_loop", "evaluate"});
    for (const std::string& stage : known_stages()) {
      if (stages.has(stage)) m_draft.definition.guidance.emplace(stage, stages.words(stage));
    }
  }

  /// People think "what may a publisher do"; the program asks who may give a command.
  void read_may_give(const YAML::Node& node) {
    Section roles = section(node, "may_give", {});
    for (const std::string& role : roles.keys()) {
      if (!is_one_of(known_roles(), role)) {
        m_draft.problem("may_give/" + role,
                        "unknown role '" + role + "'" + did_you_mean(role, known_roles()));
      }
      std::set<std::string> seen;
      std::size_t index = 0;
      for (const std::string& command : roles.list(role)) {
        const std::string path = "may_give/" + role + "/" + std::to_string(index++);
        if (command.empty()) continue;
        if (!is_one_of(known_commands(), command)) {
          m_draft.problem(path,
                          "unknown command '" + command + "'" + did_you_mean(command, known_commands()));
        }
        if (!seen.insert(command).second) {
          m_draft.problem(path, "'" + command + "' is listed for " + role + " twice");
          continue;
        }
        m_draft.definition.may_give[command].push_back(role);
        m_draft.spots.insert_or_assign("may_give/" + command + "/" + role, m_draft.spot(path));
      }
    }
  }

  void read_activity(const YAML::Node& node, const std::string& path) {
    Section read = section(
        node, path,
        {"name", "stage", "title", "guidance", "role", "due", "evidence", "waits_for", "required", "source"},
        {"name", "stage", "title", "role"});
    Activity activity{.name = read.line("name"),
                      .stage = read.line("stage"),
                      .title = read.line("title"),
                      .guidance = read.words("guidance"),
                      .role = read.line("role"),
                      .due = std::nullopt,
                      .evidence = read.has("evidence") ? read.line("evidence") : "none",
                      .waits_for = read.list("waits_for"),
                      .required = read.flag("required").value_or(true),
                      .source = read.words("source")};
    if (const auto due = read.value("due")) activity.due = read_due(*due, read.path_of("due"));
    m_draft.definition.activities.push_back(std::move(activity));
  }

  std::optional<DueRule> read_due(const YAML::Node& node, const std::string& path) {
    Section read = section(node, path, {"days", "working_days", "calendar", "before", "after"});
    if (!node.IsMap()) return std::nullopt;
    DayCount count = read_count(read, 0);
    if (read.has("before") == read.has("after")) {
      m_draft.complete = false;
      m_draft.problem(path, "say either 'before' or 'after' what the days are counted");
      return std::nullopt;
    }
    const bool before = read.has("before");
    return DueRule{
        .count = std::move(count), .before = before, .anchor = read.line(before ? "before" : "after")};
  }

  /// Either `days`, or `working_days` with the calendar that says which days those are.
  DayCount read_count(Section& read, int least) {
    const auto days = read.number("days", least, 3'650);
    const auto working_days = read.number("working_days", least, 3'650);
    if (read.has("days") == read.has("working_days"))
      unclear(read.path_of("working_days"), "say either 'days' or 'working_days'");
    return {working_days.value_or(days.value_or(0)), read_calendar(read, read.has("working_days"))};
  }

  /// Working days are those of a calendar, and nothing else has one.
  std::string read_calendar(Section& read, bool counts_working_days) {
    if (counts_working_days != read.has("calendar")) {
      unclear(read.path_of("calendar"),
              counts_working_days ? "working days need 'calendar': whose working days they are"
                                  : "'calendar' belongs to working days, and none are counted here");
    }
    return read.has("calendar") ? read.line("calendar") : "";
  }

  void either(Section& read, std::string_view plain, std::string_view working) {
    if (read.has(plain) && read.has(working))
      unclear(read.path_of(working), "say either " + quoted(plain) + " or " + quoted(working));
  }

  void unclear(const std::string& path, std::string message) {
    m_draft.complete = false;
    m_draft.problem(path, std::move(message));
  }

  void read_requirement(const YAML::Node& node, const std::string& path) {
    Section read = section(node, path, {"move", "requirement", "months", "days", "count", "values", "source"},
                           {"move", "requirement", "source"});
    m_draft.definition.requirements.push_back({.move = read.line("move"),
                                               .requirement = read.line("requirement"),
                                               .arguments = {.months = read.number("months", 1, 24),
                                                             .days = read.number("days", 0, 3'650),
                                                             .count = read.number("count", 1, 1'000),
                                                             .values = read.list("values")},
                                               .source = read.words("source")});
  }

  void read_period(const YAML::Node& node) {
    Section read = section(node, "period",
                           {"months_min", "days_min", "days_max", "notice_days_min", "source",
                            "working_days_min", "notice_working_days_min", "calendar"},
                           {"source"});
    either(read, "days_min", "working_days_min");
    either(read, "notice_days_min", "notice_working_days_min");
    const bool in_working_days = read.has("working_days_min") || read.has("notice_working_days_min");
    m_draft.definition.period = {.months_min = read.number("months_min", 1, 24),
                                 .days_min = read.number("days_min", 1, 3'650),
                                 .days_max = read.number("days_max", 1, 3'650),
                                 .notice_days_min = read.number("notice_days_min", 0, 365),
                                 .source = read.words("source"),
                                 .working_days_min = read.number("working_days_min", 1, 3'650),
                                 .notice_working_days_min = read.number("notice_working_days_min", 0, 365),
                                 .calendar = read_calendar(read, in_working_days)};
  }

  void read_branch(const YAML::Node& node) {
    Section read = section(node, "branch",
                           {"response_days_min", "response_working_days_min", "calendar",
                            "contact_attempts_min", "contact_channels_min", "reminder_days", "source"},
                           {"source"});
    either(read, "response_days_min", "response_working_days_min");
    BranchRule& branch = m_draft.definition.branch;
    const auto working_days = read.number("response_working_days_min", 1, 365);
    branch.response_days_min =
        working_days.value_or(read.number("response_days_min", 1, 365).value_or(branch.response_days_min));
    branch.calendar = read_calendar(read, read.has("response_working_days_min"));
    branch.contact_attempts_min =
        read.number("contact_attempts_min", 1, 50).value_or(branch.contact_attempts_min);
    branch.contact_channels_min =
        read.number("contact_channels_min", 1, 6).value_or(branch.contact_channels_min);
    branch.reminder_days = read.number("reminder_days", 1, 365).value_or(branch.reminder_days);
    branch.source = read.words("source");
  }

  void read_meeting(const YAML::Node& node) {
    Section read = section(
        node, "meeting",
        {"calendar", "report_working_days_min", "notice_days_min", "notice_days_max", "late_in_month_from",
         "late_notice_working_days_min", "late_notice_working_days_max", "source"},
        {"calendar", "source"});
    MeetingRule rule;
    rule.calendar = read.line("calendar");
    rule.source = read.words("source");
    const auto set = [&](int& to, std::string_view key, int most) {
      to = read.number(key, 1, most).value_or(to);
    };
    set(rule.report_working_days_min, "report_working_days_min", 60);
    set(rule.notice_days_min, "notice_days_min", 60);
    set(rule.notice_days_max, "notice_days_max", 60);
    set(rule.late_in_month_from, "late_in_month_from", 31);
    set(rule.late_notice_working_days_min, "late_notice_working_days_min", 60);
    set(rule.late_notice_working_days_max, "late_notice_working_days_max", 60);
    m_draft.definition.meeting = std::move(rule);
  }

  void read_escalation(const YAML::Node& node, const std::string& path) {
    Section read = section(node, path, {"overdue", "days", "working_days", "calendar", "tell", "source"},
                           {"overdue", "tell", "source"});
    if (!node.IsMap()) return;
    m_draft.definition.escalation.push_back({.overdue = read.line("overdue"),
                                             .after = read_count(read, 1),
                                             .tell = read.list("tell"),
                                             .source = read.words("source")});
  }

  void read_contributions(const YAML::Node& node) {
    Section read = section(
        node, "contributions",
        {"from", "who", "words", "words_hint", "page_per_question", "questions", "attachments", "source"},
        {"from"});
    ContributionRule& rule = m_draft.definition.contributions;
    rule.from = read.line("from");
    rule.who = read.words("who");
    if (read.has("words")) rule.words = read.line("words");
    rule.words_hint = read.words("words_hint");
    rule.page_per_question = read.flag("page_per_question").value_or(false);
    rule.source = read.words("source");
    read.each("questions", [&](const auto& one, const auto& path) { read_question(one, path); });
    if (const auto attachments = read.value("attachments")) read_attachments(*attachments);
  }

  void read_attachments(const YAML::Node& node) {
    Section read = section(node, "contributions/attachments", {"types", "each_megabytes_max", "files_max"},
                           {"types", "each_megabytes_max", "files_max"});
    m_draft.definition.contributions.attachments =
        AttachmentRule{.types = read.list("types"),
                       .each_megabytes_max = read.number("each_megabytes_max", 1, 20).value_or(1),
                       .files_max = read.number("files_max", 1, 10).value_or(1)};
  }

  void read_question(const YAML::Node& node, const std::string& path) {
    Section read = section(node, path, {"name", "text", "hint", "kind", "options"}, {"name", "text", "kind"});
    m_draft.definition.contributions.questions.push_back(
        {.name = read.line("name"),
         .text = read.line("text"),
         .hint = read.words("hint"),
         .kind = read.line("kind"),
         .options = read.list("options", LineRule::characters_max)});
  }

  void read_notice(const YAML::Node& node, const std::string& path) {
    Section read = section(node, path, {"on", "steps", "audiences", "subject", "paragraphs", "source"},
                           {"on", "audiences", "subject", "paragraphs"});
    m_draft.definition.notices.push_back(
        {.on = read.line("on"),
         .audiences = read.list("audiences", LineRule::characters_max),
         .subject = read.line("subject"),
         .paragraphs = read.list("paragraphs", TextRule::characters_max, LineBreaks::allowed),
         .source = read.words("source"),
         .steps = read.list("steps")});
  }

  void read_delivery(const YAML::Node& node, const std::string& path) {
    Section read = section(node, path, {"on", "adapter"}, {"on", "adapter"});
    m_draft.definition.deliveries.push_back({.on = read.line("on"), .adapter = read.line("adapter")});
  }

  DefinitionDraft& m_draft;
  const Lines& m_lines;
};

}  // namespace

DefinitionDraft read_draft(std::string_view text) {
  DefinitionDraft draft;
  const auto give_up = [&](Spot at, std::string message) {
    draft.complete = false;
    draft.problem(at, std::move(message));
    return std::move(draft);
  };
  if (text.size() > definition_bytes_max) return give_up({}, "the file is larger than 1 MiB");
  const Lines lines(text);
  if (const auto bad = first_bad_byte(text)) return give_up(lines.spot_at(*bad), "this is not UTF-8");
  try {
    std::istringstream counted{std::string(text)};
    YAML::Parser parser(counted);
    Limits limits;
    while (parser.HandleNextDocument(limits)) {
    }
    if (is_never_closed(text.substr(
            std::min(lines.offset(limits.last_scalar().line, limits.last_scalar().column), text.size())))) {
      return give_up(spot_of_mark(lines, limits.last_scalar()),
                     "this is not YAML: the quotation is never closed");
    }
    const YAML::Node root = YAML::Load(std::string(text));
    if (root.IsNull()) return give_up({}, "the file is empty");
    DraftReader(draft, lines).read(root);
  } catch (const Limits::TooMuch& refused) {
    return give_up(spot_of_mark(lines, refused.mark), refused.message);
  } catch (const YAML::Exception& wrong) {
    return give_up(spot_of_mark(lines, wrong.mark), "this is not YAML: " + wrong.msg);
  }
  return draft;
}

}  // namespace full_circle::engagement
