#include "adapters/calendar/calendar_folder.hpp"

#include "adapters/calendar/calendar_file.hpp"
#include "adapters/shared/payload.hpp"
#include "adapters/shared/whole_file.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace full_circle::calendar {

namespace {

namespace fs = std::filesystem;
using shared::Fields;

constexpr std::int64_t k_version_max = std::int64_t{1} << 53;
constexpr int k_sequence_max = 1'000'000'000;

struct ProjectCalendar {
  std::string slug;
  CalendarFile file;
};

std::string read_uid(Fields& fields, const std::string& host) {
  const std::string uid = fields.line_required("uid");
  const bool plain = uid.size() <= 200 && std::all_of(uid.begin(), uid.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                              std::string_view("-_./:").find(c) != std::string_view::npos;
                     });
  if (!plain) fields.problem("uid", "is not made of at most 200 letters, digits and - _ . / :");
  return uid + "@" + host;
}

void read_when(Fields& fields, Entry& entry) {
  if (fields.flag("all_day")) {
    entry.span = Entry::Span::whole_days;
    entry.starts_on = fields.day("starts_on");
    entry.ends_on = fields.has("ends_on") && fields.line_or_empty("ends_on") != "" ? fields.day("ends_on")
                                                                                   : entry.starts_on;
    if (entry.ends_on < entry.starts_on) fields.problem("ends_on", "is before starts_on");
    return;
  }
  entry.span = Entry::Span::timed;
  entry.starts_at = fields.instant("starts_at");
  entry.ends_at = fields.instant("ends_at");
  if (entry.ends_at < entry.starts_at) fields.problem("ends_at", "is before starts_at");
}

Entry read_entry(Fields& fields, const CalendarOptions& options, Instant updated_at) {
  Entry entry;
  entry.uid = read_uid(fields, shared::host_of(options.base_url));
  entry.sequence = static_cast<int>(fields.number("sequence", 0, k_sequence_max));
  entry.kind = fields.one_of("kind", {"period", "hui", "session", "decision_meeting", "answer_due"});
  entry.summary = fields.line_required("summary");
  entry.description = fields.text_or_empty("description");
  entry.location = fields.line_or_empty("location");
  const std::string url = fields.line_or_empty("url");
  if (!url.empty() && !shared::is_safe_link(url)) {
    fields.problem("url", "is neither an http(s) address nor a path on this site");
  }
  entry.url = shared::absolute_link(options.base_url, url);
  read_when(fields, entry);
  if (fields.flag_or("cancelled", false)) entry.state = Entry::State::cancelled;
  const std::string audience = fields.one_of("audience", {"public", "staff"});
  // When and where mana whenua meet is theirs to tell, whatever the payload says.
  if (audience != "public" || entry.kind == "hui") entry.audience = Entry::Audience::staff;
  entry.updated_at = updated_at;
  return entry;
}

ProjectCalendar read_calendar(Fields fields, const CalendarOptions& options) {
  ProjectCalendar project;
  fields.one_of("kind", {"project_calendar"});
  project.slug = fields.slug("slug");
  if (project.slug == "all" || project.slug == "staff")
    fields.problem("slug", "is a name this folder uses itself");
  project.file.version = fields.number("version", 0, k_version_max);
  project.file.name = fields.line_required("name");
  project.file.url = shared::absolute_link(options.base_url, "/have-your-say/" + project.slug + "/");
  project.file.refresh_hours = options.refresh_hours;
  const Instant updated_at = fields.instant("updated_at");
  std::set<std::string> uids;
  for (Fields& entry : fields.objects("entries")) {
    project.file.entries.push_back(read_entry(entry, options, updated_at));
    if (!uids.insert(project.file.entries.back().uid).second) entry.problem("uid", "is used twice");
  }
  return project;
}

class CalendarFolder final : public Adapter {
 public:
  CalendarFolder(fs::path folder, CalendarOptions options)
      : m_folder(std::move(folder)), m_options(std::move(options)) {
    shared::make_private_folder(m_folder / "staff");
  }

  std::string_view name() const override { return "calendar"; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    const ProjectCalendar project = read_calendar(payload.fields(), m_options);
    if (!payload.ok()) return payload.give_up();
    const shared::FolderLock lock(m_folder);
    write_unless_older(m_folder / "staff" / (project.slug + ".ics"), project.file, shared::ReadBy::owner);
    CalendarFile for_everyone = project.file;
    std::erase_if(for_everyone.entries,
                  [](const Entry& entry) { return entry.audience != Entry::Audience::everyone; });
    // Before a project is announced nothing about it is public, not even its name.
    const fs::path public_path = m_folder / (project.slug + ".ics");
    if (!for_everyone.entries.empty() || fs::exists(public_path))
      write_unless_older(public_path, for_everyone, shared::ReadBy::everyone);
    // Also after an older version: the newer one may have been stopped before it came this far.
    rebuild_all();
    return Delivered::done();
  }

 private:
  static void write_unless_older(const fs::path& path, const CalendarFile& file, shared::ReadBy read_by) {
    if (const auto existing = shared::read_whole_file(path)) {
      const auto version = version_of(*existing);
      if (version && *version > file.version) return;
    }
    shared::write_whole_file(path, to_icalendar(file), read_by);
  }

  void rebuild_all() const {
    std::vector<fs::path> paths;
    for (const auto& item : fs::directory_iterator(m_folder)) {
      const fs::path& path = item.path();
      if (item.is_regular_file() && path.extension() == ".ics" && path.filename() != "all.ics")
        paths.push_back(path);
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> texts;
    texts.reserve(paths.size());
    for (const auto& path : paths) texts.push_back(shared::read_whole_file(path).value_or(""));
    CalendarFile head;
    head.name = m_options.council_name + ": have your say";
    head.url = shared::absolute_link(m_options.base_url, "/have-your-say/");
    head.refresh_hours = m_options.refresh_hours;
    shared::write_whole_file(m_folder / "all.ics", merged(head, texts));
  }

  fs::path m_folder;
  CalendarOptions m_options;
};

}  // namespace

std::unique_ptr<Adapter> make_calendar_folder(fs::path folder, CalendarOptions options) {
  if (options.refresh_hours < 1) throw std::invalid_argument("refresh_hours is below 1");
  return std::make_unique<CalendarFolder>(std::move(folder), std::move(options));
}

}  // namespace full_circle::calendar
