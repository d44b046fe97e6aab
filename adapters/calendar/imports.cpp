#include "adapters/calendar/imports.hpp"

#include "adapters/calendar/ics_import.hpp"
#include "adapters/calendar/import_copy.hpp"
#include "adapters/shared/whole_file.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace full_circle::calendar {

namespace {

using Steady = std::chrono::steady_clock;

/// What a look at a source came to.
struct Look {
  enum class Kind { text, unchanged, failed } kind = Kind::failed;
  std::string text;
  std::string problem;
  std::string etag;
  std::string last_modified;
};

Look failed(std::string problem) {
  return {.kind = Look::Kind::failed, .text = {}, .problem = std::move(problem)};
}

Look look_at_file(const std::filesystem::path& path) {
  try {
    auto text = shared::read_whole_file(path);
    if (!text) return failed("There is no such file.");
    return {.kind = Look::Kind::text, .text = std::move(*text)};
  } catch (const std::system_error&) {
    return failed("The file cannot be read.");
  }
}

Look look_at_web(const std::string& url, const ImportNotes& notes, const shared::OutboundOptions& options) {
  shared::OutboundRequest request;
  request.url = url;
  request.redirects = shared::OutboundRequest::Redirects::follow;
  request.headers = {{"Accept", "text/calendar"}};
  if (!notes.etag.empty()) request.headers.emplace_back("If-None-Match", notes.etag);
  if (!notes.last_modified.empty()) request.headers.emplace_back("If-Modified-Since", notes.last_modified);
  auto reply = shared::ask(request, options);
  if (reply.kind != shared::OutboundReply::Kind::answered) return failed(reply.problem);
  if (reply.status == 304) return {.kind = Look::Kind::unchanged};
  if (reply.status != 200) return failed("The server answers " + std::to_string(reply.status) + ".");
  return {.kind = Look::Kind::text,
          .text = std::move(reply.body),
          .problem = {},
          .etag = std::move(reply.etag),
          .last_modified = std::move(reply.last_modified)};
}

/// One source and how it stands. Only `state` is looked at from outside.
struct Import {
  Import(ImportSource of, const std::filesystem::path& folder)
      : source(std::move(of)), copy(folder, source) {}
  ImportSource source;
  ImportCopy copy;
  ImportNotes notes;
  std::optional<std::vector<ImportedEntry>> entries;  ///< those handed on last, as they read
  std::string problem_told;
  int failures = 0;
  Steady::time_point due{};
};

}  // namespace

struct Imports::Inside {
  ImportsOptions options;
  const Clock& clock;
  ImportsChanged changed;
  ImportsTold told;
  std::vector<Import> imports;
  std::mutex looking;         ///< one look at a time, and `changed` with it
  mutable std::mutex states;  ///< of every Import::notes.state and due
  std::condition_variable_any wake;
  std::jthread thread;

  Inside(ImportsOptions with, const Clock& by, ImportsChanged then, ImportsTold tell)
      : options(std::move(with)), clock(by), changed(std::move(then)), told(std::move(tell)) {}

  /// Reads `text`, which was had at `read_at`; what is good is handed on when it is new.
  std::string use(Import& import, const std::string& text, Instant read_at) {
    auto reading = read_ics(text, options.zone, clock.now());
    {
      const std::lock_guard lock(states);
      import.notes.state.left_out = std::move(reading.left_out);
      if (!reading.problem.empty()) return reading.problem;
      import.notes.state.entries = reading.entries.size();
    }
    if (import.entries == reading.entries) return {};
    import.entries = reading.entries;
    for (auto& entry : reading.entries)
      if (!entry.updated_at) entry.updated_at = read_at;
    changed(import.source.name, reading.entries);
    return {};
  }

  void read_copy(Import& import) {
    import.notes = import.copy.notes();
    const auto text = import.copy.text();
    if (text && use(import, *text, import.notes.state.read_at.value_or(clock.now())).empty()) return;
    import.notes.etag.clear();  // without a copy of ours, theirs has to be sent whole
    import.notes.last_modified.clear();
  }

  Look look(const Import& import, const std::stop_token& stop) const {
    if (import.source.url.empty()) return look_at_file(import.source.file);
    shared::OutboundOptions outbound;
    outbound.private_addresses = options.private_addresses;
    outbound.timeout = options.timeout;
    outbound.body_bytes_max = ics_limits::bytes;
    outbound.stop = stop;
    return look_at_web(import.source.url, import.notes, outbound);
  }

