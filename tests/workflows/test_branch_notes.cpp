// Who reads a note on a branch: the entity says, and only the entity.
#include "tests/support/story.hpp"
#include "tests/workflows/cycle_story.hpp"
#include "workflows/engagement/advice.hpp"

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;

namespace {

namespace json = boost::json;

const std::string tai = "tauira-ki-tai";

Story noted() {
  Story story;
  story.open();
  story.accept("maori_specialist", "add_note", R"({"text":"Inside.","sensitivity":"in_confidence"})", tai);
  story.accept("maori_specialist", "add_note", R"({"text":"Unchecked.","sensitivity":"to_be_checked"})", tai);
  return story;
}

bool reads(const Story& story, const std::string& view_class, const std::string& words) {
  const auto all = json::serialize(branch_view(story.project(), story.context(), tai, view_class)) +
                   json::serialize(history_view(story.history(), story.project(), view_class));
  return all.find(words) != std::string::npos;
}

bool in_public(const Story& story, const std::string& words) {
  return public_words(*story.project().branch(tai)).find(words) != std::string::npos;
}

void check_note(Story& story, const std::string& note, const std::string& label) {
  story.accept("mana_whenua_representative", "check_note",
               R"({"note":")" + note + R"(","sensitivity":")" + label + R"("})", tai);
}

}  // namespace

TEST_CASE("Notes: in confidence, and until it is checked, for the entity and the specialist alone") {
  const Story story = noted();
  for (const char* words : {"Inside.", "Unchecked."}) {
    CHECK(reads(story, "specialist", words));
    CHECK(reads(story, "entity:tauira-ki-tai", words));
    CHECK_FALSE(reads(story, "staff", words));
    CHECK_FALSE(reads(story, "entity:tauira-ki-uta", words));
    CHECK_FALSE(in_public(story, words));
  }
}

TEST_CASE("Notes: what the entity lets be published is read by all who see the branch, and quoted") {
  Story story = noted();
  check_note(story, "note-2", "may_be_published");
  CHECK(reads(story, "staff", "Unchecked."));
  CHECK_FALSE(reads(story, "staff", "Inside."));
  CHECK_FALSE(reads(story, "entity:tauira-ki-uta", "Unchecked."));
  CHECK(public_words(*story.project().branch(tai)) == "“Unchecked.”");
  check_note(story, "note-2", "in_confidence");
  CHECK_FALSE(reads(story, "staff", "Unchecked."));
  CHECK_FALSE(in_public(story, "Unchecked."));
}

TEST_CASE("Notes: the public page is written again when the entity lets one out or takes it back") {
  Story story = noted();
  const auto out = story.accept("mana_whenua_representative", "check_note",
                                R"({"note":"note-1","sensitivity":"may_be_published"})", tai);
  CHECK(calls_for(out, "publisher", "page"));
  const auto same =
      story.accept("maori_specialist", "add_note", R"({"text":"More.","sensitivity":"in_confidence"})", tai);
  CHECK_FALSE(calls_for(same, "publisher", "page"));
}

TEST_CASE("Notes and reviews: only the entity says that its words may be published") {
  Story story = noted();
  const auto field = [&](const std::string& role, const std::string& command, const std::string& body) {
    return story.refuse(role, command, body, tai).fields.at(0).field;
  };
  CHECK(field("maori_specialist", "add_note", R"({"text":"Theirs.","sensitivity":"may_be_published"})") ==
        "/sensitivity");
  CHECK(field("maori_specialist", "record_review",
              R"({"words":"You came late.","sensitivity":"may_be_published","agreed_by":"The chair",
                  "recorded_on_behalf":{"evidence":"Letter of 3 May"}})") == "/sensitivity");
  CHECK(story
            .refuse("maori_specialist", "check_note", R"({"note":"note-2","sensitivity":"may_be_published"})",
                    tai)
            .reason == Reason::not_permitted);
  CHECK(field("mana_whenua_representative", "check_note",
              R"({"note":"note-9","sensitivity":"in_confidence"})") == "/note");
  CHECK(field("mana_whenua_representative", "check_note",
              R"({"note":"note-2","sensitivity":"to_be_checked"})") == "/sensitivity");
  story.accept("mana_whenua_representative", "add_note",
               R"({"text":"Ours.","sensitivity":"may_be_published"})", tai);
  CHECK(in_public(story, "Ours."));
}
