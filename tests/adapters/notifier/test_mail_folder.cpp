#include "adapters/notifier/mail_folder.hpp"
#include "adapters/notifier/notice.hpp"
#include "tests/adapters/notifier/notices.hpp"
#include "tests/conformance/adapter.hpp"
#include "tests/support/folder_snapshot.hpp"
#include "tests/support/temporary_folder.hpp"

#include <unistd.h>

namespace full_circle::notifier {
namespace {

class Bench final : public conformance::AdapterBench {
 public:
  Bench() {
    m_room.people.m_addresses["role:lead"] = {{"Lead One", "one@tauira.example"},
                                              {"Lead Two", "two@tauira.example"}};
    restart();
  }
  Adapter& adapter() override { return *m_adapter; }
  void restart() override { m_adapter = m_room.notifier(into_folder(folder()), mail_options()); }
  std::string effects() override { return folder_snapshot(folder()); }
  std::string payload(int version) override {
    return json::serialize(notice("role:lead", "Notice " + std::to_string(version)));
  }
  std::string hostile_payload() override {
    m_room.people.m_addresses["role:lead"] = {{"Eve\r\nBcc: all@tauira.example", "eve@tauira.example"},
                                              {"Bad", "bad@tauira.example\r\nRCPT TO:<x@y>"},
                                              {"Worse", "<script>@tauira.example"}};
    json::object bad = notice("role:lead", "Hi\r\nBcc: all@tauira.example\r\n\r\n<b>");
    bad["paragraphs"] = json::array{"<script>alert(1)</script>&amp;\n.\nQUIT", "\"><img src=x>"};
    bad["link"] = json::object{{"text", "</a><script>"}, {"path", "/x?a=1&b='2'"}};
    return json::serialize(bad);
  }
  void check_hostile() override {
    std::size_t count = 0;
    for (const auto& item : std::filesystem::directory_iterator(folder())) {
      ++count;
      const auto seen = read_message(item.path().string());
      CHECK(text(seen.at("subject")) == "Hi Bcc: all@tauira.example  <b>");
      CHECK(seen.at("headers") == json::value({"Date", "From", "Subject", "To", "Message-Id",
                                               "Auto-Submitted", "MIME-Version", "Content-Type"}));
      CHECK(text(seen.at("to")).find("eve@tauira.example") != std::string::npos);
      const std::string html = text(seen.at("html"));
      CHECK(html.find("<script") == std::string::npos);
      CHECK(html.find("<img") == std::string::npos);
      CHECK(html.find("&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;<br>") != std::string::npos);
      CHECK(html.find("href=\"https://engage.tauira.example/x?a=1&amp;b=") != std::string::npos);
      CHECK(text(seen.at("plain")).starts_with("<script>alert(1)</script>&amp;\n.\nQUIT\n\n"));
    }
    CHECK(count == 1);  // the two that are no addresses get nothing
  }
  std::vector<Malformed> malformed() override {
    const auto with = [](const char* key, const json::value& value) {
      json::object bad = notice("role:lead");
      bad[key] = value;
      return json::serialize(bad);
    };
    return {{with("subject", "\r\n"), "/subject"},
            {with("audiences", json::array{"everyone"}), "/audiences"},
            {with("audiences", nullptr), "/audiences"},
            {with("paragraphs", json::array{1}), "/paragraphs/0"},
            {with("link", {{"text", "x"}, {"path", "javascript:alert(1)"}}), "/link/path"},
            {with("link", {{"text", "x"}, {"path", "//elsewhere.example"}}), "/link/path"}};
  }
  Order order() const override { return Order::each_counts; }
  void break_halfway() override {
    // A folder stands where the second message is written before it gets its name.
    std::filesystem::create_directories(second_message());
  }
  void mend() override { std::filesystem::remove_all(second_message()); }

