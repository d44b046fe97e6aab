#pragma once
/// A real server on a free port, with the real engine, workflow and SQLite behind it.

#include "adapters/http/server.hpp"
#include "adapters/publisher/static_site.hpp"
#include "adapters/store/follower_store.hpp"
#include "adapters/store/identity_store.hpp"
#include "adapters/store/kept_files.hpp"
#include "adapters/store/personal_records.hpp"
#include "adapters/store/sqlite_store.hpp"
#include "engine/record.hpp"
#include "tests/support/raw_http.hpp"
#include "tests/support/temporary_folder.hpp"
#include "workflows/engagement/branch_chart.hpp"
#include "workflows/engagement/calendar/engagement_calendar.hpp"
#include "workflows/engagement/definitions/shipped.hpp"
#include "workflows/engagement/lifecycle.hpp"
#include "workflows/engagement/privacy.hpp"
#include "workflows/engagement/themes.hpp"
#include "workflows/engagement/workflow.hpp"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <boost/json.hpp>

#include <atomic>
#include <chrono>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace full_circle::testing {

/// A clock that stands still until it is moved.
class HandClock final : public Clock {
 public:
  Instant now() const override { return Instant{std::chrono::milliseconds{m_now.load()}}; }
  void set(Instant now) { m_now = now.time_since_epoch().count(); }

 private:
  std::atomic<std::int64_t> m_now = std::chrono::milliseconds{1'803'852'000'000}.count();  // March 2027
};

/// Delivers into nothing, or gives up when it is told to.
class SilentAdapter final : public Adapter {
 public:
  SilentAdapter(std::string name, const std::atomic<bool>& gives_up)
      : m_name(std::move(name)), m_gives_up(gives_up) {}
  std::string_view name() const override { return m_name; }
  Delivered deliver(const Work&) override {
    return m_gives_up ? Delivered::give_up("the other side refused it") : Delivered::done();
  }

 private:
  std::string m_name;
  const std::atomic<bool>& m_gives_up;
};

inline std::shared_ptr<const engagement::Context> context_of_shipped(
    std::shared_ptr<const engagement::EngagementCalendar> calendar = nullptr,
    std::function<engagement::ThemeCounts(std::string_view)> counts = {}) {
  std::vector<engagement::Definition> definitions;
  for (const auto& [file, text] : engagement::shipped_definitions()) {
    auto reading = engagement::read_definition(text, {"notifier", "publisher", "calendar"});
    if (!reading.definition) throw std::runtime_error(file + " cannot be read");
    reading.definition->hash = sha256_hex(text);
    reading.definition->text = text;
    definitions.push_back(*std::move(reading.definition));
  }
  const std::vector<std::string> adapters{"notifier", "publisher", "calendar"};
  return std::make_shared<const engagement::Context>(engagement::Context{
      .project_chart = engagement::explore_project_chart(),
      .branch_chart = engagement::explore_branch_chart(),
      .definitions =
          std::make_shared<const engagement::Definitions>(std::move(definitions), nullptr, adapters),
      .event_hooks = {{.adapter = "webhook:tauira"}},
      .calendar = std::move(calendar),
      .contribution_counts = std::move(counts)});
}

