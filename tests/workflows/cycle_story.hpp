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

/// This round's offer, once the decision was to ask again.
inline void offer_again(Story& story, const std::string& entity) {
  story.accept("maori_specialist", "approve_offer", "", entity);
  story.accept("maori_specialist", "send_offer",
               R"({"kaupapa":"The draft.","resourcing":"Hui costs.","information_handling":"Yours.",
                   "respond_by":"2027-12-01"})",
               entity);
}

}  // namespace full_circle::engagement::testing
