#include "adapters/notifier/smtp.hpp"
#include "tests/adapters/notifier/notices.hpp"
#include "tests/support/mail_server.hpp"
#include "tests/support/temporary_folder.hpp"

#include <map>

namespace full_circle::notifier {
namespace {

/// A message about a hui, as the workflow hands it over.
json::object invitation(const std::string& method, int sequence) {
  json::object out = notice("entity:tauira-ki-tai", "Please keep this time free: Hui");
  out["kind"] = "invitation";
  out["invitation"] = {{"method", method},
                       {"updated_at", "2027-06-01T01:02:03.000Z"},
                       {"entry",
                        {{"uid", "p-1/tauira-ki-tai/hui-1"},
                         {"sequence", sequence},
                         {"kind", "hui"},
                         {"summary", "Hui with Ngāti Tauira ki Tai: Kōwhai Bay"},
                         {"description", ""},
                         {"location", "Tauira marae; \"the small house\""},
                         {"url", ""},
                         {"all_day", false},
                         {"starts_on", ""},
                         {"ends_on", ""},
                         {"starts_at", "2027-07-02T22:00:00Z"},
                         {"ends_at", "2027-07-03T01:00:00Z"},
                         {"cancelled", method == "cancel"},
                         {"audience", "staff"}}}};
  return out;
}

/// The calendar inside a message, read by a program that did not write it.
json::object calendar_in(const json::object& message) {
  TemporaryFolder folder;
  write_file(folder / "invitation.ics", text(message.at("calendar")));
  const auto script = std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/adapters/notifier/read_invitation.py";
  const auto result =
      run_program("/usr/bin/python3 '" + script + "' '" + (folder / "invitation.ics").string() + "'");
  INFO(result.output);
  REQUIRE(result.code == 0);
  return json::parse(result.output).as_object();
}

struct Post : PostRoom {
  Post() {
    server.host = "127.0.0.1";
    server.port = mail.port();
    server.tls = SmtpOptions::Tls::none;
    server.timeout = std::chrono::seconds(10);
    people.m_addresses["entity:tauira-ki-tai"] = {{"Tauira \"Kōtuku\" Representative", "rep@tauira.example"},
                                                  {"", "second@tauira.example"}};
    people.m_addresses["entity:another"] = {{"Another", "another@tauira.example"}};
  }
  /// The messages by the address they went to.
  std::map<std::string, json::object> send(const json::object& payload, const std::string& key) {
    const auto before = mail.messages().size();
    const auto adapter = notifier(through_smtp(server), mail_options());
    const Delivered delivered = adapter->deliver(
        {.key = key, .project = "p-1", .adapter = "notifier", .payload = json::serialize(payload)});
    INFO(delivered.reason);
    REQUIRE(delivered.kind == Delivered::Kind::done);
    std::map<std::string, json::object> out;
    const auto paths = mail.messages();
    for (std::size_t i = before; i < paths.size(); ++i) {
      const auto envelope = json::parse(read_file(paths[i] + ".json"));
      out[text(envelope.at("to").at(0))] = read_message(paths[i] + ".eml");
    }
    return out;
  }