class HttpFixture {
 public:
  /// `change` may set options before the server is made.
  explicit HttpFixture(const std::function<void(HttpFixture&)>& change = {}) {
    options.port = 0;
    options.sweep_every = std::chrono::milliseconds{20};
    options.site_folder = folder / "site";
    options.calendar_folder = folder / "calendar";
    std::filesystem::create_directories(options.site_folder / "have-your-say");
    std::filesystem::create_directories(options.calendar_folder / "staff");
    if (change) change(*this);
    store = store::open_sqlite_store(folder / "full-circle.db");
    identity = store::open_sqlite_identity(folder / "full-circle.db");
    followers = store::open_sqlite_followers(folder / "full-circle.db");
    ledger = store::open_sqlite_ledger(folder / "full-circle.db");
    people = store::open_sqlite_personal_records(folder / "full-circle.db");
    files = store::open_kept_files(folder / "attachments");
    privacy =
        std::make_unique<engagement::Privacy>(*people, *identity, *files, engagement::Retention{},
                                              [](std::string_view) { return std::optional<std::string>(); });
    engine = std::make_unique<Engine>(workflow, *store, clock, engine_options);
    calendar->tell_complete();
    engine->listen([this](const Committed& committed) {
      for (const auto& event : committed.events)
        if (const auto aggregate = engine->load(event.project))
          calendar->replace(engagement::calendar_part(engagement::as_project(*aggregate), *context));
    });
    std::vector<std::unique_ptr<Adapter>> adapters;
    for (const char* name : {"notifier", "publisher", "calendar", "webhook:tauira"}) {
      adapters.push_back(std::make_unique<SilentAdapter>(name, gives_up));
    }
    deliveries = std::make_unique<Deliveries>(*engine, workflow, *store, clock, std::move(adapters),
                                              DeliveriesOptions{});
    logger =
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(m_log));
    logger->set_level(spdlog::level::debug);
    server = std::make_unique<http::Server>(
        options,
        http::Services{*engine,
                       *deliveries,
                       *store,
                       *identity,
                       clock,
                       context,
                       logger,
                       set_clock,
                       publisher::make_pages(
                           {.folder = {}, .base_url = options.base_url, .council_name = "Waitauira Council"}),
                       imports,
                       telling(),
                       [this](const std::string& html) { return press.print(html); },
                       privacy.get(),
                       {files.get(), people.get()}});
    deliveries->start();
    server->start();
  }
  ~HttpFixture() {
    server.reset();
    deliveries.reset();
    engine.reset();
  }

  /// A new person with one grant; the secret of their key.
  std::string key(const std::string& person, RoleGrant grant) {
    if (!identity->find_person(person)) {
      require(identity->add_person(Person{.id = person, .name = person, .grants = {std::move(grant)}}).ok());
    } else {
      require(identity->grant(person, std::move(grant)).ok());
    }
    auto made = identity->add_key(person, "test", clock.now());
    require(made.ok());
    return made.value().secret;
  }
  const std::string& lead() {
    if (m_lead.empty()) m_lead = key("lead-person", {"lead", "", ""});
    return m_lead;
  }

  static std::string head(const std::string& method, const std::string& target, const std::string& secret,
                          const std::string& more = "") {
    const std::string key_line = secret.empty() ? "" : "Authorization: Bearer " + secret + "\r\n";
    return method + " " + target + " HTTP/1.1\r\nHost: test\r\n" + key_line + more;
  }
  static std::string request(const std::string& method, const std::string& target, const std::string& secret,
                             const std::string& body = "", const std::string& more = "") {
    const std::string body_lines =
        method == "POST"
            ? "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n"
            : "";
    return head(method, target, secret, body_lines + more) + "\r\n" + body;
  }
  HttpAnswer send(const std::string& bytes, bool with_body = true) {
    RawHttp client(server->port());
    client.send(bytes);
    const auto answer = client.answer(with_body);
    require(answer.has_value());
    return *answer;
  }
  HttpAnswer get(const std::string& target, const std::string& secret, const std::string& more = "") {
    return send(request("GET", target, secret, "", more));
  }
  HttpAnswer post(const std::string& target, const std::string& secret, const std::string& body,
                  const std::string& more = "") {
    return send(request("POST", target, secret, body, more));
  }
  static boost::json::object json(const HttpAnswer& answer) {
    return boost::json::parse(answer.body).as_object();
  }
  static std::string project_body(const std::string& title = "Kōwhai Bay shoreline path") {
    return R"({"title":")" + title +
           R"(","summary":"A path along the shore.","definition":"standard","local_boards":["kowhai-bay"],)"
           R"("communities":["young-people"],"topics":["parks"],"sample":true})";
  }
  /// A new project of the lead's; its id.
  std::string project(const std::string& title = "Kōwhai Bay shoreline path") {
    const HttpAnswer made = post("/api/v1/projects", lead(), project_body(title));
    require(made.status == 201);
    return std::string(json(made).at("project").as_string());
  }
  void write_file(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  /// All that was logged. A request's line is written after its answer, so the server is stopped first.
  std::string logged() {
    server->stop();
    return m_log.str();
  }
  static void require(bool holds) {
    if (!holds) throw std::runtime_error("the fixture could not be set up");
  }

  http::Telling telling() {
    return {
        .followers = followers.get(),
        .ledger = ledger.get(),
        .letter_due = [] {},
        .preview = [](const Outcome& outcome,
                      const std::string&) { return "[" + std::to_string(outcome.deliveries.size()) + "]"; },
        .texts = texts};
  }

  TemporaryFolder folder;
  http::ServerOptions options;
  EngineOptions engine_options;
  std::function<bool(Instant)> set_clock;
  std::function<std::vector<http::ImportStanding>()> imports;
  std::optional<http::TextAnswers> texts;
  HandClock clock;
  std::atomic<bool> gives_up = false;
  /// Tests may run as root, where Chromium wants to be told that this is meant.
  shared::PdfPress press{
      {.command = {"/usr/bin/chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer",
                   "--export-tagged-pdf", "--host-resolver-rules=MAP * ~NOTFOUND",
                   "--user-data-dir={folder}/profile", "--print-to-pdf={pdf}", "{html}"}}};
  std::shared_ptr<engagement::EngagementCalendar> calendar =
      std::make_shared<engagement::EngagementCalendar>();
  std::shared_ptr<const engagement::Context> context = context_of_shipped(
      calendar,
      [this](std::string_view project) { return engagement::theme_counts(*store->reader(), project); });
  engagement::EngagementWorkflow workflow{context};
  std::unique_ptr<Store> store;
  std::unique_ptr<Identity> identity;
  std::unique_ptr<Followers> followers;
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<PersonalRecords> people;
  std::unique_ptr<KeptFiles> files;
  std::unique_ptr<engagement::Privacy> privacy;
  std::unique_ptr<Engine> engine;
  std::unique_ptr<Deliveries> deliveries;
  std::shared_ptr<spdlog::logger> logger;
  std::unique_ptr<http::Server> server;

 private:
  std::ostringstream m_log;
  std::string m_lead;
};

}  // namespace full_circle::testing
