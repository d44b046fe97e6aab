#pragma once
/// What every implementation of engine/ports/ledger.hpp promises.

#include "engine/ports/ledger.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <vector>

namespace full_circle::conformance {

using FreshLedger = std::function<std::unique_ptr<Ledger>()>;

inline void check_ledger(const FreshLedger& fresh) {
  const auto at = [](int minutes) {
    return parse_instant("2027-06-14T00:00:00Z").value() + std::chrono::minutes(minutes);
  };
  const auto ledger = fresh();
  const std::vector<Recipient> three{{.id = "a", .key = "p1/1/x", .source = "named"},
                                     {.id = "b", .key = "p1/1/x", .source = "follower:1"},
                                     {.id = "c", .key = "p1/1/x", .source = "entry:2"}};
  ledger->queue(three, at(0));
  SECTION("whoever is queued waits once, in order, page by page") {
    ledger->queue(three, at(1));
    const auto first = ledger->queued("p1/1/x", "", 2);
    REQUIRE(first.size() == 2);
    CHECK(first[0].id == "a");
    CHECK(first[1].source == "follower:1");
    CHECK(ledger->queued("p1/1/x", "b", 2).size() == 1);
    CHECK(ledger->queued("p1/2/x", "", 2).empty());
    CHECK_FALSE(ledger->recipient("d"));
  }
  SECTION("a note stays, also when they are queued again") {
    ledger->note("a", RecipientState::sent, at(1));
    ledger->note("b", RecipientState::refused, at(2));
    ledger->settle();
    ledger->queue(three, at(3));
    CHECK(ledger->queued("p1/1/x", "", 5).size() == 1);
    ledger->queue_refused("p1/1/x", at(4));
    CHECK(ledger->queued("p1/1/x", "", 5).size() == 2);
    CHECK(ledger->recipient("a")->state == RecipientState::sent);
    CHECK(ledger->recipient("a")->noted_at == at(1));
  }
  SECTION("how many contributions somebody gave is counted with what became of their message") {
    auto found = three;
    found[1].contributions = 2;
    found[2].contributions = 1;
    ledger->queue(found, at(1));
    ledger->queue(three, at(2));
    ledger->note("b", RecipientState::sent, at(3));
    const auto progress = ledger->progress("p1/1/x");
    CHECK(progress.contributions == 3);
    CHECK(progress.contributions_sent == 2);
    CHECK(ledger->recipient("b")->contributions == 2);
  }
  SECTION("a list is open until it is closed, each delivery's its own") {
    CHECK_FALSE(ledger->list_closed("p1/1/x"));
    ledger->close_list("p1/1/x", at(1));
    ledger->close_list("p1/1/x", at(2));
    CHECK(ledger->list_closed("p1/1/x"));
    CHECK_FALSE(ledger->list_closed("p1/2/x"));
    ledger->open_list("p1/1/x");
    CHECK_FALSE(ledger->list_closed("p1/1/x"));
  }
  SECTION("a secret finds its recipient, and no other does") {
    const std::array<std::pair<std::string, std::string>, 1> hashes{std::pair{"b", "hash"}};
    ledger->keep_secrets(hashes);
    CHECK(ledger->recipient_by_secret("b", "hash")->source == "follower:1");
    const std::array<std::pair<std::string, std::string>, 1> newer{std::pair{"b", "newer"}};
    ledger->keep_secrets(newer);  // it is sent once more: whichever copy arrives, its link works
    CHECK(ledger->recipient_by_secret("b", "newer"));
    CHECK(ledger->recipient_by_secret("b", "hash"));
    CHECK_FALSE(ledger->recipient_by_secret("b", "hash newer"));
    CHECK_FALSE(ledger->recipient_by_secret("b", ""));
    CHECK_FALSE(ledger->recipient_by_secret("b", "other"));
    CHECK_FALSE(ledger->recipient_by_secret("a", ""));
    CHECK_FALSE(ledger->recipient_by_secret("x", "hash"));
  }
  SECTION("what comes back is counted, and only what was sent can") {
    CHECK_FALSE(ledger->bounced("a", at(1)));
    ledger->note("a", RecipientState::sent, at(1));
    CHECK(ledger->bounced("a", at(2))->bounces == 1);
    const auto again = ledger->bounced("a", at(3));
    REQUIRE(again);
    CHECK(again->bounces == 2);
    CHECK(again->state == RecipientState::bounced);
    CHECK_FALSE(ledger->bounced("x", at(3)));
  }
  SECTION("an address is kept as the hash that stops it, and not as itself") {
    const std::vector<Recipient> one{{.id = "d", .key = "k", .source = "x", .address = "Ana@tauira.example"}};
    const std::vector<Recipient> other{
        {.id = "e", .key = "k", .source = "x", .address = "ana@tauira.example"}};
    ledger->queue(one, at(0));
    ledger->queue(other, at(0));
    CHECK(ledger->recipient("d")->address.empty());
    CHECK_FALSE(ledger->recipient("d")->address_hash.empty());
    CHECK(ledger->recipient("d")->address_hash == ledger->recipient("e")->address_hash);
    CHECK(ledger->recipient("a")->address_hash.empty());
  }
  SECTION("each way to somebody is counted by itself") {
    const std::vector<Recipient> text{{.id = "d", .key = "p1/1/x", .source = "entry:2", .channel = "sms"}};
    ledger->queue(text, at(0));
    CHECK(ledger->recipient("d")->channel == "sms");
    CHECK(ledger->recipient("c")->channel == "email");
    ledger->note("d", RecipientState::sent, at(1));
    const auto progress = ledger->progress("p1/1/x");
    REQUIRE(progress.counts.size() == 2);
    CHECK(progress.counts[0].channel == "email");
    CHECK(progress.counts[0].count == 3);
    CHECK(progress.counts[1].channel == "sms");
    CHECK(progress.counts[1].state == RecipientState::sent);
  }
  SECTION("those told beside a source are counted when it was sent to them, and not before") {
    ledger->note("a", RecipientState::sent, at(1));
    ledger->note("c", RecipientState::stopped, at(1));
    CHECK(ledger->sent_beside("p1/1/x", "named") == 0);
    ledger->note("b", RecipientState::sent, at(1));
    CHECK(ledger->bounced("b", at(2)));
    CHECK(ledger->sent_beside("p1/1/x", "named") == 1);
    CHECK(ledger->sent_beside("p1/2/x", "named") == 0);
  }
  SECTION("progress is counted by state, with when the first and the last left") {
    ledger->note("a", RecipientState::sent, at(1));
    ledger->note("b", RecipientState::sent, at(5));
    const auto progress = ledger->progress("p1/1/x");
    REQUIRE(progress.counts.size() == 2);
    CHECK(progress.counts[0].state == RecipientState::queued);
    CHECK(progress.counts[0].count == 1);
    CHECK(progress.counts[1].count == 2);
    CHECK(progress.first_at == at(1));
    CHECK(progress.last_at == at(5));
    CHECK(ledger->progress("p1/2/x").counts.empty());
  }
}

}  // namespace full_circle::conformance
