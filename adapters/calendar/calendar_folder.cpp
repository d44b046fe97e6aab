#include "adapters/calendar/calendar_folder.hpp"

#include "adapters/shared/icalendar.hpp"
#include "adapters/shared/payload.hpp"
#include "adapters/shared/project_calendar.hpp"
#include "adapters/shared/whole_file.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace full_circle::calendar {

namespace {

namespace fs = std::filesystem;

using shared::CalendarEntry;
using shared::CalendarFile;
using shared::ProjectCalendar;

class CalendarFolder final : public Adapter {
 public:
  CalendarFolder(fs::path folder, CalendarOptions options)
      : m_folder(std::move(folder)), m_options(std::move(options)) {
    shared::make_private_folder(m_folder / "staff");
  }

  std::string_view name() const override { return "calendar"; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    const ProjectCalendar project = read_project_calendar(payload);
    if (!payload.ok()) return payload.give_up();
    const shared::FolderLock lock(m_folder);
    write_unless_older(m_folder / "staff" / (project.slug + ".ics"), project.file, shared::ReadBy::owner);
    CalendarFile for_everyone = project.file;
    std::erase_if(for_everyone.entries, [](const CalendarEntry& entry) {
      return entry.audience != CalendarEntry::Audience::everyone;
    });
    // Before a project is announced nothing about it is public, not even its name.
    const fs::path public_path = m_folder / (project.slug + ".ics");
    if (!for_everyone.entries.empty() || fs::exists(public_path))
      write_unless_older(public_path, for_everyone, shared::ReadBy::everyone);
    // Also after an older version: the newer one may have been stopped before it came this far.
    rebuild_all();
    return Delivered::done();
  }

 private:
  ProjectCalendar read_project_calendar(shared::Payload& payload) const {
    shared::Fields fields = payload.fields();
    ProjectCalendar project = shared::read_project_calendar(fields, m_options.base_url);
    if (project.slug == "all" || project.slug == "staff")
      fields.problem("slug", "is a name this folder uses itself");
    project.file.refresh_hours = m_options.refresh_hours;
    return project;
  }

  static void write_unless_older(const fs::path& path, const CalendarFile& file, shared::ReadBy read_by) {
    if (const auto existing = shared::read_whole_file(path)) {
      const auto version = shared::version_of(*existing);
      if (version && *version > file.version) return;
    }
    shared::write_whole_file(path, shared::to_icalendar(file), read_by);
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
    shared::write_whole_file(m_folder / "all.ics", shared::merged(head, texts));
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