  void refresh(Import& import, const std::stop_token& stop) {
    const std::lock_guard one_at_a_time(looking);
    const Look found = look(import, stop);
    if (stop.stop_requested()) return;
    std::string problem = found.problem;
    // What has not changed is read again all the same: the window of days moves on.
    const auto text = found.kind == Look::Kind::unchanged ? import.copy.text() : std::optional(found.text);
    if (problem.empty()) problem = text ? use(import, *text, clock.now()) : "The copy of it is lost.";
    if (problem.empty() && found.kind == Look::Kind::text) {
      import.copy.keep_text(found.text);
      import.notes.etag = found.etag;
      import.notes.last_modified = found.last_modified;
    }
    note(import, std::move(problem));
  }

  void note(Import& import, std::string problem) {
    {
      const std::lock_guard lock(states);
      ImportState& state = import.notes.state;
      state.tried_at = clock.now();
      if (problem.empty()) state.read_at = state.tried_at;
      state.problem = std::move(problem);
    }
    tell(import);
    import.copy.keep_notes(import.notes);
    const bool well = import.notes.state.problem.empty();
    import.failures = well ? 0 : import.failures + 1;
    look_again_after(import, well ? import.source.refresh : backoff(import));
  }

  void tell(Import& import) {
    const std::string& problem = import.notes.state.problem;  // changed by this thread alone
    if (import.problem_told == problem) return;
    import.problem_told = problem;
    if (told) told(import.notes.state);
  }

  void look_again_after(Import& import, std::chrono::seconds wait) {
    const std::lock_guard lock(states);
    import.due = Steady::now() + wait;
  }
  Steady::time_point due(const Import& import) const {
    const std::lock_guard lock(states);
    return import.due;
  }

  std::chrono::seconds backoff(const Import& import) const {
    std::chrono::seconds wait = options.backoff_first;
    for (int i = 1; i < import.failures && wait < import.source.refresh; ++i) wait *= 2;
    return std::min<std::chrono::seconds>(wait, import.source.refresh);
  }

  void keep_looking(const std::stop_token& stop) {
    std::mutex waiting;
    while (!stop.stop_requested()) {
      auto next = Steady::now() + std::chrono::hours{1};
      for (Import& import : imports) {
        if (due(import) <= Steady::now()) try_one(import, stop);
        if (stop.stop_requested()) return;
        next = std::min(next, due(import));
      }
      std::unique_lock lock(waiting);
      wake.wait_until(lock, stop, next, [] { return false; });
    }
  }

  /// A full disk does not end the looking.
  void try_one(Import& import, const std::stop_token& stop) {
    try {
      refresh(import, stop);
    } catch (const std::exception&) {
      look_again_after(import, options.backoff_first);
      const std::lock_guard one_at_a_time(looking);
      {
        const std::lock_guard lock(states);
        import.notes.state.problem = "What it says could not be kept.";
      }
      tell(import);
    }
  }
};

Imports::Imports(ImportsOptions options, std::vector<ImportSource> sources, const Clock& clock,
                 ImportsChanged changed, ImportsTold told)
    : m_inside(std::make_unique<Inside>(std::move(options), clock, std::move(changed), std::move(told))) {
  shared::make_private_folder(m_inside->options.folder);
  m_inside->imports.reserve(sources.size());
  for (ImportSource& source : sources) {
    m_inside->imports.emplace_back(std::move(source), m_inside->options.folder);
    m_inside->read_copy(m_inside->imports.back());
  }
}

Imports::~Imports() {
  stop();
}

void Imports::start() {
  m_inside->thread =
      std::jthread([inside = m_inside.get()](const std::stop_token& stop) { inside->keep_looking(stop); });
}

void Imports::stop() {
  m_inside->thread = {};
}

ImportState Imports::refresh(const std::string& name) {
  for (Import& import : m_inside->imports) {
    if (import.source.name != name) continue;
    m_inside->refresh(import, {});
    const std::lock_guard lock(m_inside->states);
    return import.notes.state;
  }
  throw std::out_of_range("no calendar is imported as " + name);
}

std::vector<ImportState> Imports::states() const {
  const std::lock_guard lock(m_inside->states);
  std::vector<ImportState> out;
  out.reserve(m_inside->imports.size());
  for (const Import& import : m_inside->imports) out.push_back(import.notes.state);
  return out;
}

std::vector<ImportState> kept_import_states(const std::filesystem::path& folder,
                                            const std::vector<ImportSource>& sources) {
  std::vector<ImportState> out;
  out.reserve(sources.size());
  for (const ImportSource& source : sources) out.push_back(ImportCopy(folder, source).notes().state);
  return out;
}

}  // namespace full_circle::calendar
