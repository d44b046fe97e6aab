#include "adapters/notifier/notice.hpp"
#include "adapters/notifier/smtp.hpp"
#include "tests/adapters/notifier/notices.hpp"
#include "tests/conformance/adapter.hpp"
#include "tests/support/mail_server.hpp"
#include "tests/support/temporary_folder.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>

namespace full_circle::notifier {
namespace {

using namespace std::chrono_literals;
using Tls = SmtpOptions::Tls;

struct Taken {
  json::object envelope;
  json::object message;
};

std::vector<Taken> taken(const MailServer& server) {
  std::vector<Taken> out;
  for (const auto& path : server.messages()) {
    out.push_back({json::parse(read_file(path + ".json")).as_object(), read_message(path + ".eml")});
  }
  return out;
}

/// The one address of an envelope, or a text that is none.
std::string sent_to(const json::value& to) {
  return to.as_array().size() == 1 ? text(to.as_array()[0]) : "not one address";
}

/// The adapter with people, a clock and a ledger; it speaks plainly to 127.0.0.1 unless told otherwise.
struct Sender : PostRoom {
  explicit Sender(int port) {
    server.host = "127.0.0.1";
    server.port = port;
    server.tls = Tls::none;
    server.timeout = 10s;
    people.m_addresses["role:lead"] = {{"One", "one@tauira.example"}};
  }
  Delivered deliver(const json::object& payload = notice("role:lead"),
                    const std::string& key = "p-1/1/opened_notice") {
    const auto adapter = notifier(through_smtp(server), options);
    return adapter->deliver(
        {.key = key, .project = "p-1", .adapter = "notifier", .payload = json::serialize(payload)});
  }
  SmtpOptions server;
  MailOptions options = mail_options();
};

class Bench final : public conformance::AdapterBench {
 public:
  Bench() : m_server({"plain"}), m_sender(m_server.port()) {
    m_server.open();
    m_sender.people.m_addresses["role:lead"] = {{"One", "one@tauira.example"},
                                                {"Two", "later-two@tauira.example"}};
    restart();
  }
  Adapter& adapter() override { return *m_adapter; }
  void restart() override { m_adapter = m_sender.notifier(through_smtp(m_sender.server), m_sender.options); }
  std::string effects() override {
    std::string out;
    for (const auto& one : taken(m_server))
      out += json::serialize(one.envelope) + json::serialize(one.message) + "\n";
    return out;
  }
  std::string payload(int version) override {
    return json::serialize(notice("role:lead", "Notice " + std::to_string(version)));
  }
  std::string hostile_payload() override {
    m_sender.people.m_addresses["role:lead"] = {
        {"Eve\r\nBcc: all@tauira.example", "eve@tauira.example"},
        {"Bad", "bad@tauira.example>\r\nRCPT TO:<all@tauira.example"}};
    json::object bad = notice("role:lead", "Hi\r\nBcc: all@tauira.example");
    bad["paragraphs"] = json::array{"before\r\n.\r\nMAIL FROM:<x@y.example>\r\n..after", "."};
    return json::serialize(bad);
  }
  void check_hostile() override {
    const auto messages = taken(m_server);
    REQUIRE(messages.size() == 1);
    CHECK(sent_to(messages[0].envelope.at("to")) == "eve@tauira.example");
    CHECK(text(messages[0].message.at("subject")) == "Hi Bcc: all@tauira.example");
    CHECK(text(messages[0].message.at("plain"))
              .starts_with("before\n.\nMAIL FROM:<x@y.example>\n..after\n\n.\n\n"));
  }
  std::vector<Malformed> malformed() override {
    json::object bad = notice("role:lead");
    bad["subject"] = "";
    return {{json::serialize(bad), "/subject"}};
  }
  Order order() const override { return Order::each_counts; }
  void break_halfway() override { m_server.close(); }
  void mend() override { m_server.open(); }

