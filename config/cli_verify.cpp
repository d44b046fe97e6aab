#include "config/cli_parts.hpp"
#include "config/kept_project.hpp"
#include "engine/record.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>

namespace full_circle::config {
namespace {

struct VerifyOptions {
  std::string file;
  std::string project;
};

struct Fault {
  std::string project;
  std::int64_t seq = 0;
  std::string what;
};

struct Verified {
  std::int64_t projects = 0;
  std::int64_t events = 0;
  std::vector<Fault> faults;

  void add(const std::string& project, std::span<const StoredEvent> chain) {
    ++projects;
    events += static_cast<std::int64_t>(chain.size());
    for (const ChainFault& fault : verify_chain(chain)) faults.push_back({project, fault.seq, fault.what});
  }

  /// Of a chain whose length is known from elsewhere: its end may be gone without any hash telling.
  void compare(const std::string& project, std::span<const StoredEvent> chain, std::int64_t version) {
    const std::int64_t last = chain.empty() ? 0 : chain.back().seq;
    if (last < version) {
      faults.push_back(
          {project, last + 1,
           "events " + std::to_string(last + 1) + " to " + std::to_string(version) + " are missing"});
    } else if (last > version) {
      faults.push_back({project, version + 1, "there are more events than the project's version says"});
    }
  }
};

Exit report(const CommandLine& line, const Verified& verified) {
  if (line.common.output() == Output::json) {
    boost::json::array faults;
    for (const Fault& fault : verified.faults) {
      faults.push_back(
          boost::json::object{{"project", fault.project}, {"seq", fault.seq}, {"what", fault.what}});
    }
    print_json(line.console.out, boost::json::object{{"ok", verified.faults.empty()},
                                                     {"projects", verified.projects},
                                                     {"events", verified.events},
                                                     {"faults", std::move(faults)}});
  } else {
    for (const Fault& fault : verified.faults) {
      line.console.out << "project " << fault.project << " event " << fault.seq << ": " << fault.what << "\n";
    }
    line.console.out << verified.projects << (verified.projects == 1 ? " project, " : " projects, ")
                     << verified.events << (verified.events == 1 ? " event: " : " events: ")
                     << (verified.faults.empty() ? "the record is whole" : "the record was changed") << "\n";
  }
  return verified.faults.empty() ? Exit::done : Exit::answer_is_no;
}

/// One project's part of an export: its events, and the line they end with.
struct Part {
  std::vector<StoredEvent> events;
  std::optional<ExportEnd> end;
};

void verify_part(Verified& verified, const Part& part) {
  const std::string project = part.events.empty() ? part.end->project : part.events.front().project;
  verified.add(project, part.events);
  const std::int64_t last = part.events.empty() ? 0 : part.events.back().seq;
  if (!part.end) {
    verified.faults.push_back({project, last + 1, "the line that an export ends with is missing"});
    return;
  }
  if (part.end->project != project) {
    verified.faults.push_back({project, last, "the last line is another project's"});
  }
  verified.compare(project, part.events, part.end->events);
  if (!part.events.empty() && part.end->hash != part.events.back().hash) {
    verified.faults.push_back({project, last, "the last line names another hash"});
  }
}

Exit verify_file(const CommandLine& line, const std::string& path) {
  const auto cannot_read = [&] {
    line.console.err << "fullcircle: cannot read " << path << "\n";
    return Exit::unusable;
  };
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return cannot_read();
  std::ifstream file(path, std::ios::binary);
  if (!file) return cannot_read();
  Verified verified;
  // One file may hold several projects, one after the other.
  std::vector<Part> parts;
  std::int64_t number = 0;
  for (std::string text; std::getline(file, text);) {
    ++number;
    if (text.empty()) continue;
    if (auto event = read_export_line(text)) {
      const bool goes_on =
          !parts.empty() && !parts.back().end && parts.back().events.front().project == event->project;
      if (!goes_on) parts.emplace_back();
      parts.back().events.push_back(std::move(*event));
    } else if (auto end = read_export_end(text)) {
      if (parts.empty() || parts.back().end) parts.emplace_back();
      parts.back().end = std::move(*end);
    } else {
      verified.faults.push_back({path, number, "this line is not an event"});
    }
  }
  if (file.bad()) return cannot_read();
  for (const Part& part : parts) verify_part(verified, part);
  if (verified.events == 0) verified.faults.push_back({path, number, "the file holds no events"});
  return report(line, verified);
}

void verify_kept(Verified& verified, StoreReader& reader, const std::string& project) {
  // The row first: what a running server adds in between is no fault.
  const auto row = reader.project(project);
  const auto events = all_events(reader, project);
  verified.add(project, events);
  if (events.empty()) {
    verified.faults.push_back({project, 0, "the project has no events"});
  } else if (!row) {
    verified.faults.push_back({project, 0, "there are events, but no project"});
  } else if (events.back().seq < row->version) {
    verified.compare(project, events, row->version);
  }
}

Exit verify_store(const CommandLine& line, const VerifyOptions& options) {
  Kept kept = open_kept(settings_of(line), WhenMissing::refuse);
  const auto reader = kept.store->reader();
  Verified verified;
  if (!options.project.empty()) {
    const auto row = reader->project(options.project);
    if (!row) {
      line.console.err << "fullcircle: there is no project '" << options.project << "'\n";
      return Exit::answer_is_no;
    }
    verify_kept(verified, *reader, row->project);
    return report(line, verified);
  }
  std::string after;
  while (true) {
    const auto ids = reader->project_ids(after, 500);
    for (const std::string& id : ids) verify_kept(verified, *reader, id);
    if (ids.empty()) return report(line, verified);
    after = ids.back();
  }
}

}  // namespace

void add_verify_command(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App* verify = add_command(
      app, "verify", "Checks the hash chains: whether anything in the record was changed; 1 when it was",
      "  fullcircle verify --data data\n"
      "  fullcircle verify --data data --project kowhai-bay-shoreline-path\n"
      "  fullcircle verify record.jsonl        a file that `project export` wrote; needs no data directory\n",
      line, [&line, options] {
        return options->file.empty() ? verify_store(line, *options) : verify_file(line, options->file);
      });
  verify->add_option("FILE", options->file, "An export instead of the data directory");
  verify->add_option("--project", options->project, "Only this project, by id or slug");
  add_settings_options(*verify, line);
  add_json_option(*verify, line);
}

}  // namespace full_circle::config
