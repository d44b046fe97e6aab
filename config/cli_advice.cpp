// The advice of a project, read from the data directory itself: as data, as a page, or on paper.
#include "config/adapters.hpp"
#include "config/cli_parts.hpp"
#include "config/clock.hpp"
#include "config/kept_project.hpp"
#include "workflows/engagement/advice.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <fstream>
#include <memory>
#include <ostream>

namespace full_circle::config {
namespace {

struct AdviceOptions {
  std::string project;
  std::string format = "html";
  std::string file;
};

Exit write_advice(const CommandLine& line, const AdviceOptions& options) {
  Records records = open_records(settings_of(line));
  const auto kept = read_project(records, options.project, std::nullopt);
  if (!kept) return refuse(line, "there is no project '" + options.project + "'");
  auto document =
      engagement::current_advice(*records.reader, kept->project(), *records.context, ServerClock().now());
  const auto view = engagement::advice_view(std::move(document), kept->project(), *records.context,
                                            engagement::AdviceReaders::working_on_it);
  std::string content;
  if (options.format == "json") {
    content = boost::json::serialize(view) + "\n";
  } else {
    const auto paper =
        options.format == "pdf" ? engagement::AdvicePaper::print : engagement::AdvicePaper::screen;
    content = make_pages(records.settings)("advice",
                                           engagement::advice_page(view, base_url(records.settings), paper));
  }
  if (options.format == "pdf") {
    const auto press = make_press(records.settings);
    if (!press) return refuse(line, "advice.pdf_command names no program that makes PDFs");
    auto printed = press(content);
    if (printed.pdf.empty()) return refuse(line, printed.problem);
    content = std::move(printed.pdf);
  }
  if (!(std::ofstream(options.file, std::ios::binary) << content).flush())
    return refuse(line, options.file + " cannot be written");
  line.console.out << plain_text(view.at("state")) << "  " << options.file << "\n";
  return Exit::done;
}

}  // namespace

void add_advice_command(CLI::App& project, CommandLine& line) {
  const auto options = std::make_shared<AdviceOptions>();
  CLI::App* advice =
      add_command(project, "advice", "Its advice for those who decide, written to a file",
                  "  fullcircle project advice kowhai-bay-shoreline-path --format pdf advice.pdf\n", line,
                  [&line, options] { return write_advice(line, *options); });
  advice->add_option("PROJECT", options->project, "Its id or its slug")->required();
  advice->add_option("FILE", options->file, "Where to; what is there is replaced")->required();
  advice->add_option("--format", options->format, "html, pdf or json")
      ->check(CLI::IsMember({"html", "pdf", "json"}));
  add_settings_options(*advice, line);
}

}  // namespace full_circle::config
