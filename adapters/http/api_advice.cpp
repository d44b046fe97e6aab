// The advice: as data, as a page, and on paper; for those who work on it, those who decide, and everybody.
#include "adapters/http/desk.hpp"
#include "workflows/engagement/advice.hpp"

#include <boost/json.hpp>

#include <array>
#include <memory>

namespace full_circle::http {

namespace json = boost::json;

namespace {

std::string page_of(const Desk& desk, const json::object& view, engagement::AdvicePaper paper) {
  return desk.services.page("advice", engagement::advice_page(view, desk.options.base_url, paper));
}

Response as_json(const Desk&, const Request&, const json::object& view) {
  return json_response(json::serialize(view));
}

Response as_page(const Desk& desk, const Request&, const json::object& view) {
  return html_response(page_of(desk, view, engagement::AdvicePaper::screen));
}

Response as_pdf(const Desk& desk, const Request& request, const json::object& view) {
  auto printed = desk.services.pdf(page_of(desk, view, engagement::AdvicePaper::print));
  if (printed.pdf.empty()) return problem(Fault::unavailable, printed.problem, request.request_id);
  return Response{.content_type = media::pdf,
                  .body = std::make_shared<const std::string>(std::move(printed.pdf))}
      .with("Content-Disposition", "inline; filename=\"" +
                                       json::value_to<std::string>(view.at("document").at("slug")) +
                                       "-advice.pdf\"");
}

struct Form {
  std::string_view ending;
  std::string_view operation;
  std::string_view summary;
  std::string_view media_type;
  Response (*answer)(const Desk&, const Request&, const json::object&);
};

constexpr std::array<Form, 3> forms{
    {{"", "advice", "The advice for those who decide: frozen once it is submitted", media::json, as_json},
     {".html", "advice_page", "The advice as a page that prints well", media::html, as_page},
     {".pdf", "advice_pdf", "The advice on paper, as a tagged PDF", media::pdf, as_pdf}}};

Response advice_for(const Desk& desk, const Request& request, StoreReader& reader, const Form& form,
                    const engagement::Project& project, engagement::AdviceReaders readers) {
  const auto& context = *desk.services.context;
  const Instant now = desk.services.clock.now();
  if (!engagement::may_read_advice(readers, project, context, now))
    return refused(request, unknown("advice"));
  auto document = engagement::current_advice(reader, project, context, now);
  return form.answer(desk, request, engagement::advice_view(std::move(document), project, context, readers));
}

Response read_advice(const Desk& desk, const Request& request, StoreReader& reader, const Form& form) {
  const auto visible = desk.door.find(request.parameters[0], *request.visitor, reader);
  if (!visible) return refused(request, unknown("project"));
  return advice_for(desk, request, reader, form, *visible->project,
                    engagement::advice_reader(request.visitor->caller, *visible->project));
}

Response read_public_advice(const Desk& desk, const Request& request, StoreReader& reader, const Form& form) {
  const auto row = reader.project(request.parameters[0]);
  const auto aggregate = row ? desk.services.engine.load(row->project) : nullptr;
  if (!aggregate) return refused(request, unknown("project"));
  auto response = advice_for(desk, request, reader, form, engagement::as_project(*aggregate),
                             engagement::AdviceReaders::everybody);
  if (response.status == 200) response.audience = Audience::everyone;
  return response;
}

// ── Every document that was frozen ──────────────────────────────────────────────────────────────────────

/// Under one hash, or the list of them.
Response frozen(const Desk& desk, const Request& request, StoreReader& reader,
                const engagement::Project& project, engagement::AdviceReaders readers) {
  const auto& context = *desk.services.context;
  const Instant now = desk.services.clock.now();
  if (request.parameters[1].empty())
    return json_response(json::serialize(engagement::frozen_advice_list(project, context, readers, now)));
  const auto* found = engagement::frozen_advice(project, request.parameters[1]);
  if (!found || !engagement::may_read_frozen(readers, *found, project, context, now))
    return refused(request, unknown("advice"));
  return json_response(json::serialize(engagement::frozen_advice_view(reader, *found, context, readers)));
}

Response read_frozen(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = desk.door.find(request.parameters[0], *request.visitor, reader);
  if (!visible) return refused(request, unknown("project"));
  return frozen(desk, request, reader, *visible->project,
                engagement::advice_reader(request.visitor->caller, *visible->project));
}

Response read_public_frozen(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto aggregate = public_project(desk.services, reader, request.parameters[0]);
  if (!aggregate) return refused(request, unknown("project"));
  auto response = frozen(desk, request, reader, engagement::as_project(*aggregate),
                         engagement::AdviceReaders::everybody);
  if (response.status == 200) response.audience = Audience::everyone;
  return response;
}

void add_frozen_routes(Desk& desk, std::vector<Route>& routes) {
  const auto add = [&](Door door, const std::string& pattern, const std::string& operation,
                       const std::string& summary) {
    const bool open = door == Door::open;
    routes.push_back(Route{.pattern = pattern,
                           .operation = operation,
                           .summary = summary,
                           .handler = Reading([&desk, open](const Request& request, StoreReader& reader) {
                             return open ? read_public_frozen(desk, request, reader)
                                         : read_frozen(desk, request, reader);
                           }),
                           .door = door,
                           .group = open ? "Public site" : "Advice"});
  };
  add(Door::key, "/api/v1/projects/{id}/advice/frozen", "list_frozen_advice",
      "Every advice document that was submitted, also those that were replaced");
  add(Door::key, "/api/v1/projects/{id}/advice/frozen/{hash}", "read_frozen_advice",
      "An advice document as it was submitted, by its hash");
  add(Door::open, "/have-your-say/{slug}/advice/frozen.json", "list_public_frozen_advice",
      "Every advice document that was submitted and became public");
  add(Door::open, "/have-your-say/{slug}/advice/frozen/{hash}", "read_public_frozen_advice",
      "An advice document as it was submitted, by its hash, if it became public");
}

Route advice_route(Desk& desk, const Form& form, Door door) {
  const bool open = door == Door::open;
  return Route{.pattern = (open ? "/have-your-say/{slug}/advice" : "/api/v1/projects/{id}/advice") +
                          std::string(open && form.ending.empty() ? ".json" : form.ending),
               .operation = (open ? "read_public_" : "read_") + std::string(form.operation),
               .summary = std::string(form.summary) +
                          (open ? ", once the meeting's reports are public (LGOIMA s 46A)" : ""),
               .handler = Reading([&desk, &form, open](const Request& request, StoreReader& reader) {
                 return open ? read_public_advice(desk, request, reader, form)
                             : read_advice(desk, request, reader, form);
               }),
               .door = door,
               .produces = {form.media_type},
               .statuses = form.media_type == media::pdf ? std::vector<unsigned>{200, 503}
                                                         : std::vector<unsigned>{200},
               .group = open ? "Public site" : "Advice"};
}

}  // namespace

std::vector<Route> advice_routes(Desk& desk) {
  std::vector<Route> routes;
  for (const Door door : {Door::key, Door::open})
    for (const Form& form : forms) {
      const bool drawn = form.media_type == media::json || desk.services.page;
      const bool printed = form.media_type != media::pdf || desk.services.pdf;
      if (drawn && printed) routes.push_back(advice_route(desk, form, door));
    }
  add_frozen_routes(desk, routes);
  return routes;
}

}  // namespace full_circle::http
