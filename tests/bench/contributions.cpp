// Contributions taken in over HTTP: against a bare server that only keeps rows, while somebody reads the
// page, and a whole export at once.
#include "tests/bench/load.hpp"
#include "tests/bench/machine.hpp"
#include "tests/bench/measures.hpp"

#include <spdlog/fmt/fmt.h>
#include <boost/json.hpp>

#include <fstream>
#include <future>
#include <sstream>
#include <stdexcept>

namespace full_circle::bench {

namespace json = boost::json;

namespace {

constexpr std::size_t connections = 32;
constexpr std::size_t rows = 28'000;  // as many as one real ten-year budget heard from

/// The example projects, of which one is open.
class Demo {
 public:
  Demo(const Options& options, const std::filesystem::path& data)
      : m_program(
            {options.server.string(), "serve", "--demo", "--listen", "127.0.0.1:0", "--data", data.string()},
            {}, data.string() + ".log"),
        m_port(m_program.port()) {
    std::ifstream file(data / "demo-keys.json");
    std::stringstream keys;
    keys << file.rdbuf();
    m_key = key_in(json::parse(keys.str()));
    const std::string list = ask_once(m_port, get_request("/api/v1/projects?limit=200", m_key));
    const json::value listed = json::parse(list);
    for (const auto& item : listed.at("items").as_array())
      if (item.at("status") == "open") m_slug = json::value_to<std::string>(item.at("slug"));
    if (m_slug.empty()) throw std::runtime_error("no example project is open");
  }
  std::uint16_t port() const { return m_port; }
  pid_t id() const { return m_program.id(); }
  const std::string& key() const { return m_key; }
  const std::string& slug() const { return m_slug; }

 private:
  static std::string key_in(const json::value& keys);
  Program m_program;
  std::uint16_t m_port;
  std::string m_key;
  std::string m_slug;
};

std::string Demo::key_in(const json::value& keys) {
  for (const auto& entry : keys.as_object())
    if (entry.key().find("lead") != json::string_view::npos) {
      const auto& value = entry.value();
      if (value.is_string()) return json::value_to<std::string>(value);
    }
  throw std::runtime_error("demo-keys.json has no key of a lead");
}

std::string words(std::size_t number) {
  return fmt::format(
      "I walk here most days (number {}). Please keep the path wide enough for prams and wheelchairs, "
      "plant pōhutukawa where the bank is bare, and leave room for the birds.",
      number);
}

std::string whole_export() {
  std::string csv = "Response ID,Your views,Age\r\n";
  for (std::size_t row = 0; row < rows; ++row) csv += fmt::format("{},\"{}\",Under 25\r\n", row, words(row));
  return json::serialize(json::object{
      {"mapping",
       json::object{{"source", "a survey"}, {"id", "Response ID"}, {"words", json::array{"Your views"}}}},
      {"csv", csv}});
}

void measure_import(const Demo& demo, Report& report) {
  const std::string body = whole_export();
  const auto began = SteadyClock::now();
  const std::string answer = whole_answer(
      demo.port(),
      fmt::format("POST /api/v1/projects/{}/contributions/import HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                  "Authorization: Bearer {}\r\nContent-Type: application/json\r\nConnection: close\r\n"
                  "Content-Length: {}\r\n\r\n{}",
                  demo.slug(), demo.key(), body.size(), body));
  const double seconds = milliseconds_since(began) / 1e3;
  if (answer.find(fmt::format("\"added\":{}", rows)) == std::string::npos)
    throw std::runtime_error("the export was not brought in: " + answer.substr(0, 600));
  report.add({"contributions", "28,000 rows of an export brought in", seconds, "s", Aim::at_most, 20});
}

}  // namespace

void measure_contributions(const Options& options, Report& report) {
  const Scratch scratch(options.folder);
  const Demo demo(options, scratch.path() / "demo");
  Program keeping({options.keep.string(), (scratch.path() / "rows.db").string()}, {},
                  scratch.path() / "keep.log");
  const std::uint16_t keeping_port = keeping.port();
  std::vector<std::string> gifts;
  for (std::size_t number = 0; number < 1'000; ++number)
    gifts.push_back(post_request("/api/v1/have-your-say/" + demo.slug() + "/contributions", "",
                                 json::serialize(json::object{{"words", words(number)}})));
  const std::vector<std::string> page{get_request("/have-your-say/" + demo.slug() + "/", "")};
  Rounds bare, taken, ratio, most, page_most;
  for (int round = 0; round < options.rounds; ++round) {
    const auto run = [&](std::uint16_t port, pid_t program, std::chrono::milliseconds length) {
      const OthersWatch watch(program);
      const LoadResult load = run_load({.port = port,
                                        .connections = connections,
                                        .requests = gifts,
                                        .expected = "HTTP/1.1 201",
                                        .length = length});
      report.used_by_others(watch.share());
      return load;
    };
    const LoadResult least = run(keeping_port, keeping.id(), options.length);
    const LoadResult ours = run(demo.port(), demo.id(), options.length);
    bare.add(least.per_second);
    taken.add(ours.per_second);
    ratio.add(ours.per_second / least.per_second);
    most.add(ours.milliseconds_99);
    auto rush = std::async(std::launch::async, [&] { return run(demo.port(), demo.id(), options.length); });
    const LoadResult reads =
        run_load({.port = demo.port(), .connections = 4, .requests = page, .length = options.length});
    rush.get();
    page_most.add(reads.milliseconds_99);
  }
  report.add({"contributions", "bare group-committing server, 32 connections", bare.median(), "per second"});
  report.add({"contributions", "contributions taken in, 32 connections", taken.median(), "per second"});
  report.add({"contributions", "… of the bare server", ratio.median(), "times", Aim::at_least, 0.4});
  report.add({"contributions", "… 99 of 100 answered within", most.median(), "ms", Aim::at_most, 100});
  report.add({"contributions", "… the page meanwhile, 99 of 100 within", page_most.median(), "ms"});
  measure_import(demo, report);
}

}  // namespace full_circle::bench
