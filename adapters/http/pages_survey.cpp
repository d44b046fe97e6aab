// The short survey of those who took part, and the page that says how the council does.
#include "adapters/http/arrivals.hpp"
#include "adapters/http/form.hpp"
#include "adapters/http/pages.hpp"
#include "adapters/shared/secret.hpp"
#include "engine/record.hpp"
#include "workflows/engagement/service_report.hpp"
#include "workflows/engagement/survey.hpp"

#include <boost/json.hpp>

#include <mutex>

namespace full_circle::http {

namespace json = boost::json;

namespace {

Response not_now(const Desk& desk, const engagement::Project& project) {
  return about_project(desk, project,
                       "We ask how it was once the answer is published, until the project is over.", 409);
}

Response show_survey(Desk& desk, const Request& request) {
  const auto aggregate = desk.door.find_public(request.parameters[0]);
  if (!aggregate) return page_not_there(desk);
  const auto& project = engagement::as_project(*aggregate);
  if (!engagement::takes_survey(project, *desk.services.context)) return not_now(desk, project);
  return html_response(
      desk.services.page("survey", engagement::survey_page(project, shared::fresh_secret(), {}, {})));
}

json::object answers_in(const Form& said) {
  json::object body;
  for (const char* field : {"clear", "easy", "words"})
    if (const auto value = said.value(field); !value.empty()) body[field] = value;
  return body;
}

void send_survey(Desk& desk, const Request& request, std::function<void(Making)> answer) {
  const auto at_once = [&](Response response) {
    answer([response = std::move(response)] { return response; });
  };
  const auto aggregate = desk.door.find_public(request.parameters[0]);
  if (!aggregate) return at_once(page_not_there(desk));
  const auto& project = engagement::as_project(*aggregate);
  const auto said = Form::read(request.message->body());
  if (!said) return at_once(about_project(desk, project, "What was sent cannot be read.", 400));
  const json::object body = answers_in(*said);
  const std::string key = said->value("key");
  const auto ask_again = [&](const Refusal& refusal) {
    at_once(html_response(
        desk.services.page("survey", engagement::survey_page(project, key, body, refusal.fields)), 422));
  };
  const auto read = engagement::read_survey(json::serialize(body));
  if (!read.ok()) return ask_again(read.refusal());
  const auto entry = engagement::take_in_survey(
      read.value(), shared::fresh_secret(), key.empty() ? std::string() : "form/" + sha256_hex("key " + key),
      project, *desk.services.context, desk.services.clock.now());
  if (!entry.ok() && entry.refusal().reason == Reason::malformed) return ask_again(entry.refusal());
  if (!entry.ok()) return at_once(not_now(desk, project));
  desk.services.engine.write([kept = entry.value()](StoreWriter& writer) { writer.add(kept); },
                             [&desk, &request, aggregate, answer](const std::exception_ptr& problem) {
                               answer([&desk, &request, aggregate, problem] {
                                 if (problem) return broken(desk.services, problem, request.request_id);
                                 return about_project(desk, engagement::as_project(*aggregate),
                                                      "Thank you. What you told us is kept, without "
                                                      "anything that says who you are.",
                                                      200);
                               });
                             });
}

/// The page reads every project, so it is made once a minute at most, however many look at it.
class PerformancePage {
 public:
  std::string body(const Desk& desk, StoreReader& reader) {
    const Instant now = desk.services.clock.now();
    const std::lock_guard lock(m_mutex);
    if (!m_body.empty() && now >= m_made_at && now - m_made_at < std::chrono::minutes{1}) return m_body;
    engagement::ServiceReport report(*desk.services.context, {}, now);
    report.add_all(reader, desk.services.telling.ledger,
                   [&](const std::string& project) { return desk.services.engine.load(project); });
    m_body = desk.services.page("performance", report.page());
    m_made_at = now;
    return m_body;
  }

 private:
  std::mutex m_mutex;
  Instant m_made_at{};
  std::string m_body;
};

}  // namespace

std::vector<Route> survey_page_routes(Desk& desk) {
  std::vector<Route> routes;
  if (!desk.services.page) return routes;
  routes.push_back(
      page_route("/have-your-say/{slug}/survey", "show_survey",
                 "A few questions to those who took part, once they have their answer",
                 AtOnce([&desk](const Request& request) { return show_survey(desk, request); })));
  Route sending = form_route("/have-your-say/{slug}/survey", "send_survey", "Takes in their answers",
                             Asking([&desk](const Request& request, std::function<void(Making)> answer) {
                               send_survey(desk, request, std::move(answer));
                             }));
  sending.statuses = {200, 409, 422};
  routes.push_back(std::move(sending));
  if (desk.options.service_report == ServiceReportDoor::closed) return routes;
  const auto page = std::make_shared<PerformancePage>();
  routes.push_back(page_route("/have-your-say/performance", "show_performance",
                              "How long answers take, for everybody to read",
                              Reading([&desk, page](const Request&, StoreReader& reader) {
                                return html_response(page->body(desk, reader));
                              })));
  return routes;
}

}  // namespace full_circle::http
