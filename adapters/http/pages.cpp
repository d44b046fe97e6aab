#include "adapters/http/pages.hpp"

namespace full_circle::http {

namespace json = boost::json;

Response message_page(const Desk& desk, std::string_view title, std::string_view says, std::string_view link,
                      std::string_view link_text, unsigned status) {
  return html_response(desk.services.page("message", {{"title", title},
                                                      {"paragraph", json::array{json::string(says)}},
                                                      {"link_url", desk.options.base_url + std::string(link)},
                                                      {"link_text", link_text}}),
                       status);
}

Response page_not_there(const Desk& desk) {
  return message_page(desk, "Page not found", "There is nothing at this address.", "/have-your-say/",
                      "See what is open for feedback", 404);
}

Response about_project(const Desk& desk, const engagement::Project& project, std::string_view says,
                       unsigned status) {
  return message_page(desk, project.about->title, says, "/have-your-say/" + project.about->slug + "/",
                      "About this project", status);
}

Route page_route(std::string pattern, std::string operation, std::string summary, Handler handler) {
  return Route{.pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(handler),
               .door = Door::open,
               .produces = {media::html},
               .group = "Public site"};
}

Route form_route(std::string pattern, std::string operation, std::string summary, Handler handler) {
  Route route = page_route(std::move(pattern), std::move(operation), std::move(summary), std::move(handler));
  route.method = Verb::post;
  route.body_schema = R"({"type":"object","description":"The fields of the form"})";
  route.body = Route::Body::required;
  route.consumes = media::form;
  return route;
}

}  // namespace full_circle::http
