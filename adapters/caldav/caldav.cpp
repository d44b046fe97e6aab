#include "adapters/caldav/caldav.hpp"

#include "adapters/caldav/collection.hpp"
#include "adapters/caldav/pushed.hpp"
#include "adapters/caldav/resource.hpp"
#include "adapters/shared/project_calendar.hpp"
#include "adapters/shared/whole_file.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>

namespace full_circle::caldav {

namespace {

using shared::CalendarEntry;

/// What should stand there, given what does; nullopt to leave it.
using Wanted = std::function<std::optional<std::string>(const std::optional<std::string>& theirs)>;

class CalDav final : public Adapter {
 public:
  explicit CalDav(CalDavOptions options)
      : m_options(std::move(options)), m_collection(m_options.url, m_options.outbound) {
    if (!shared::is_safe_link(m_options.url) || m_options.url.starts_with('/'))
      throw std::invalid_argument("caldav: the url is not an http(s) address");
    shared::make_private_folder(m_options.folder);
  }

  std::string_view name() const override { return "caldav"; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    shared::Fields fields = payload.fields();
    const shared::ProjectCalendar project = shared::read_project_calendar(fields, m_options.base_url);
    if (!payload.ok()) return payload.give_up();
    const shared::FolderLock lock(m_options.folder);
    const auto file = m_options.folder / (project.slug + ".json");
    Pushed pushed = read_pushed(file);
    if (pushed.version > project.file.version) return Delivered::done();
    return push(project, pushed, file);
  }

 private:
  Delivered push(const shared::ProjectCalendar& project, Pushed& pushed,
                 const std::filesystem::path& file) const {
    const std::set<std::string> before = pushed.uids;
    std::set<std::string> now;
    for (const CalendarEntry& entry : project.file.entries)
      if (is_for_them(entry)) now.insert(entry.uid);
    // Noted before anything is put there: what is there and not noted would never be cancelled.
    pushed.uids.insert(now.begin(), now.end());
    write_pushed(file, pushed);
    for (const CalendarEntry& entry : project.file.entries) {
      if (!is_for_them(entry)) continue;
      if (const auto failure = settle(entry.uid, wanted(entry))) return *failure;
    }
    for (const std::string& uid : before) {
      if (now.contains(uid)) continue;
      if (const auto failure = settle(uid, crossed_out)) return *failure;
    }
    write_pushed(file, {.version = project.file.version, .uids = now});
    return Delivered::done();
  }

  bool is_for_them(const CalendarEntry& entry) const {
    return m_options.audience == CalDavOptions::Audience::staff ||
           entry.audience == CalendarEntry::Audience::everyone;
  }

  static Wanted wanted(const CalendarEntry& entry) {
    return [&entry](const std::optional<std::string>& theirs) -> std::optional<std::string> {
      // Nobody misses an entry that is cancelled and not there.
      if (!theirs && entry.state == CalendarEntry::State::cancelled) return std::nullopt;
      return resource_of(entry, theirs);
    };
  }
  static std::optional<std::string> crossed_out(const std::optional<std::string>& theirs) {
    return theirs ? cancelled(*theirs) : std::nullopt;
  }

  /// Got, compared, put back over exactly what was got; anew when somebody was faster. nullopt when it
  /// stands.
  std::optional<Delivered> settle(const std::string& uid, const Wanted& wanted) const {
    constexpr int tries_max = 3;
    const std::string name = resource_name(uid);
    for (int i = 0; i < tries_max; ++i) {
      const Answer there = m_collection.get(name);
      if (there.kind == Answer::Kind::failed) return there.failure;
      const bool absent = there.kind == Answer::Kind::absent;
      const auto text = wanted(absent ? std::nullopt : std::optional(there.text));
      if (!text) return std::nullopt;
      if (!absent && there.etag.empty())
        return Delivered::give_up(
            "The calendar server gives no ETag, so nothing there can be changed safely.");
      const Answer put = m_collection.put(name, *text, there.etag);
      if (put.kind == Answer::Kind::good) return std::nullopt;
      if (put.kind == Answer::Kind::failed) return put.failure;
    }
    return Delivered::retry("Somebody else keeps changing an entry in the calendar.");
  }

  CalDavOptions m_options;
  Collection m_collection;
};

}  // namespace

std::unique_ptr<Adapter> make_caldav(CalDavOptions options) {
  return std::make_unique<CalDav>(std::move(options));
}

}  // namespace full_circle::caldav