 private:
  MailServer m_server;
  Sender m_sender;
  std::unique_ptr<Adapter> m_adapter;
};

}  // namespace

TEST_CASE("SMTP: keeps what every adapter owes") {
  conformance::check_adapter([] { return std::make_unique<Bench>(); });
}

TEST_CASE("SMTP: a message travels encrypted and signed in, and arrives as it was meant") {
  const TestCertificates certificates;
  const bool implicit = GENERATE(false, true);
  CAPTURE(implicit);
  const MailServer server({implicit ? "implicit" : "starttls", certificates.certificate(), certificates.key(),
                           "council", "s3cret pass"});
  Sender sender(server.port());
  sender.server.tls = implicit ? Tls::implicit : Tls::starttls_required;
  sender.server.ca_file = certificates.authority();
  sender.server.username = "council";
  sender.server.password = "s3cret pass";
  const Delivered delivered = sender.deliver();
  INFO(delivered.reason);
  REQUIRE(delivered.kind == Delivered::Kind::done);
  const auto messages = taken(server);
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].envelope == json::object{{"from", "engage@tauira.example"},
                                             {"to", json::array{"one@tauira.example"}},
                                             {"ehlo", "tauira.example"},
                                             {"tls", true},
                                             {"signed_in", true}});
  CHECK(text(messages[0].message.at("subject")) == "Open for feedback: Kōwhai Bay");
  CHECK(messages[0].message.at("defects").as_array().empty());
}

TEST_CASE("SMTP: a server that cannot show who it is gets nothing") {
  const TestCertificates certificates;
  const TestCertificates others;
  const MailServer server({"starttls", certificates.certificate(), certificates.key()});
  Sender sender(server.port());
  sender.server.tls = Tls::starttls_required;
  sender.server.ca_file = others.authority();
  const Delivered delivered = sender.deliver();
  CHECK(delivered.kind == Delivered::Kind::retry);
  CHECK(delivered.reason ==
        "The certificate of the mail server 127.0.0.1:" + std::to_string(server.port()) + " is not trusted.");
  sender.server.ca_file.clear();  // the system's authorities do not know it either
  CHECK(sender.deliver().kind == Delivered::Kind::retry);
  CHECK(server.messages().empty());
}

TEST_CASE("SMTP: a server without encryption gets nothing when encryption is asked for") {
  const MailServer server({"plain"});
  Sender sender(server.port());
  sender.server.tls = Tls::starttls_required;
  const Delivered delivered = sender.deliver();
  CHECK(delivered.kind == Delivered::Kind::retry);
  CHECK(delivered.reason.ends_with("does not offer an encrypted connection."));
  CHECK(server.messages().empty());
}

TEST_CASE("SMTP: a sign-in that is not accepted needs a person, and the password stays secret") {
  const TestCertificates certificates;
  const MailServer server({"starttls", certificates.certificate(), certificates.key(), "council", "right"});
  Sender sender(server.port());
  sender.server.tls = Tls::starttls_required;
  sender.server.ca_file = certificates.authority();
  sender.server.username = "council";
  sender.server.password = "wr0ng-passphrase";
  const Delivered delivered = sender.deliver();
  CHECK(delivered.kind == Delivered::Kind::give_up);
  CHECK(delivered.reason == "The mail server does not accept our sign-in (535).");
  CHECK(server.messages().empty());
}

TEST_CASE("SMTP: a sender the server does not know needs a person") {
  const MailServer server({"plain"});
  Sender sender(server.port());
  sender.options.from_address = "nobody@tauira.example";
  const Delivered delivered = sender.deliver();
  CHECK(delivered.kind == Delivered::Kind::give_up);
  CHECK(delivered.reason == "The mail server does not accept our sender address (550).");
}

TEST_CASE("SMTP: each address gets a message of its own that shows no other") {
  const MailServer server({"plain"});
  Sender sender(server.port());
  sender.people.m_addresses["role:lead"] = {{"A", "a@tauira.example"}, {"B", "b@tauira.example"}};
  REQUIRE(sender.deliver().kind == Delivered::Kind::done);
  const auto messages = taken(server);
  REQUIRE(messages.size() == 2);
  std::map<std::string, std::string> seen;
  for (const auto& one : messages) seen[sent_to(one.envelope.at("to"))] = text(one.message.at("to"));
  CHECK(seen == std::map<std::string, std::string>{{"a@tauira.example", "A <a@tauira.example>"},
                                                   {"b@tauira.example", "B <b@tauira.example>"}});
}

