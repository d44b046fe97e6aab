#include "config/cli_parts.hpp"
#include "config/kept_project.hpp"
#include "engine/record.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

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

Exit verify_file(const CommandLine& line, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    line.console.err << "fullcircle: cannot read " << path << "\n";
    return Exit::unusable;
  }
  Verified verified;
  std::vector<StoredEvent> events;
  std::int64_t number = 0;
  for (std::string text; std::getline(file, text);) {
    ++number;
    if (text.empty()) continue;
    auto event = read_export_line(text);
    if (event) {
      events.push_back(std::move(*event));
    } else {
      verified.faults.push_back({path, number, "this line is not an event"});
    }
  }
  // One file may hold several projects, one after the other.
  std::size_t begin = 0;
  while (begin < events.size()) {
    std::size_t end = begin;
    while (end < events.size() && events[end].project == events[begin].project) ++end;
    verified.add(events[begin].project, std::span(events).subspan(begin, end - begin));
    begin = end;
  }
  return report(line, verified);
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
    verified.add(row->project, all_events(*reader, row->project));
    return report(line, verified);
  }
  std::string after;
  while (true) {
    const auto ids = reader->project_ids(after, 500);
    for (const std::string& id : ids) verified.add(id, all_events(*reader, id));
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
