// 28,000 people told through a mail server on this machine, against the same messages in a bare loop.
#include "adapters/notifier/message.hpp"
#include "adapters/notifier/notifier.hpp"
#include "adapters/notifier/smtp.hpp"
#include "adapters/store/follower_store.hpp"
#include "adapters/store/identity_store.hpp"
#include "adapters/store/sqlite_store.hpp"
#include "tests/bench/machine.hpp"
#include "tests/bench/mail_sink.hpp"
#include "tests/bench/measures.hpp"

#include <spdlog/fmt/fmt.h>
#include <boost/json.hpp>

#include <stdexcept>

namespace full_circle::bench {

namespace {

constexpr std::size_t people = 28'000;  // as many as one real ten-year budget heard from

class WallClock final : public Clock {
 public:
  Instant now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

/// People who gave something and agreed to be contacted.
void fill(Store& store) {
  const auto writer = store.writer();
  writer->begin();
  for (std::size_t one = 0; one < people; ++one)
    writer->add({.project = "p1",
                 .book = "contributions",
                 .id = fmt::format("c{}", one),
                 .data = R"({"consents":{"contact":true}})",
                 .personal = fmt::format(R"({{"email":"person-{}@tauira.example"}})", one)});
  writer->commit();
}

const std::string payload = boost::json::serialize(boost::json::object{
    {"kind", "results_published"},
    {"audiences", boost::json::array{"public"}},
    {"scopes", boost::json::array{"everything"}},
    {"subject", "What you said and what was decided: Kōwhai Bay"},
    {"paragraphs", boost::json::array{"Thank you for waiting.", "This is what was decided, and why."}},
    {"link", {{"text", "Read what was decided"}, {"path", "/have-your-say/kowhai-bay/result"}}},
    {"then", {{"command", "record_people_told"}}}});

double per_second(SteadyClock::time_point began) {
  return static_cast<double>(people) * 1e3 / milliseconds_since(began);
}

double bare_loop(const notifier::OpenCarrier& open, const notifier::MailOptions& options) {
  notifier::Notice notice;
  notice.subject = "What you said and what was decided: Kōwhai Bay";
  notice.paragraphs = {"Thank you for waiting.", "This is what was decided, and why."};
  const std::string message =
      notifier::compose(notice, {"", "person@tauira.example"}, options, "k", Instant{});
  const auto carrier = open("tauira.example");
  const auto began = SteadyClock::now();
  for (std::size_t one = 0; one < people; ++one)
    carrier->carry("", options.from_address, fmt::format("person-{}@tauira.example", one), message);
  return per_second(began);
}

}  // namespace

void measure_telling(const Options& options, Report& report) {
  const Scratch scratch(options.folder);
  const MailSink sink;
  notifier::SmtpOptions server;
  server.host = "127.0.0.1";
  server.port = sink.port();
  server.tls = notifier::SmtpOptions::Tls::none;
  const auto open = notifier::through_smtp(server);
  const notifier::MailOptions mail{.base_url = "https://engage.tauira.example",
                                   .council_name = "Waitauira Council",
                                   .from_name = "",
                                   .from_address = "engage@tauira.example",
                                   .public_addresses = {}};
  const auto file = scratch.path() / "full-circle.db";
  const auto store = store::open_sqlite_store(file);
  const auto identity = store::open_sqlite_identity(file);
  const auto followers = store::open_sqlite_followers(file);
  const auto ledger = store::open_sqlite_ledger(file);
  const WallClock clock;
  fill(*store);
  const auto adapter = notifier::make_notifier(open, mail, {*identity, *followers, *ledger, *store, clock});
  Rounds told;
  Rounds ratio;
  for (int round = 0; round < options.rounds; ++round) {
    const double bare = bare_loop(open, mail);
    const std::size_t before = sink.taken();
    const auto began = SteadyClock::now();
    const Work work{
        .key = fmt::format("p1/{}/x", round), .project = "p1", .adapter = "notifier", .payload = payload};
    Delivered delivered = adapter->deliver(work);
    while (delivered.again_at) delivered = adapter->deliver(work);
    const double rate = per_second(began);
    if (delivered.kind != Delivered::Kind::done || sink.taken() - before != people)
      throw std::runtime_error("not everybody was told: " + delivered.reason);
    told.add(rate);
    ratio.add(rate / bare);
  }
  report.add({"telling", "28,000 people told, each noted before the next", told.median(), "per second"});
  report.add({"telling", "… of a bare loop of messages to the same server", ratio.median(), "times"});
}

}  // namespace full_circle::bench
