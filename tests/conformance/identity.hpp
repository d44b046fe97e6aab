#pragma once
/// What every identity store promises (engine/ports/identity.hpp). A test of an implementation calls
/// check_identity() with a function that makes a fresh, empty one.

#include "engine/ports/identity.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <set>
#include <thread>

namespace full_circle::conformance {

using FreshIdentity = std::function<std::unique_ptr<Identity>()>;

namespace identity_parts {

inline Instant at(int minutes) {
  return parse_instant("2027-06-14T00:00:00Z").value() + std::chrono::minutes(minutes);
}

inline Person person(std::string id, std::vector<RoleGrant> grants = {}) {
  Person person;
  person.name = "Somebody called " + id;
  person.email = id + "@example.org";
  person.id = std::move(id);
  person.grants = std::move(grants);
  return person;
}

inline std::vector<std::string> fields(const Refusal& refusal) {
  std::vector<std::string> all;
  for (const FieldProblem& each : refusal.fields) all.push_back(each.field);
  return all;
}

inline std::vector<std::string> emails(const std::vector<Address>& addresses) {
  std::vector<std::string> all;
  for (const Address& each : addresses) all.push_back(each.email);
  return all;
}

using Texts = std::vector<std::string>;

}  // namespace identity_parts

inline void check_people(const FreshIdentity& fresh) {
  using namespace identity_parts;
  SECTION("a person is kept with everything") {
    const auto identity = fresh();
    Person given =
        person("mere-t", {{"lead", "p1", ""}, {"mana_whenua_representative", "", "tauira-ki-tai"}});
    given.name = "Mere Tūī 'the \"lead\"'";
    given.kind = Person::Kind::system;
    REQUIRE(identity->add_person(given).ok());
    const auto found = identity->find_person("mere-t");
    REQUIRE(found);
    CHECK(found->name == given.name);
    CHECK(found->email == given.email);
    CHECK(found->kind == Person::Kind::system);
    CHECK(found->grants == given.grants);
    CHECK_FALSE(identity->find_person("mere"));
    CHECK(identity->list_people().size() == 1);
  }
  SECTION("an id is given once, and the first stays") {
    const auto identity = fresh();
    REQUIRE(identity->add_person(person("ana")).ok());
    Person other = person("ana");
    other.name = "Another";
    const auto again = identity->add_person(other);
    REQUIRE_FALSE(again.ok());
    CHECK(again.refusal().reason == Reason::malformed);
    CHECK(fields(again.refusal()) == Texts{"/id"});
    CHECK(identity->find_person("ana")->name == "Somebody called ana");
  }
  SECTION("what does not fit is refused, every field at once") {
    const auto identity = fresh();
    Person wrong = person("Ana B", {{"Lead!", "p 1", "é"}});
    wrong.name = "two\nlines";
    wrong.email = "nobody";
    const auto refused = identity->add_person(wrong);
    REQUIRE_FALSE(refused.ok());
    CHECK(fields(refused.refusal()) ==
          Texts{"/id", "/name", "/email", "/grants/0/role", "/grants/0/project", "/grants/0/entity"});
    CHECK_FALSE(identity->add_person(person("")).ok());
    CHECK_FALSE(identity->add_person(person(std::string(65, 'a'))).ok());
    CHECK_FALSE(identity->add_person(person("system")).ok());
    for (const char* email : {"a@b\r\nBcc: c@d", "@b", "a@", "a b@c", "a@b,c@d", "<a@b>"}) {
      Person injected = person("ana");
      injected.email = email;
      CHECK_FALSE(identity->add_person(injected).ok());
    }
    CHECK(identity->list_people().empty());
  }
  SECTION("roles are given and taken away") {
    const auto identity = fresh();
    REQUIRE(identity->add_person(person("ana")).ok());
    CHECK(identity->grant("ana", {"lead", "p1", ""}).value().grants.size() == 1);
    CHECK(identity->grant("ana", {"lead", "p1", ""}).value().grants.size() == 1);
    CHECK(identity->grant("ana", {"lead", "", ""}).value().grants.size() == 2);
    CHECK(identity->revoke_grant("ana", {"lead", "p1", ""}).value().grants ==
          std::vector<RoleGrant>{{"lead", "", ""}});
    CHECK(identity->revoke_grant("ana", {"lead", "p1", ""}).refusal().reason == Reason::unknown);
    CHECK(identity->grant("nobody", {"lead", "", ""}).refusal().reason == Reason::unknown);
    CHECK(identity->revoke_grant("nobody", {"lead", "", ""}).refusal().reason == Reason::unknown);
    CHECK(identity->grant("ana", {"", "", ""}).refusal().reason == Reason::malformed);
  }
}

inline void check_secrets(const FreshIdentity& fresh) {
  using namespace identity_parts;
  SECTION("a key's secret says who asks, with their roles") {
    const auto identity = fresh();
    REQUIRE(identity->add_person(person("ana", {{"lead", "p1", ""}})).ok());
    const NewApiKey key = identity->add_key("ana", "laptop – kōwhai", at(0)).value();
    CHECK(key.secret.starts_with("fc_" + key.key.id + "_"));
    CHECK(key.secret.size() == 3 + key.key.id.size() + 1 + 43);
    const auto caller = identity->identify(key.secret);
    REQUIRE(caller);
    CHECK(caller->person == "ana");
    CHECK(caller->grants == std::vector<RoleGrant>{{"lead", "p1", ""}});
    REQUIRE(identity->grant("ana", {"adviser", "", ""}).ok());
    CHECK(identity->identify(key.secret)->grants.size() == 2);
    REQUIRE(identity->revoke_grant("ana", {"adviser", "", ""}).ok());
    CHECK(identity->identify(key.secret)->grants.size() == 1);
  }
  SECTION("nobody holds a wrong, shortened, lengthened or foreign secret") {
    const auto identity = fresh();
    REQUIRE(identity->add_person(person("ana")).ok());
    REQUIRE(identity->add_person(person("ben")).ok());
    const std::string ana = identity->add_key("ana", "", at(0)).value().secret;
    const NewApiKey ben = identity->add_key("ben", "", at(0)).value();
    std::string wrong = ana;
    wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
    const std::string mixed = "fc_" + ben.key.id + ana.substr(3 + ben.key.id.size());
    for (const std::string& secret :
         {wrong, mixed, ana.substr(0, ana.size() - 1), ana + "A", " " + ana, std::string(),
          std::string("fc_"), std::string("fc__"), std::string(59, '_'), std::string("fc_' or 1=1 --"),
          std::string(100'000, 'a'), "FC" + ana.substr(2), std::string(ana).replace(5, 1, 1, '\0')})
      CHECK_FALSE(identity->identify(secret));
    CHECK(identity->identify(ana)->person == "ana");
  }
}

inline void check_revocation(const FreshIdentity& fresh) {
  using namespace identity_parts;
  SECTION("a revoked key opens nothing, and the list says when it was revoked") {
    const auto identity = fresh();
    REQUIRE(identity->add_person(person("ana")).ok());
    const NewApiKey key = identity->add_key("ana", "laptop", at(1)).value();
    const NewApiKey other = identity->add_key("ana", "phone", at(2)).value();
    CHECK(identity->identify(key.secret));
    const auto revoked = identity->revoke_key(key.key.id, at(3));
    CHECK(revoked.value().revoked_at == at(3));
    CHECK_FALSE(identity->identify(key.secret));
    CHECK(identity->identify(other.secret));
    CHECK(identity->revoke_key(key.key.id, at(9)).value().revoked_at == at(3));
    CHECK(identity->revoke_key("nothing", at(9)).refusal().reason == Reason::unknown);
    const auto keys = identity->list_keys("ana");
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].label == "laptop");
    CHECK(keys[0].created_at == at(1));
    CHECK(keys[0].revoked_at == at(3));
    CHECK_FALSE(keys[1].revoked_at);
    CHECK(identity->list_keys("").size() == 2);
    CHECK(identity->list_keys("nobody").empty());
  }
  SECTION("a feed's key opens its feed and nothing else, until it is revoked") {
    const auto identity = fresh();
    REQUIRE(identity->add_person(person("ana", {{"lead", "", ""}})).ok());
    const NewApiKey key = identity->add_key("ana", "laptop", at(1)).value();
    const NewApiKey feed = identity->add_feed_key("ana", "phone", "entity:tauira", at(2)).value();
    CHECK(feed.key.feed == "entity:tauira");
    CHECK_FALSE(identity->identify(feed.secret));
    CHECK_FALSE(identity->identify_feed(key.secret));
    const auto follower = identity->identify_feed(feed.secret);
    REQUIRE(follower);
    CHECK(follower->feed == "entity:tauira");
    CHECK(follower->caller.person == "ana");
    CHECK(follower->caller.grants.size() == 1);
    CHECK(identity->list_keys("ana").back().feed == "entity:tauira");
    REQUIRE(identity->revoke_grant("ana", {"lead", "", ""}).ok());
    CHECK(identity->identify_feed(feed.secret)->caller.grants.empty());
    REQUIRE(identity->revoke_key(feed.key.id, at(3)).ok());
    CHECK_FALSE(identity->identify_feed(feed.secret));
  }
  SECTION("keys are never the same, and only for people there are") {
    const auto identity = fresh();
    REQUIRE(identity->add_person(person("ana")).ok());
    std::set<std::string> secrets;
    for (int i = 0; i < 50; ++i) secrets.insert(identity->add_key("ana", "", at(i)).value().secret);
    CHECK(secrets.size() == 50);
    CHECK(identity->add_key("nobody", "", at(0)).refusal().reason == Reason::unknown);
    CHECK(identity->add_feed_key("nobody", "", "council", at(0)).refusal().reason == Reason::unknown);
    CHECK(fields(identity->add_key("ana", "two\nlines", at(0)).refusal()) == Texts{"/label"});
  }
  SECTION("many threads ask at once") {
    const auto identity = fresh();
    REQUIRE(identity->add_person(person("ana", {{"lead", "", ""}})).ok());
    const std::string secret = identity->add_key("ana", "", at(0)).value().secret;
    std::atomic<int> known = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 100; ++i) known += identity->identify(secret).has_value();
      });
    for (int i = 0; i < 20; ++i) REQUIRE(identity->grant("ana", {"r" + std::to_string(i), "", ""}).ok());
    for (auto& thread : threads) thread.join();
    CHECK(known == 400);
    CHECK(identity->identify(secret)->grants.size() == 21);
  }
}