 private:
  std::filesystem::path second_message() const {
    return folder() / ("." + delivery_hash("p-1/7/x", "two@tauira.example") + ".eml." +
                       std::to_string(::getpid()) + ".part");
  }
  std::filesystem::path folder() const { return m_folder / "mail"; }
  TemporaryFolder m_folder;
  PostRoom m_room;
  std::unique_ptr<Adapter> m_adapter;
};

struct Mail : PostRoom {
  Mail() : adapter(notifier(into_folder(mail.path()), mail_options())) {}
  Delivered deliver(const json::object& payload, const std::string& key = "p-1/1/opened_notice") {
    return adapter->deliver(
        {.key = key, .project = "p-1", .adapter = "notifier", .payload = json::serialize(payload)});
  }
  std::vector<json::object> messages() const {
    std::vector<json::object> out;
    for (const auto& item : std::filesystem::directory_iterator(mail.path())) {
      out.push_back(read_message(item.path().string()));
    }
    return out;
  }
  TemporaryFolder mail;
  std::unique_ptr<Adapter> adapter;
};

}  // namespace

TEST_CASE("Mail folder: keeps what every adapter owes") {
  conformance::check_adapter([] { return std::make_unique<Bench>(); });
}

TEST_CASE("Mail: another program reads both parts, the macrons and the headers as they were meant") {
  Mail mail;
  mail.people.m_addresses["role:lead"] = {{"Tū Māia, lead", "lead@tauira.example"}};
  REQUIRE(mail.deliver(notice("role:lead")).kind == Delivered::Kind::done);
  const auto messages = mail.messages();
  REQUIRE(messages.size() == 1);
  const auto& seen = messages[0];
  CHECK(text(seen.at("subject")) == "Open for feedback: Kōwhai Bay");
  CHECK(text(seen.at("from")) == "Waitauira Council <engage@tauira.example>");
  CHECK(text(seen.at("to")) == "\"Tū Māia, lead\" <lead@tauira.example>");
  CHECK(text(seen.at("date")) == "2027-06-14T00:00:00+00:00");
  CHECK(text(seen.at("id")).ends_with("@tauira.example>"));
  CHECK(text(seen.at("auto")) == "auto-generated");
  CHECK(text(seen.at("type")) == "multipart/alternative");
  CHECK(text(seen.at("plain_charset")) == "utf-8");
  CHECK(text(seen.at("html_charset")) == "utf-8");
  CHECK(text(seen.at("plain")) ==
        "Tell us what matters.\n\nTwo lines\nin one paragraph.\n\nRead more and have your say:\n"
        "https://engage.tauira.example/have-your-say/kowhai-bay\n\n-- \nSent automatically by Waitauira "
        "Council.\n");
  const std::string html = text(seen.at("html"));
  CHECK(html.find("<html lang=\"en-NZ\">") != std::string::npos);
  CHECK(html.find("<p>Two lines<br>\nin one paragraph.</p>") != std::string::npos);
  CHECK(html.find("<a href=\"https://engage.tauira.example/have-your-say/kowhai-bay\">Read more and have "
                  "your say</a>") != std::string::npos);
  CHECK(seen.at("defects").as_array().empty());
  CHECK(seen.at("bare_newlines").as_int64() == 0);
  CHECK(seen.at("ascii").as_bool());
  CHECK(seen.at("longest_line").as_int64() <= 78);
}

TEST_CASE("Mail: only its owner can read a message that lies in the folder") {
  Mail mail;
  mail.people.m_addresses["role:lead"] = {{"A", "a@tauira.example"}};
  REQUIRE(mail.deliver(notice("role:lead")).kind == Delivered::Kind::done);
  using std::filesystem::perms;
  for (const auto& file : std::filesystem::directory_iterator(mail.mail.path()))
    if (file.is_regular_file())
      CHECK(file.status().permissions() == (perms::owner_read | perms::owner_write));
}

TEST_CASE("Mail: each address gets a message of its own, once, however many audiences it is in") {
  Mail mail;
  mail.people.m_addresses["role:lead"] = {{"A", "a@tauira.example"}, {"B", "b@tauira.example"}};
  mail.people.m_addresses["entity:tauira-ki-tai"] = {{"B again", "B@tauira.example"},
                                                     {"C", "c@tauira.example"}};
  json::object payload = notice("role:lead");
  payload["audiences"] = json::array{"role:lead", "entity:tauira-ki-tai", "public"};
  REQUIRE(mail.deliver(payload).kind == Delivered::Kind::done);
  const auto messages = mail.messages();
  CHECK(messages.size() == 4);
  for (const auto& seen : messages) CHECK(text(seen.at("to")).find(',') == std::string::npos);
}

TEST_CASE("Mail: another delivery is another message, and the ids of both stay the same for ever") {
  Mail mail;
  mail.people.m_addresses["role:lead"] = {{"A", "a@tauira.example"}};
  REQUIRE(mail.deliver(notice("role:lead"), "p-1/1/x").kind == Delivered::Kind::done);
  REQUIRE(mail.deliver(notice("role:lead"), "p-1/2/x").kind == Delivered::Kind::done);
  const auto messages = mail.messages();
  REQUIRE(messages.size() == 2);
  CHECK(text(messages[0].at("id")) != text(messages[1].at("id")));
  CHECK(delivery_hash("p-1/1/x", "A@tauira.example") == delivery_hash("p-1/1/x", "a@tauira.example"));
  CHECK(delivery_hash("p-1/1/x", "a@tauira.example") == "ba41541448184ebcc6c16b908ebab298");
}

TEST_CASE("Mail: nobody to write to is done, and says so") {
  Mail mail;
  const Delivered delivered = mail.deliver(notice("role:lead"));
  CHECK(delivered.kind == Delivered::Kind::done);
  CHECK(delivered.reason == "There is nobody to write to.");
  CHECK(mail.messages().empty());
}

TEST_CASE(
    "Mail: what would record that people were told needs a person when nobody of them can be written to") {
  Mail mail;
  mail.people.m_addresses["role:lead"] = {{"A", "a@tauira.example"}};
  const std::string telling =
      R"({"kind":"results_published","audiences":["role:lead","entity:tauira-ki-tai","public"],"subject":"S",
          "paragraphs":["P"],"link":null,"then":{"command":"record_people_told","target":"","body":{"how":"Mail"}}})";
  const Delivered delivered = mail.deliver(json::parse(telling).as_object());
  CHECK(delivered.kind == Delivered::Kind::give_up);
  CHECK(delivered.reason.find("Nobody could be written to in: entity:tauira-ki-tai.") == 0);
  CHECK(mail.messages().size() == 2);
}

TEST_CASE("Mail: only plain addresses are written to") {
  for (const std::string good : {"a@b.example", "first.last+tag@sub.tauira.example", "o'brien@x.nz"}) {
    CHECK(is_plain_address(good));
  }
  for (const std::string bad :
       {"", "a", "@b", "a@", "a b@c", "a@b c", "a@b\r\nX: y", "<a@b>", "a,b@c", "a@b@c", "\"a b\"@c", ".a@b",
        "a.@b", "a..b@c", "a@-b", "a@.b", "ā@b.example", "a@bū.example", "a@[127.0.0.1]"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_plain_address(bad));
  }
  CHECK_FALSE(is_plain_address("a@" + std::string(260, 'b')));
}

TEST_CASE("Mail: a sender or public address that is none is refused at once") {
  PostRoom room;
  const auto carrier = into_folder(room.folder / "mail");
  MailOptions options = mail_options();
  options.from_address = "engage@tauira.example\r\nBcc: x@y.example";
  CHECK_THROWS_AS(room.notifier(carrier, options), std::invalid_argument);
  options = mail_options();
  options.public_addresses = {"not an address"};
  CHECK_THROWS_AS(room.notifier(carrier, options), std::invalid_argument);
}

}  // namespace full_circle::notifier
