// A mana whenua branch as each may see it.
#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/view_parts.hpp"

#include <array>

namespace full_circle::engagement {

namespace {

json::array days(const std::vector<Day>& all) {
  json::array list;
  for (const auto day : all) list.push_back(json::string(to_text(day)));
  return list;
}

/// What those who make arrangements need; the entity's words are not among it until they are put, as
/// confirmed by the entity, before the decision-makers.
void add_arrangements(json::object& view, const Branch& branch, const Chart& chart, bool sees_words) {
  json::array attempts;
  for (const auto& attempt : branch.attempts)
    attempts.push_back(json::object{{"channel", codec::write(attempt.channel)}, {"on", to_text(attempt.on)}});
  view["contact_attempts"] = std::move(attempts);
  view["offer"] = or_null(branch.offer);
  view["offer_approved"] = branch.offer_approved;
  view["date_confirmed"] =
      json::object{{"council", or_null(branch.date.council)}, {"entity", or_null(branch.date.entity)}};
  view["available"] = days(branch.available);
  auto wishes = branch.hui_wishes;
  if (wishes && !sees_words)
    wishes->recorded_on_behalf.reset();  // how they came to be known is no arrangement
  view["hui_wishes"] = or_null(wishes);
  if (put_before_decision_makers(branch, chart)) view["record"] = branch.record;
}

/// Where it stands and since when, and what is arranged.
void add_standing(json::object& view, const Branch& branch, const Chart& chart) {
  view["since"] = to_text(branch.place_since);
  view["opened_at"] = to_text(branch.opened_at);
  view["ended"] = ended(branch, chart);
  view["round"] = branch.round;
  view["not_needed_proposed_by"] = or_blank(branch.not_needed_proposed_by);
  view["recorded_on_behalf"] = branch.on_behalf;
  view["respond_by"] = branch.offer ? json::value(to_text(branch.offer->respond_by)) : json::value(nullptr);
  view["deferred_to"] = branch.deferred_to;
  view["published_words"] = branch.published_words;
  view["commitments"] = codec::write(branch.commitments);
  json::array meetings;
  for (const auto& hui : branch.hui)
    meetings.push_back(json::object{{"id", hui.id},
                                    {"starts_at", to_text(hui.starts_at)},
                                    {"ends_at", to_text(hui.ends_at)},
                                    {"place", std::string_view(hui.place)},
                                    {"joins", or_null(hui.joins)},
                                    {"cancelled", hui.cancelled},
                                    {"held", hui.held}});
  view["hui"] = std::move(meetings);
}

json::array earlier_rounds(const Branch& branch, bool sees_words) {
  json::array list;
  for (const auto& earlier : branch.earlier_rounds) {
    json::object round{
        {"round", earlier.round}, {"state", earlier.state}, {"published_words", earlier.published_words}};
    if (sees_words) {
      round["record"] = earlier.record;
      round["council_statement"] = earlier.council_statement;
      round["entity_statement"] = earlier.entity_statement;
      round["outcome"] = or_null(earlier.outcome);
      round["responses"] = codec::write(earlier.responses);
    }
    list.push_back(std::move(round));
  }
  return list;
}

json::array reviews_json(const Branch& branch) {
  json::array list;
  for (const auto& review : branch.reviews) {
    auto row = codec::write(static_cast<const RecordReview&>(review)).as_object();
    row["by"] = review.by;
    row["at"] = to_text(review.at);
    list.push_back(std::move(row));
  }
  return list;
}

/// What the entity let be published is for all who see the branch; anything else for those who see its words.
json::array notes_json(const Branch& branch, bool sees_words) {
  json::array list;
  for (const auto& note : branch.notes)
    if (sees_words || note.sensitivity == Sensitivity::may_be_published)
      list.push_back(json::object{{"id", note.id},
                                  {"text", note.text},
                                  {"sensitivity", codec::write(note.sensitivity)},
                                  {"by", note.by},
                                  {"at", to_text(note.at)}});
  return list;
}

}  // namespace

bool put_before_decision_makers(const Branch& branch, const Chart& chart) {
  static constexpr std::array<std::string_view, 5> states{"views_before_decision_maker", "responded",
                                                          "outcome_agreed", "outcome_differs",
                                                          "relationship_ongoing"};
  return std::any_of(states.begin(), states.end(),
                     [&](std::string_view state) { return chart.is_in(branch.place, state); });
}

bool sees_arrangements(std::string_view view_class, std::string_view entity) {
  return view_class == "staff" || sees_branch_words(view_class, entity);
}

json::value branch_view(const Project& project, const Context& context, std::string_view entity,
                        std::string_view view_class) {
  const auto* branch = project.branch(entity);
  if (!branch) return nullptr;
  const auto& chart = context.branch_chart;
  json::object view{{"entity", std::string_view(branch->entity)},
                    {"name", std::string_view(branch->name)},
                    {"state", state_of(*branch, chart)},
                    {"place", names(chart.names(branch->place))},
                    {"state_text", state_text(*branch, chart)}};
  const bool sees_words = sees_branch_words(view_class, entity);
  view["withheld"] = !sees_words;
  // How another entity is asked, where and when they meet, is theirs to tell.
  if (!sees_arrangements(view_class, entity)) return view;
  add_standing(view, *branch, chart);
  view["earlier_rounds"] = earlier_rounds(*branch, sees_words);
  add_arrangements(view, *branch, chart, sees_words);
  view["notes"] = notes_json(*branch, sees_words);
  if (!sees_words) return view;

  view["reason"] = branch->reason;
  view["words"] = branch->words;
  view["draft"] = branch->draft;
  view["record"] = branch->record;
  view["outcome_confirmed"] = json::object{{"council", or_null(branch->outcome.council)},
                                           {"entity", or_null(branch->outcome.entity)}};
  view["responses"] = codec::write(branch->responses);
  view["council_statement"] = branch->council_statement;
  view["entity_statement"] = branch->entity_statement;
  view["reviews"] = reviews_json(*branch);
  return view;
}

json::object branches_view(const Project& project, const Context& context, std::string_view view_class) {
  json::array items;
  for (const auto& [entity, branch] : project.branches)
    items.push_back(branch_view(project, context, entity, view_class));
  return {{"items", std::move(items)}, {"next", nullptr}};
}

}  // namespace full_circle::engagement
