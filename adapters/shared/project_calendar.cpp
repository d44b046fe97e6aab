#include "adapters/shared/project_calendar.hpp"

#include <algorithm>
#include <set>

namespace full_circle::shared {

namespace {

constexpr std::int64_t k_version_max = std::int64_t{1} << 53;
constexpr int k_sequence_max = 1'000'000'000;

std::string read_uid(Fields& fields, const std::string& host) {
  const std::string uid = fields.line_required("uid");
  const bool plain = uid.size() <= 200 && std::all_of(uid.begin(), uid.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                              std::string_view("-_./:").find(c) != std::string_view::npos;
                     });
  if (!plain) fields.problem("uid", "is not made of at most 200 letters, digits and - _ . / :");
  return uid + "@" + host;
}

CalendarEntry::Kind read_kind(Fields& fields) {
  using Kind = CalendarEntry::Kind;
  const std::string kind =
      fields.one_of("kind", {"period", "hui", "session", "decision_meeting", "answer_due"});
  if (kind == "hui") return Kind::hui;
  if (kind == "session") return Kind::session;
  if (kind == "decision_meeting") return Kind::decision_meeting;
  return kind == "answer_due" ? Kind::answer_due : Kind::period;
}

void read_when(Fields& fields, CalendarEntry& entry) {
  if (fields.flag("all_day")) {
    entry.span = CalendarEntry::Span::whole_days;
    entry.starts_on = fields.day("starts_on");
    entry.ends_on = fields.has("ends_on") && fields.line_or_empty("ends_on") != "" ? fields.day("ends_on")
                                                                                   : entry.starts_on;
    if (entry.ends_on < entry.starts_on) fields.problem("ends_on", "is before starts_on");
    return;
  }
  entry.span = CalendarEntry::Span::timed;
  entry.starts_at = fields.instant("starts_at");
  entry.ends_at = fields.instant("ends_at");
  if (entry.ends_at < entry.starts_at) fields.problem("ends_at", "is before starts_at");
}

}  // namespace

CalendarEntry read_calendar_entry(Fields& fields, std::string_view base_url, Instant updated_at) {
  CalendarEntry entry;
  entry.uid = read_uid(fields, host_of(base_url));
  entry.sequence = static_cast<int>(fields.number("sequence", 0, k_sequence_max));
  entry.kind = read_kind(fields);
  entry.summary = fields.line_required("summary");
  entry.description = fields.text_or_empty("description");
  entry.location = fields.line_or_empty("location");
  const std::string url = fields.line_or_empty("url");
  if (!url.empty() && !is_safe_link(url)) {
    fields.problem("url", "is neither an http(s) address nor a path on this site");
  }
  entry.url = absolute_link(base_url, url);
  read_when(fields, entry);
  if (fields.flag_or("proposed", false)) entry.state = CalendarEntry::State::tentative;
  if (fields.flag_or("cancelled", false)) entry.state = CalendarEntry::State::cancelled;
  const std::string audience = fields.one_of("audience", {"public", "staff"});
  // When and where mana whenua meet is theirs to tell, whatever the payload says.
  if (audience != "public" || entry.kind == CalendarEntry::Kind::hui)
    entry.audience = CalendarEntry::Audience::staff;
  entry.updated_at = updated_at;
  return entry;
}

ProjectCalendar read_project_calendar(Fields& fields, std::string_view base_url) {
  ProjectCalendar project;
  fields.one_of("kind", {"project_calendar"});
  project.slug = fields.slug("slug");
  project.file.version = fields.number("version", 0, k_version_max);
  project.file.name = fields.line_required("name");
  project.file.url = absolute_link(base_url, "/have-your-say/" + project.slug + "/");
  const Instant updated_at = fields.instant("updated_at");
  std::set<std::string> uids;
  for (Fields& entry : fields.objects("entries")) {
    project.file.entries.push_back(read_calendar_entry(entry, base_url, updated_at));
    if (!uids.insert(project.file.entries.back().uid).second) entry.problem("uid", "is used twice");
  }
  return project;
}

}  // namespace full_circle::shared
