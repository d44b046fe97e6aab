#include "tests/support/story.hpp"
#include "tests/workflows/cycle_story.hpp"
#include "workflows/engagement/contributions.hpp"

#include <algorithm>

namespace full_circle::engagement::testing {

namespace {

struct Open {
  Story story;
  Open() { story.open(); }

  Result<Entry> take(const std::string& body, TakenInBy by = TakenInBy::public_page) const {
    auto given = read_contribution(body);
    if (!given.ok()) return std::move(given).refusal();
    return take_in(given.value(), by, by == TakenInBy::council ? "lead-person" : "",
                   {.reference = "7k2m-9x4q-1dvb", .receipt_hash = "hash", .key = "k"}, story.project(),
                   story.context(), story.now());
  }
  std::vector<std::string> faults(const std::string& body, TakenInBy by = TakenInBy::public_page) const {
    const auto entry = take(body, by);
    REQUIRE_FALSE(entry.ok());
    std::vector<std::string> fields;
    for (const auto& field : entry.refusal().fields) fields.push_back(field.field);
    return fields;
  }
};

using Texts = std::vector<std::string>;

bool carries(const Entry& entry, const std::string& kind, const std::string& value) {
  return std::count(entry.labels.begin(), entry.labels.end(), Label{kind, value}) == 1;
}

constexpr const char* words = R"({"words":"Pūkeko live there."})";

}  // namespace

TEST_CASE("Contributions: words are kept apart from whose they are", "[contributions]") {
  const Open open;
  const auto entry = open.take(
      R"({"words":"Pūkeko live there.","local_board":"kowhai-bay","communities":["young-people"],
          "contributor":{"name":"Ana","email":"ana@example.org"},
          "consents":{"contact":true,"publish_words":true}})");
  REQUIRE(entry.ok());
  CHECK(entry.value().project == "p01");
  CHECK(entry.value().data.find("Ana") == std::string::npos);
  CHECK(entry.value().data.find("example.org") == std::string::npos);
  CHECK(entry.value().personal == R"({"email":"ana@example.org","name":"Ana"})");
  CHECK(entry.value().search_text.find("pukeko") != std::string::npos);
  CHECK(carries(entry.value(), "channel", "online"));
  CHECK(carries(entry.value(), "kind", "own_words"));
  CHECK(carries(entry.value(), "late", "no"));
  CHECK(carries(entry.value(), "local_board", "kowhai-bay"));
  CHECK(carries(entry.value(), "community", "young-people"));
  const auto view = contribution_view(entry.value(), false);
  CHECK_FALSE(view.contains("contributor"));
  CHECK_FALSE(view.contains("receipt"));
  CHECK(contribution_view(entry.value(), true).at("contributor").at("name") == "Ana");
  CHECK_FALSE(
      receipt_view(entry.value(), open.story.project(), open.story.context()).contains("contributor"));
}

TEST_CASE("Contributions: nothing is agreed to that was not said", "[contributions]") {
  const auto entry = Open().take(words);
  REQUIRE(entry.ok());
  const auto consents = contribution_view(entry.value(), true).at("consents");
  for (const auto& one : consents.as_object()) CHECK_FALSE(one.value().as_bool());
  CHECK(entry.value().personal.empty());
}

TEST_CASE("Contributions: what comes after the close is kept and marked late, to the instant",
          "[contributions]") {
  Open open;
  const auto closes = open.story.project().period->closes_at;
  open.story.go_to(closes - std::chrono::milliseconds{1});
  CHECK(carries(open.take(words).value(), "late", "no"));
  open.story.go_to(closes);
  CHECK(carries(open.take(words).value(), "late", "yes"));
  SECTION("a letter that came in time is in time, whenever somebody types it in") {
    open.story.go_to("2027-07-25");
    const auto letter =
        open.take(R"({"words":"By post.","channel":"post","received_on":"2027-07-18"})", TakenInBy::council);
    CHECK(carries(letter.value(), "late", "no"));
    const auto next_day =
        open.take(R"({"words":"By post.","channel":"post","received_on":"2027-07-19"})", TakenInBy::council);
    CHECK(carries(next_day.value(), "late", "yes"));
  }
}

