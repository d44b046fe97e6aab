#pragma once
/// Steps that several stories of the cycle take.

#include "tests/support/story.hpp"

#include <algorithm>
#include <string>

namespace full_circle::engagement::testing {

inline bool calls_for(const Outcome& outcome, const std::string& adapter, const std::string& name) {
  return std::any_of(outcome.deliveries.begin(), outcome.deliveries.end(), [&](const NewDelivery& delivery) {
    return delivery.adapter == adapter && delivery.name == name;
  });
}

inline void answer_the_branch(Story& story) {
  story.accept("mana_whenua_representative", "comment_only", R"({"words":"Plant first."})", "tauira-ki-tai");
  story.accept("lead", "draft_record", R"({"record":"Plant first, then build."})", "tauira-ki-tai");
  story.accept("mana_whenua_representative", "confirm_record",
               R"({"record":"Plant first, then build.","published_words":"Plant first."})", "tauira-ki-tai");
}

inline void decide_it(Story& story) {
  story.go_to("2027-07-19");
  story.accept("system", "close_engagement");
  story.finish_activities("engage");
  story.accept(
      "lead", "record_feedback_totals",
      R"({"total":1284,"by_type":[{"name":"individuals","count":1280},{"name":"organisations","count":4}],
                   "by_channel":[],"source":"Feedback database"})");
  story.accept("lead", "begin_analysis");
  story.accept("adviser", "record_theme",
               R"({"title":"Plant first","you_said":"Fence the dunes.","people":512})");
  story.accept(
      "adviser", "set_decision_meeting",
      R"({"body":"Kōwhai Bay Local Board","starts_at":"2027-08-19T18:00:00+12:00","place":"Library"})");
  story.accept("adviser", "submit_advice",
               R"({"title":"Advice","url":"https://example.org/advice","significance_statement":"Medium."})");
  story.accept("lead", "report", R"({"report":"Advice","shown_to_entity":"By e-mail on 1 August"})",
               "tauira-ki-tai");
  story.finish_activities("report");
  story.go_to("2027-08-20");
  story.accept("decision_maker", "record_decision",
               R"({"body":"Kōwhai Bay Local Board","decided_on":"2027-08-19","decision":"Plant first.",
                   "reasons":"Roots hold the sand."})");
}

/// From the decision to the published answer, in the adviser's words or, by `edit`, in others.
inline void publish_it(Story& story, const std::string& edit = {}) {
  story.accept("publisher", "begin_closing", R"({"headline":"Planting first"})");
  story.accept("publisher", "answer_theme",
               R"({"theme":"theme-1","verdict":"adopted","we_decided":"In May.",
                   "because":"Roots need one winter to hold."})");
  story.accept("maori_specialist", "decide", R"({"responses":[{"issue":"Planting","response":"First."}]})",
               "tauira-ki-tai");
  if (!edit.empty()) story.accept("publisher", "edit_results", edit);
  story.sign_off();
  story.accept("publisher", "publish_results");
}

/// From open to published on a day.
inline void answer_people(Story& story, const std::string& published_on = "2027-09-02") {
  answer_the_branch(story);
  decide_it(story);
  story.go_to(published_on);
  publish_it(story);
}

/// From published to complete, with a lesson.
inline void learn_from_it(Story& story) {
  story.accept("system", "record_people_told", R"({"how":"By a message to: public"})");
  story.finish_activities("close_the_loop");
  story.accept("lead", "begin_evaluation");
  story.accept("lead", "record_evaluation", R"({"findings":"Good.","targets":[]})");
  story.accept("lead", "record_lesson", R"({"title":"Go to schools","lesson":"Ask the tūī at school."})");
}

/// This round's offer, once the decision was to ask again.
inline void offer_again(Story& story, const std::string& entity) {
  story.accept("maori_specialist", "approve_offer", "", entity);
  story.accept("maori_specialist", "send_offer",
               R"({"kaupapa":"The draft.","resourcing":"Hui costs.","information_handling":"Yours.",
                   "respond_by":"2027-12-01"})",
               entity);
}

}  // namespace full_circle::engagement::testing
