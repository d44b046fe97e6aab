#include "workflows/engagement/evaluation.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/heard.hpp"
#include "workflows/engagement/loop_time.hpp"
#include "workflows/engagement/survey.hpp"
#include "workflows/engagement/view_parts.hpp"

namespace full_circle::engagement {

namespace {

json::value day_or_null(const std::optional<Day>& day) {
  return day ? json::value(to_text(*day)) : json::value(nullptr);
}

template <class T>
json::value plain_or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

/// Targets of the plan, each with what the heard view shows of the group.
json::array targets_json(const Project& project, const json::object& heard) {
  json::array targets;
  for (const AffectedGroup& group : project.communities_affected) {
    json::object row{{"community", std::string_view(group.community)},
                     {"interest", std::string_view(group.interest)},
                     {"target", plain_or_null(group.target_people)},
                     {"heard", nullptr},
                     {"hidden", false},
                     {"met", nullptr}};
    for (const auto& one : heard.at("communities").at("groups").as_array()) {
      if (one.at("id") != json::value(std::string_view(group.community))) continue;
      row["heard"] = one.at("contributions");
      row["hidden"] = one.at("hidden");
      const auto* count = one.at("contributions").if_int64();
      if (count && group.target_people) row["met"] = *count >= *group.target_people;
    }
    targets.push_back(std::move(row));
  }
  return targets;
}

json::object loop_json(const LoopTime& time, const DayCount& standard) {
  return {{"decided_on", day_or_null(time.decided_on)},
          {"published_on", day_or_null(time.published_on)},
          {"promised_on", day_or_null(time.promised_on)},
          {"working_days", plain_or_null(time.working_days)},
          {"standard", count_text(standard)},
          {"within_standard", plain_or_null(time.within_standard)},
          {"promise_kept", plain_or_null(time.promise_kept)}};
}

json::object sessions_json(const Project& project) {
  std::int64_t planned = 0;
  std::int64_t held = 0;
  std::int64_t people = 0;
  for (const Session& session : project.sessions) {
    if (!session.cancelled) ++planned;
    if (session.people) ++held;
    people += session.people.value_or(0);
  }
  return {{"planned", planned}, {"held", held}, {"people", people}};
}

json::array reviews_json(const Project& project, std::string_view view_class) {
  json::array entities;
  for (const auto& [entity, branch] : project.branches) {
    const bool sees_all = sees_branch_words(view_class, entity);
    json::array reviews;
    bool withheld = false;
    for (const BranchReview& review : branch.reviews) {
      const bool seen = sees_all || review.sensitivity == Sensitivity::may_be_published;
      withheld = withheld || !seen;
      if (seen)
        reviews.push_back(json::object{{"words", std::string_view(review.words)},
                                       {"sensitivity", codec::write(review.sensitivity)},
                                       {"at", to_text(review.at)}});
    }
    entities.push_back(json::object{{"entity", entity},
                                    {"name", std::string_view(branch.name)},
                                    {"reviews", std::move(reviews)},
                                    {"withheld", withheld}});
  }
  return entities;
}

json::object target_result(std::string target, std::string result, bool met) {
  return {{"target", std::move(target)}, {"result", std::move(result)}, {"met", met}};
}

/// Only what is counted here, and shown: who judges the rest adds it.
json::array prefill(const json::array& targets, const LoopTime& time, const DayCount& standard) {
  json::array results;
  for (const auto& row : targets) {
    if (!row.at("met").is_bool()) continue;
    results.push_back(target_result("Hear from " + json::serialize(row.at("target")) + " of " +
                                        json::value_to<std::string>(row.at("community")),
                                    json::serialize(row.at("heard")) + " contributions",
                                    row.at("met").as_bool()));
  }
  if (time.working_days)
    results.push_back(
        target_result("The answer within " + std::to_string(standard.days) + " working days of the decision",
                      std::to_string(*time.working_days) + " working days", *time.within_standard));
  if (time.promise_kept)
    results.push_back(target_result("The answer by " + day_text(*time.promised_on),
                                    "Published on " + day_text(*time.published_on), *time.promise_kept));
  return results;
}

}  // namespace

json::object evaluation_view(const Project& project, const Context& context, const EvaluationCounts& counts,
                             std::string_view view_class) {
  const json::object heard =
      heard_view(project, context.population, counts.contributions, counts.contribution_kinds);
  const LoopTime time = loop_time(project, context);
  json::array targets = targets_json(project, heard);
  json::array proposed = prefill(targets, time, context.answer_within);
  return {{"targets", std::move(targets)},
          {"contributions", heard.at("total")},
          {"loop", loop_json(time, context.answer_within)},
          {"sessions", sessions_json(project)},
          {"survey", survey_counts(counts.survey)},
          {"mana_whenua", reviews_json(project, view_class)},
          {"told", names(*project.told)},
          {"recorded", or_null(project.evaluation)},
          {"lessons", codec::write(*project.lessons)},
          {"prefill", json::object{{"targets", std::move(proposed)}}}};
}

}  // namespace full_circle::engagement
