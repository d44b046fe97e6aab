#include "engine/project_states.hpp"

#include <catch2/catch.hpp>

using namespace full_circle;

namespace {

struct Numbered final : Aggregate {
  explicit Numbered(std::int64_t the_number) : number(the_number) {}
  std::int64_t number;
  std::int64_t version() const override { return number; }
};

ProjectState at(std::int64_t version) {
  return {std::make_shared<Numbered>(version), "hash"};
}

std::int64_t version_of(ProjectStates& states, const std::string& project) {
  const auto found = states.find(project).state.aggregate;
  return found ? found->version() : 0;
}

}  // namespace

TEST_CASE("Project states: the least recently used is forgotten first", "[engine]") {
  ProjectStates states(2);
  states.publish("a", at(1));
  states.publish("b", at(1));
  CHECK(version_of(states, "a") == 1);
  states.publish("c", at(1));
  CHECK(version_of(states, "a") == 1);
  CHECK(version_of(states, "b") == 0);
  CHECK(version_of(states, "c") == 1);
  states.drop("a");
  states.drop("nobody");
  CHECK(version_of(states, "a") == 0);
}

TEST_CASE("Project states: what a reader replayed never hides what the writer published since", "[engine]") {
  ProjectStates states(1);
  const auto mark = states.find("a").mark;
  SECTION("nothing happened: it is kept") {
    states.keep_if_unchanged("a", at(5), mark);
    CHECK(version_of(states, "a") == 5);
  }
  SECTION("the writer published a newer one") {
    states.publish("a", at(6));
    states.keep_if_unchanged("a", at(5), mark);
    CHECK(version_of(states, "a") == 6);
  }
  SECTION("… even when memory has forgotten it again") {
    states.publish("a", at(6));
    states.publish("b", at(1));
    states.keep_if_unchanged("a", at(5), mark);
    CHECK(version_of(states, "a") == 0);
  }
  SECTION("the writer found it outdated") {
    states.drop("a");
    states.keep_if_unchanged("a", at(5), mark);
    CHECK(version_of(states, "a") == 0);
  }
}

TEST_CASE("Project states: without room nothing is kept", "[engine]") {
  ProjectStates states(0);
  states.publish("a", at(1));
  CHECK(version_of(states, "a") == 0);
}