TEST_CASE("Contributions: what came for an earlier round is that round's, whatever happens now",
          "[contributions]") {
  Open open;
  answer_the_branch(open.story);
  decide_it(open.story);
  open.story.accept("decision_maker", "start_another_round", R"({"reason":"Ask on the draft."})");
  const auto post = [&](const std::string& day) {
    return open.take(R"({"words":"By post.","channel":"post","received_on":")" + day + "\"}",
                     TakenInBy::council);
  };
  const auto in_time = post("2027-07-18");
  REQUIRE(in_time.ok());
  CHECK(carries(in_time.value(), "round", "1"));
  CHECK(carries(in_time.value(), "late", "no"));
  CHECK(carries(post("2027-07-19").value(), "late", "yes"));
  // Nothing is open now, and what somebody says is still not lost.
  const auto now = open.take(words);
  REQUIRE(now.ok());
  CHECK(carries(now.value(), "late", "yes"));
  CHECK_FALSE(post("2027-06-13").ok());
}

TEST_CASE("Contributions: before the opening, and after the end of it all, the reason is told",
          "[contributions]") {
  Open open;
  const auto early =
      open.take(R"({"words":"By post.","channel":"post","received_on":"2027-06-13"})", TakenInBy::council);
  REQUIRE_FALSE(early.ok());
  CHECK(early.refusal().message == "This is not open yet: it opens on Monday 14 June 2027.");
  open.story.accept("lead", "withdraw_project", R"({"reason":"No money."})");
  const auto ended = open.take(words);
  REQUIRE_FALSE(ended.ok());
  CHECK(ended.refusal().reason == Reason::out_of_turn);
}

TEST_CASE("Contributions: each wrong field is named", "[contributions]") {
  const Open open;
  CHECK(open.faults(R"({})") == Texts{"/words"});
  CHECK(open.faults(R"({"words":" "})") == Texts{"/words"});
  CHECK(open.faults(
            R"({"words":"A.","channel":"post","received_on":"2027-06-14","collected_by":"Tauira Trust"})") ==
        Texts{"/channel", "/received_on", "/collected_by"});
  CHECK(open.faults(R"({"words":"A.","received_on":"2027-06-15"})", TakenInBy::council) ==
        Texts{"/received_on"});
  CHECK(open.faults(R"({"words":"A.","kind":"petition"})", TakenInBy::council) == Texts{"/signatures"});
  CHECK(open.faults(R"({"words":"A.","kind":"petition","signatures":3})") == Texts{"/kind"});
  CHECK(open.faults(R"({"words":"A.","signatures":3})") == Texts{"/signatures"});
  CHECK(open.faults(R"({"words":"A.","channel":"partner"})", TakenInBy::council) == Texts{"/collected_by"});
  CHECK(open.faults(R"({"words":"A.","local_board":"nowhere","communities":["young-people","nobody"]})") ==
        Texts{"/local_board", "/communities/1"});
  CHECK(open.faults(R"({"words":"A.","contributor":{"email":"ana"}})") == Texts{"/contributor/email"});
  CHECK(open.faults(R"({"words":"A.","contributor":{"email":"a@b, c@d"}})") == Texts{"/contributor/email"});
  CHECK(open.faults(R"({"words":"A.","consents":{"contact":true,"publish_name":true}})") ==
        Texts{"/consents/contact", "/consents/publish_name"});
}

TEST_CASE("Contributions: counts are read from labels", "[contributions]") {
  const auto view = contribution_counts_view({{{"channel", "online"}, 2},
                                              {{"channel", "post"}, 1},
                                              {{"late", "no"}, 2},
                                              {{"late", "yes"}, 1},
                                              {{"signatures", "500"}, 2},
                                              {{"signatures", "30"}, 1},
                                              {{"local_board", "kowhai-bay"}, 3}});
  CHECK(view.at("total") == 3);
  CHECK(view.at("late") == 1);
  CHECK(view.at("signatures") == 1030);
  CHECK(view.at("by_channel").at("online") == 2);
  CHECK(view.at("by_local_board").at("kowhai-bay") == 3);
  CHECK(view.at("by_kind").as_object().empty());
}

}  // namespace full_circle::engagement::testing