  MailServer mail{{"plain"}};
  SmtpOptions server;
};

}  // namespace

TEST_CASE("Invitations: each representative is asked by name, and nobody else of another entity") {
  Post post;
  const auto messages = post.send(invitation("request", 0), "p-1/1/invitation");
  REQUIRE(messages.size() == 2);
  const auto& message = messages.at("rep@tauira.example");
  CHECK(message.at("parts") ==
        json::value({"multipart/alternative", "text/plain", "text/html", "text/calendar"}));
  CHECK(text(message.at("calendar_method")) == "REQUEST");
  CHECK(message.at("defects").as_array().empty());
  CHECK(message.at("bare_newlines").as_int64() == 0);
  const auto asked = calendar_in(message);
  CHECK(text(asked.at("method")) == "REQUEST");
  CHECK(text(asked.at("uid")) == "p-1/tauira-ki-tai/hui-1@engage.tauira.example");
  CHECK(asked.at("sequence").as_int64() == 0);
  CHECK(text(asked.at("organizer")) == "mailto:engage@tauira.example");
  CHECK(asked.at("attendees") == json::array{"mailto:rep@tauira.example"});
  CHECK(text(asked.at("attendee_name")).find("Kōtuku") != std::string::npos);
  CHECK(text(asked.at("summary")) == "Hui with Ngāti Tauira ki Tai: Kōwhai Bay");
  CHECK(text(asked.at("location")) == "Tauira marae; \"the small house\"");
  CHECK(text(asked.at("start")) == "2027-07-03T10:00:00");
  CHECK(asked.at("longest_line").as_int64() <= 75);
  CHECK(calendar_in(messages.at("second@tauira.example")).at("attendees") ==
        json::array{"mailto:second@tauira.example"});
}

TEST_CASE("Invitations: what is called off is crossed out under the same name, with a later number") {
  Post post;
  const auto asked =
      calendar_in(post.send(invitation("request", 0), "p-1/1/invitation").at("rep@tauira.example"));
  const auto message = post.send(invitation("cancel", 1), "p-1/2/invitation").at("rep@tauira.example");
  CHECK(text(message.at("calendar_method")) == "CANCEL");
  const auto off = calendar_in(message);
  CHECK(text(off.at("method")) == "CANCEL");
  CHECK(text(off.at("status")) == "CANCELLED");
  CHECK(off.at("uid") == asked.at("uid"));
  CHECK(off.at("sequence").as_int64() > asked.at("sequence").as_int64());
}

TEST_CASE(
    "Invitations: whoever was asked hears that it is called off, though somebody else would be asked now") {
  Post post;
  auto& now = post.people.m_addresses["entity:tauira-ki-tai"];
  const Person earlier{.id = "earlier", .name = "Earlier", .email = "rep@tauira.example", .grants = {}};
  const Person never{.id = "never", .name = "Never", .email = "another@tauira.example", .grants = {}};
  post.people.m_people = {earlier, never};
  post.send(invitation("request", 0), "p-1/1/invitation");
  now = {{"", "second@tauira.example"}, {"New", "new@tauira.example"}};
  SECTION("a change is for those who are asked now") {
    const auto changed = post.send(invitation("request", 1), "p-1/2/invitation");
    CHECK(changed.size() == 2);
    CHECK(changed.count("rep@tauira.example") == 0);
  }
  SECTION("another entry of the calendar is another matter") {
    auto other = invitation("cancel", 1);
    other["invitation"].as_object()["entry"].as_object()["uid"] = "p-1/tauira-ki-tai/hui-2";
    CHECK(post.send(other, "p-1/2/invitation").count("rep@tauira.example") == 0);
  }
  SECTION("that it is called off is for those who have it, each once") {
    const auto off = post.send(invitation("cancel", 1), "p-1/2/invitation");
    CHECK(off.size() == 3);
    CHECK(off.count("another@tauira.example") == 0);
    CHECK(text(off.at("rep@tauira.example").at("calendar_method")) == "CANCEL");
    CHECK(calendar_in(off.at("rep@tauira.example")).at("attendees") ==
          json::array{"mailto:rep@tauira.example"});
    CHECK(post.send(invitation("cancel", 1), "p-1/2/invitation").empty());  // the same delivery once more
  }
}

TEST_CASE("Invitations: one that does not fit is given up with the field named") {
  Post post;
  const auto adapter = post.notifier(through_smtp(post.server), mail_options());
  json::object bad = invitation("request", 0);
  bad["invitation"].as_object()["method"] = "REPLY";
  const Delivered delivered = adapter->deliver(
      {.key = "p-1/1/x", .project = "p-1", .adapter = "notifier", .payload = json::serialize(bad)});
  CHECK(delivered.kind == Delivered::Kind::give_up);
  CHECK(delivered.reason.find("/invitation/method") != std::string::npos);
  CHECK(post.mail.messages().empty());
}

}  // namespace full_circle::notifier
