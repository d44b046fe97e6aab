#include "workflows/engagement/event_hooks.hpp"

#include "workflows/engagement/views.hpp"
#include "workflows/engagement/workflow.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace full_circle::engagement {

namespace {

namespace json = boost::json;
using Audience = EventHook::Audience;

struct Told {
  std::string_view type;
  Audience audience;
  std::string_view says;  ///< of the project, for people
};

/// A list of what is told, so that an event nobody has thought about is not. Branches are left out on
/// purpose: who learns of an entity's steps is for its own arrangements.
constexpr std::array told{
    Told{"project_created", Audience::staff, "A project was started"},
    Told{"preparation_begun", Audience::staff, "Preparation has begun"},
    Told{"plan_reopened", Audience::staff, "It went back to planning"},
    Told{"results_signed_off", Audience::staff, "The results were signed off"},
    Told{"overdue_escalated", Audience::staff, "Something is overdue"},
    Told{"page_unpublished", Audience::staff, "Its public page was taken down"},
    Told{"page_published_again", Audience::everyone, "Its public page is back"},
    Told{"project_announced", Audience::everyone, "It was announced"},
    Told{"project_described", Audience::everyone, "Its description changed"},
    Told{"document_attached", Audience::everyone, "A document was added"},
    Told{"update_posted", Audience::everyone, "An update was posted"},
    Told{"engagement_scheduled", Audience::everyone, "The days for feedback are set"},
    Told{"preparation_reopened", Audience::everyone, "The days for feedback are being set anew"},
    Told{"period_opened", Audience::everyone, "It is open for feedback"},
    Told{"period_extended", Audience::everyone, "There is more time for feedback"},
    Told{"period_closed", Audience::everyone, "Feedback has closed"},
    Told{"period_reopened", Audience::everyone, "It is open for feedback again"},
    Told{"session_planned", Audience::everyone, "A session was planned"},
    Told{"session_moved", Audience::everyone, "A session was moved"},
    Told{"session_cancelled", Audience::everyone, "A session was cancelled"},
    Told{"analysis_begun", Audience::everyone, "What people said is being looked at"},
    Told{"advice_submitted", Audience::everyone, "The advice went to the decision-makers"},
    Told{"analysis_reopened", Audience::everyone, "What people said is being looked at again"},
    Told{"decision_recorded", Audience::everyone, "A decision was made"},
    Told{"another_round_started", Audience::everyone, "Another round is being prepared"},
    Told{"closing_begun", Audience::everyone, "The answer to people is being written"},
    Told{"results_published", Audience::everyone, "The results are published"},
    Told{"results_corrected", Audience::everyone, "The published results were corrected"},
    Told{"evaluation_begun", Audience::everyone, "The engagement is being evaluated"},
    Told{"project_suspended", Audience::everyone, "It is on hold"},
    Told{"project_resumed", Audience::everyone, "It goes on"},
    Told{"project_withdrawn", Audience::everyone, "The council is not going on with it"},
    Told{"project_completed", Audience::everyone, "It is complete"}};

bool may_hear(Audience who, const Told& what) {
  return who == Audience::staff || what.audience == Audience::everyone;
}

std::string payload_of(const Told& what, const Project& project, bool on_show, const Context& context,
                       Instant now) {
  const std::string page = "/have-your-say/" + project.about->slug;
  json::object data{{"project", project.id},
                    {"version", project.version},
                    {"title", std::string_view(project.about->title)},
                    {"says", what.says},
                    {"status", status_of(project.place, context.project_chart)},
                    {"opens_on", nullptr},
                    {"closes_on", nullptr},
                    {"page", on_show ? json::value(page) : json::value(nullptr)}};
  if (project.period) {
    data["opens_on"] = to_text(project.period->opens_on);
    data["closes_on"] = to_text(project.period->closes_on);
  }
  return json::serialize(
      json::object{{"type", what.type}, {"timestamp", to_text(now)}, {"data", std::move(data)}});
}

}  // namespace

std::vector<std::string> events_told(Audience audience) {
  std::vector<std::string> types;
  for (const Told& one : told)
    if (may_hear(audience, one)) types.emplace_back(one.type);
  return types;
}

std::vector<NewDelivery> told_of(std::string_view event_type, std::size_t number, const Project& after,
                                 const Definition& definition, const Context& context, Instant now) {
  const auto* const found =
      std::find_if(told.begin(), told.end(), [&](const Told& one) { return one.type == event_type; });
  if (found == told.end()) return {};
  const bool on_show = has_public_page(after, definition);
  std::vector<NewDelivery> deliveries;
  for (const EventHook& hook : context.event_hooks) {
    const bool wanted = hook.events.empty() ||
                        std::find(hook.events.begin(), hook.events.end(), event_type) != hook.events.end();
    const bool may = may_hear(hook.audience, *found) && (on_show || hook.audience == Audience::staff);
    if (!wanted || !may) continue;
    deliveries.push_back({hook.adapter,
                          hook.adapter + "_" + std::string(event_type) + "_" + std::to_string(number), now,
                          payload_of(*found, after, on_show, context, now), ""});
  }
  return deliveries;
}

}  // namespace full_circle::engagement