inline void check_addresses(const FreshIdentity& fresh) {
  using namespace identity_parts;
  SECTION("audiences are the people who hold a role there or everywhere, each address once") {
    const auto identity = fresh();
    REQUIRE(identity->add_person(person("ana", {{"lead", "p1", ""}, {"lead", "", ""}})).ok());
    REQUIRE(identity->add_person(person("ben", {{"lead", "p2", ""}})).ok());
    REQUIRE(identity->add_person(person("cas", {{"adviser", "", ""}})).ok());
    Person silent = person("dee", {{"lead", "", ""}});
    silent.email.clear();
    REQUIRE(identity->add_person(silent).ok());
    Person same = person("eve", {{"lead", "p1", ""}});
    same.email = "ana@example.org";
    REQUIRE(identity->add_person(same).ok());
    CHECK(emails(identity->addresses("role:lead", "p1")) == Texts{"ana@example.org"});
    CHECK(emails(identity->addresses("role:lead", "p2")) == Texts{"ana@example.org", "ben@example.org"});
    CHECK(emails(identity->addresses("person:cas", "p1")) == Texts{"cas@example.org"});
    CHECK(identity->addresses("person:cas", "p1").front().name == "Somebody called cas");
    CHECK(identity->addresses("person:dee", "p1").empty());
    CHECK(identity->addresses("person:nobody", "p1").empty());
  }
  SECTION("an entity is written to through its own representatives only") {
    const auto identity = fresh();
    REQUIRE(identity->add_person(person("kai", {{"mana_whenua_representative", "", "tauira-ki-tai"}})).ok());
    REQUIRE(
        identity->add_person(person("uta", {{"mana_whenua_representative", "p1", "tauira-ki-uta"}})).ok());
    REQUIRE(identity->add_person(person("ana", {{"lead", "", ""}})).ok());
    CHECK(emails(identity->addresses("entity:tauira-ki-tai", "p1")) == Texts{"kai@example.org"});
    CHECK(emails(identity->addresses("entity:tauira-ki-uta", "p1")) == Texts{"uta@example.org"});
    CHECK(identity->addresses("entity:tauira-ki-uta", "p2").empty());
    CHECK(identity->addresses("entity:", "p1").empty());
    for (const char* audience : {"", "role", "role:", "public", "everybody:lead", "role:' or '1'='1"})
      CHECK(identity->addresses(audience, "p1").empty());
  }
}

inline void check_identity(const FreshIdentity& fresh) {
  check_people(fresh);
  check_secrets(fresh);
  check_revocation(fresh);
  check_addresses(fresh);
}

}  // namespace full_circle::conformance
