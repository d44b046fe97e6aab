#pragma once
/// What every implementation of engine/ports/followers.hpp promises.

#include "engine/ports/followers.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <memory>

namespace full_circle::conformance {

using FreshFollowers = std::function<std::unique_ptr<Followers>()>;

namespace followers_parts {

inline Instant at(int minutes) {
  return parse_instant("2027-06-14T00:00:00Z").value() + std::chrono::minutes(minutes);
}
inline const Follow this_project{"project:p1", Rhythm::at_once};
inline const Follow everything{"everything", Rhythm::weekly};
inline const std::array<std::string, 2> scopes{"everything", "project:p1"};

inline void ask(Followers& followers, const std::string& address, const Follow& follow, int minutes) {
  REQUIRE_FALSE(followers.ask("email", address, follow, at(minutes)));
}
/// The letter leaves, its secret is used.
inline std::string confirm_next(Followers& followers, int minutes) {
  const auto due = followers.to_confirm(at(minutes), 10);
  REQUIRE(due.size() == 1);
  followers.keep_secret(due[0].id, "hash", due[0].asked_for);
  followers.letter_left(due[0].id, at(minutes));
  REQUIRE(followers.confirm(due[0].id, "hash", at(minutes)));
  return due[0].id;
}

}  // namespace followers_parts

inline void check_confirming(const FreshFollowers& fresh) {
  using namespace followers_parts;
  const auto followers = fresh();
  SECTION("nobody is followed by who has not confirmed") {
    ask(*followers, "ana@tauira.example", this_project, 0);
    CHECK(followers->following(scopes, "", 10).empty());
    const std::string id = confirm_next(*followers, 0);
    const auto found = followers->following(scopes, "", 10);
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == id);
    CHECK(found[0].address == "ana@tauira.example");
    CHECK(found[0].confirmed == std::vector<Follow>{this_project});
    CHECK(found[0].asked_for.empty());
    CHECK(id.find("ana") == std::string::npos);
    const std::array<std::string, 1> others{"project:p2"};
    CHECK(followers->following(others, "", 10).empty());
    CHECK(followers->following(scopes, id, 10).empty());
  }
  SECTION("only the secret that was sent confirms") {
    ask(*followers, "ana@tauira.example", this_project, 0);
    const Follower due = followers->to_confirm(at(0), 1).at(0);
    const std::string& id = due.id;
    CHECK_FALSE(followers->confirm(id, "", at(0)));
    followers->keep_secret(id, "hash", due.asked_for);
    CHECK_FALSE(followers->confirm(id, "other", at(1)));
    CHECK_FALSE(followers->confirm("nobody", "hash", at(1)));
    CHECK_FALSE(followers->find_by_secret(id, "other"));
    CHECK(followers->find_by_secret(id, "hash")->asked_for == std::vector<Follow>{this_project});
    CHECK(followers->following(scopes, "", 10).empty());
  }
  SECTION("a link confirms what its letter asked, and nothing that somebody asked for since") {
    ask(*followers, "ana@tauira.example", this_project, 0);
    const Follower due = followers->to_confirm(at(0), 1).at(0);
    const std::string& id = due.id;
    ask(*followers, "ana@tauira.example", everything, 0);  // the letter is written already
    followers->keep_secret(id, "hash", due.asked_for);
    followers->letter_left(id, at(0));
    ask(*followers, "ana@tauira.example", everything, 1);
    ask(*followers, "ana@tauira.example", this_project, 1);  // the same once more: the letter still counts
    CHECK(followers->find_by_secret(id, "hash")->asked_for == std::vector<Follow>{this_project});
    CHECK(followers->confirm(id, "hash", at(2)));
    CHECK(followers->find(id)->confirmed == std::vector<Follow>{this_project});
    CHECK(followers->find(id)->asked_for == std::vector<Follow>{everything});
  }
  SECTION("a link that was used says so again, and one whose question is forgotten confirms nothing") {
    ask(*followers, "ana@tauira.example", this_project, 0);
    const std::string id = confirm_next(*followers, 0);
    CHECK(followers->confirm(id, "hash", at(1)));
    ask(*followers, "ana@tauira.example", everything, 2);
    CHECK(followers->confirm(id, "hash", at(3)));
    CHECK(followers->find(id)->confirmed == std::vector<Follow>{this_project});
    const auto due = followers->to_confirm(at(60), 1);
    followers->keep_secret(id, "newer", due.at(0).asked_for);
    followers->forget_unconfirmed(at(100));
    CHECK_FALSE(followers->confirm(id, "hash", at(101)));
    CHECK_FALSE(followers->confirm(id, "newer", at(101)));
  }
  SECTION("an address gets one letter an hour, however often and for however much it is asked") {
    ask(*followers, "ana@tauira.example", this_project, 0);
    ask(*followers, "ANA@tauira.example", everything, 0);
    const auto due = followers->to_confirm(at(0), 10);
    REQUIRE(due.size() == 1);
    CHECK(due[0].asked_for.size() == 2);
    followers->letter_left(due[0].id, at(0));
    for (int minute = 1; minute < 60; ++minute) ask(*followers, "ana@tauira.example", this_project, minute);
    CHECK(followers->to_confirm(at(59), 10).empty());
    CHECK(followers->to_confirm(at(60), 10).size() == 1);
    followers->letter_put_off(due[0].id, at(70));
    CHECK(followers->to_confirm(at(69), 10).empty());
    CHECK(followers->to_confirm(at(70), 10).size() == 1);
  }
  SECTION("an address gets no second letter in that hour by being stopped and asked for again") {
    ask(*followers, "ana@tauira.example", this_project, 0);
    confirm_next(*followers, 0);
    followers->stop("email", "ana@tauira.example", at(1));
    ask(*followers, "ANA@tauira.example", this_project, 2);
    CHECK(followers->to_confirm(at(59), 1).empty());
    CHECK(followers->to_confirm(at(60), 1).size() == 1);
  }
  SECTION("whoever asks while their letter is leaving gets another in an hour, and nobody without asking") {
    ask(*followers, "ana@tauira.example", this_project, 0);
    const Follower due = followers->to_confirm(at(0), 1).at(0);
    ask(*followers, "ana@tauira.example", everything, 0);
    followers->keep_secret(due.id, "hash", due.asked_for);
    followers->letter_left(due.id, at(1));
    CHECK(followers->to_confirm(at(60), 1).empty());
    const Follower next = followers->to_confirm(at(61), 1).at(0);
    followers->keep_secret(next.id, "newer", next.asked_for);
    followers->letter_left(next.id, at(61));
    CHECK(followers->to_confirm(at(10'000), 1).empty());
  }
  SECTION("what is not confirmed is forgotten, and what was confirmed stays as it was") {
    ask(*followers, "ana@tauira.example", this_project, 0);
    const std::string ana = confirm_next(*followers, 0);
    ask(*followers, "ana@tauira.example", {"project:p1", Rhythm::daily}, 1);
    ask(*followers, "ben@tauira.example", this_project, 1);
    followers->forget_unconfirmed(at(2));
    CHECK(followers->find(ana)->confirmed == std::vector<Follow>{this_project});
    CHECK(followers->find(ana)->asked_for.empty());
    CHECK(followers->to_confirm(at(1'000), 10).size() == 1);  // ana's letter; ben is gone
  }
}

inline void check_stopping(const FreshFollowers& fresh) {
  using namespace followers_parts;
  const auto followers = fresh();
  ask(*followers, "ana@tauira.example", this_project, 0);
  const std::string id = confirm_next(*followers, 0);
  followers->keep_for_digest(id, {.key = "k", .text = "t", .url = ""}, at(5));
  followers->stop("email", "Ana@tauira.example", at(1));
  CHECK_FALSE(followers->find(id));
  CHECK(followers->following(scopes, "", 10).empty());
  CHECK(followers->digests_due(at(100), 10).empty());
  CHECK(followers->stopped("email", "ana@TAUIRA.example"));
  CHECK_FALSE(followers->stopped("sms", "ana@tauira.example"));
  CHECK_FALSE(followers->stopped("email", "ben@tauira.example"));
  followers->stop("email", "ana@tauira.example", at(2));
  ask(*followers, "ana@tauira.example", this_project, 90);
  CHECK(followers->stopped("email", "ana@tauira.example"));  // asking alone changes nothing
  confirm_next(*followers, 90);
  CHECK(followers->following(scopes, "", 10).size() == 1);
  CHECK(followers->stopped("email", "ana@tauira.example"));  // by other ways they are still not written to
}

inline void check_channels(const FreshFollowers& fresh) {
  using namespace followers_parts;
  const auto followers = fresh();
  ask(*followers, "ana@tauira.example", this_project, 0);
  confirm_next(*followers, 0);
  REQUIRE_FALSE(followers->ask(text_channel, "+64210000001", this_project, at(0)));
  confirm_next(*followers, 0);
  CHECK(followers->following(scopes, "", 10).size() == 2);
  followers->stop(text_channel, "+64210000001", at(1));
  CHECK(followers->stopped(text_channel, "+64210000001"));
  CHECK_FALSE(followers->stopped(email_channel, "+64210000001"));
  const auto left = followers->following(scopes, "", 10);
  REQUIRE(left.size() == 1);
  CHECK(left[0].channel == email_channel);
}

inline void check_digests(const FreshFollowers& fresh) {
  using namespace followers_parts;
  const auto followers = fresh();
  ask(*followers, "ana@tauira.example", {"project:p1", Rhythm::daily}, 0);
  const std::string id = confirm_next(*followers, 0);
  CHECK(followers->digests_due(at(10'000), 10).empty());
  followers->keep_for_digest(id, {.key = "p1/1/x", .text = "One", .url = "https://tauira.example/1"}, at(60));
  followers->keep_for_digest(id, {.key = "p1/1/x", .text = "One", .url = ""}, at(60));
  followers->keep_for_digest(id, {.key = "p1/2/x", .text = "Two", .url = ""}, at(90));
  CHECK(followers->digests_due(at(59), 10).empty());
  const auto due = followers->digests_due(at(60), 10);
  REQUIRE(due.size() == 1);
  CHECK(due[0].follower.id == id);
  REQUIRE(due[0].items.size() == 2);
  CHECK(due[0].items[0].text == "One");
  CHECK(due[0].items[0].url == "https://tauira.example/1");
  CHECK(due[0].items[1].key == "p1/2/x");
  followers->digest_put_off(id, at(62));
  CHECK(followers->digests_due(at(61), 10).empty());
  followers->digest_left(id, due[0].items[0].position);
  CHECK(followers->digests_due(at(89), 10).empty());
  CHECK(followers->digests_due(at(90), 10).at(0).items.size() == 1);
}

inline void check_followers(const FreshFollowers& fresh) {
  check_confirming(fresh);
  SECTION("a stop holds for every way to that address but what its owner confirms again") {
    check_stopping(fresh);
  }
  SECTION("each channel is confirmed and stopped by itself") {
    check_channels(fresh);
  }
  SECTION("what happened comes in one message, each once") {
    check_digests(fresh);
  }
}

}  // namespace full_circle::conformance