TEST_CASE("SMTP: an address refused for good holds up nobody, and is told as a number") {
  const MailServer server({"plain"});
  Sender sender(server.port());
  sender.people.m_addresses["role:lead"] = {
      {"A", "a@tauira.example"}, {"Gone", "refused-x@tauira.example"}, {"B", "b@tauira.example"}};
  const Delivered delivered = sender.deliver();
  CHECK(delivered.kind == Delivered::Kind::give_up);
  CHECK(delivered.reason == "The mail server refused 1 address for good; everybody else has their message.");
  CHECK(server.messages().size() == 2);

  SECTION("sent again by a person, only the refused address is tried") {
    CHECK(sender.deliver().kind == Delivered::Kind::give_up);
    CHECK(server.messages().size() == 2);
    sender.people.m_addresses["role:lead"][1].email = "found@tauira.example";
    CHECK(sender.deliver().kind == Delivered::Kind::done);
    const auto messages = taken(server);
    REQUIRE(messages.size() == 3);
    CHECK(sent_to(messages[2].envelope.at("to")) == "found@tauira.example");
  }
}

TEST_CASE("SMTP: a message refused after it was sent is told as a refused address") {
  const MailServer server({"plain"});
  Sender sender(server.port());
  const Delivered delivered = sender.deliver(notice("role:lead", "unwanted content"));
  CHECK(delivered.kind == Delivered::Kind::give_up);
  CHECK(server.messages().empty());
}

TEST_CASE("SMTP: an address put off is tried again, and the others are not sent twice") {
  MailServer server({"plain"});
  Sender sender(server.port());
  sender.people.m_addresses["role:lead"] = {
      {"A", "a@tauira.example"}, {"Grey", "later@tauira.example"}, {"B", "b@tauira.example"}};
  const Delivered delivered = sender.deliver();
  CHECK(delivered.kind == Delivered::Kind::retry);
  CHECK(delivered.reason == "The mail server put off an address (451).");
  CHECK(server.messages().size() == 2);
  server.open();
  CHECK(sender.deliver().kind == Delivered::Kind::done);
  CHECK(server.messages().size() == 3);
  CHECK(sender.deliver().kind == Delivered::Kind::done);
  CHECK(server.messages().size() == 3);
}

TEST_CASE("SMTP: a connection lost halfway is taken up where it broke off") {
  MailServer server({"plain"});
  Sender sender(server.port());
  sender.people.m_addresses["role:lead"] = {
      {"A", "a@tauira.example"}, {"X", "broken@tauira.example"}, {"B", "b@tauira.example"}};
  CHECK(sender.deliver().kind == Delivered::Kind::retry);
  CHECK(server.messages().size() == 1);
  server.open();
  CHECK(sender.deliver().kind == Delivered::Kind::done);
  CHECK(server.messages().size() == 3);
}

TEST_CASE("SMTP: a server that is away, unknown or silent is tried again, with a reason a person can read") {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  const int port = ntohs(address.sin_port);
  Sender sender(port);

  // Bound and not listening: nobody answers.
  const Delivered away = sender.deliver();
  CHECK(away.kind == Delivered::Kind::retry);
  CHECK(away.reason == "The mail server 127.0.0.1:" + std::to_string(port) + " does not answer.");

  REQUIRE(::listen(listener, 1) == 0);
  sender.server.timeout = 300ms;
  const Delivered silent = sender.deliver();
  CHECK(silent.kind == Delivered::Kind::retry);
  CHECK(silent.reason == "The mail server 127.0.0.1:" + std::to_string(port) + " took too long.");
  ::close(listener);

  sender.server.host = "mail.invalid";
  sender.server.timeout = 5s;
  const Delivered unknown = sender.deliver();
  CHECK(unknown.kind == Delivered::Kind::retry);
  // A name service that is slow to say no is another honest answer.
  const bool said_why = unknown.reason == "The mail server mail.invalid is not known to the name service." ||
                        unknown.reason.ends_with("took too long.");
  CHECK(said_why);
}

TEST_CASE("SMTP: settings that cannot work are refused at once") {
  Sender sender(25);
  const auto make = [&] { return through_smtp(sender.server); };
  CHECK_NOTHROW(make());
  sender.server.host = "mail.example/x\r\n";
  CHECK_THROWS_AS(make(), std::invalid_argument);
  sender.server.host = "mail.example";
  sender.server.username = "council";  // would travel in the clear
  CHECK_THROWS_AS(make(), std::invalid_argument);
  sender.server.tls = Tls::starttls_required;
  CHECK_NOTHROW(make());
  sender.server.port = 0;
  CHECK_THROWS_AS(make(), std::invalid_argument);
}

}  // namespace full_circle::notifier
