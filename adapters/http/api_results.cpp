// The answer before it is published: as people will see it, what of the public page changes by it, and, once
// it is out, how many are still to be told.
#include "adapters/http/desk.hpp"
#include "workflows/engagement/results.hpp"
#include "workflows/engagement/views.hpp"

namespace full_circle::http {

namespace json = boost::json;

namespace {

/// The public page as it is, and as it would be.
struct Pages {
  json::object now;
  json::object then;
  std::string answer_hash;  ///< which a sign-off of what would be names
};

Result<Pages> pages(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = desk.door.find(request.parameters[0], *request.visitor, reader);
  if (!visible) return unknown("project");
  if (visible->view_class.starts_with("entity:"))
    return Refusal{.reason = Reason::not_permitted,
                   .message = "What is not published yet is for the people who run the project."};
  const auto& context = *desk.services.context;
  const Instant now = desk.services.clock.now();
  const auto then = engagement::as_if_published(*visible->project, context, now);
  return Pages{engagement::public_page(*visible->project, context, now),
               engagement::public_page(then, context, now),
               engagement::answer_hash(*visible->project, context)};
}

Response preview(const Desk& desk, const Request& request, StoreReader& reader) {
  auto both = pages(desk, request, reader);
  if (!both.ok()) return refused(request, both.refusal());
  const std::string* language = request.asked("language");
  return html_response(
             desk.services.page("result_preview", {{"page", std::move(both.value().then)},
                                                   {"language", language ? *language : std::string()}}))
      .with("Answer-Hash", both.value().answer_hash);
}

Response changes(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto both = pages(desk, request, reader);
  if (!both.ok()) return refused(request, both.refusal());
  return json_response(
      json::serialize(json::object{{"items", engagement::result_changes(both.value().now, both.value().then)},
                                   {"next", nullptr},
                                   {"answer_hash", both.value().answer_hash}}));
}

}  // namespace

bool is_being_told(const Desk& desk, const engagement::Project& project) {
  return desk.services.telling.ledger && !project.editions.empty() && project.told.empty();
}

json::object telling_of_results(const Desk& desk, const engagement::Project& project, StoreReader& reader) {
  std::int64_t queued = 0;
  std::int64_t all = 0;
  DeliveryQuery query{.project = project.id, .adapter = "notifier", .limit = 200};
  for (auto some = reader.deliveries(query); !some.empty(); some = reader.deliveries(query)) {
    query.after_id = some.back().id;
    for (const Delivery& one : some) {
      if (!one.name.starts_with("notice_results_published")) continue;
      for (const auto& [channel, state, count] : desk.services.telling.ledger->progress(one.key()).counts) {
        all += count;
        if (state == RecipientState::queued) queued += count;
      }
    }
  }
  return {{"still_to_tell", queued}, {"of", all}};
}

std::vector<Route> result_routes(Desk& desk) {
  std::vector<Route> routes;
  if (desk.services.page)
    routes.push_back(Route{.pattern = "/api/v1/projects/{id}/results/preview",
                           .operation = "preview_results",
                           .summary = "The answer's page as it would be if it were published now",
                           .handler = Reading{[&desk](const Request& request, StoreReader& reader) {
                             return preview(desk, request, reader);
                           }},
                           .query = {{"language", "One it is translated into (BCP 47); English when absent"}},
                           .produces = {media::html},
                           .group = "Projects"});
  routes.push_back(Route{.pattern = "/api/v1/projects/{id}/results/changes",
                         .operation = "list_result_changes",
                         .summary = "What the public page of the answer would say differently, text by text",
                         .handler = Reading{[&desk](const Request& request, StoreReader& reader) {
                           return changes(desk, request, reader);
                         }},
                         .group = "Projects"});
  return routes;
}

}  // namespace full_circle::http
