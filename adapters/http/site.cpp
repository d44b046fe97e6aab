// The public site and the calendars: files that other adapters wrote.
#include "adapters/http/desk.hpp"
#include "adapters/http/static_files.hpp"
#include "adapters/http/text.hpp"

#include <memory>

namespace full_circle::http {

namespace {

using boost::beast::http::field;

constexpr std::string_view no_page =
    "<!doctype html><html lang=\"en-NZ\"><head><meta charset=\"utf-8\"><title>Page not found</title></head>"
    "<body><main><h1>Page not found</h1><p>There is nothing at this address. "
    "<a href=\"/have-your-say/\">See what is open for feedback</a>.</p></main></body></html>\n";

Response redirect(std::string_view location, unsigned status) {
  Response response = empty_response(status);
  response.audience = Audience::everyone;
  return response.with("Location", location);
}

Response not_there(const Request& request) {
  Response response = refused(request, unknown("file"));
  const std::string_view accept = request.header(field::accept);
  if (accept.find("text/html") != std::string_view::npos) {
    response.body = std::make_shared<const std::string>(no_page);
    response.content_type = "text/html; charset=utf-8";
  }
  return response;
}

bool is_unchanged(const Request& request, const StaticFile& file) {
  const std::string_view tags = request.header(field::if_none_match);
  if (!tags.empty()) return tag_listed(tags, file.tag);
  const std::string_view date = request.header(field::if_modified_since);
  if (date.empty()) return false;
  const auto since = parse_http_date(date);
  return since && file.modified_at <= *since;
}

Response file_response(const Request& request, const StaticFile& file, Audience audience) {
  Response response;
  response.audience = audience;
  if (is_unchanged(request, file)) {
    response.status = 304;
  } else {
    response.body = file.body;
    response.content_type = file.content_type;
  }
  response.with("ETag", file.tag);
  response.with("Last-Modified", http_date(file.modified_at));
  return response;
}

Response read_page(StaticFolder& folder, const Request& request) {
  const StaticFolder::Found found = folder.find(request.parameters[0]);
  if (found.kind == StaticFolder::Kind::nothing) return not_there(request);
  // The path is as it was sent, so it cannot hold anything that a header may not.
  if (found.kind == StaticFolder::Kind::folder) return redirect(std::string(request.path()) + "/", 308);
  return file_response(request, *found.file, Audience::everyone);
}

Response read_file(StaticFolder& folder, std::string_view name, const Request& request) {
  const StaticFolder::Found found = folder.find(name);
  if (found.kind != StaticFolder::Kind::file) return not_there(request);
  return file_response(request, *found.file, Audience::everyone);
}

Response read_calendar(StaticFolder& folder, const Request& request) {
  const std::string& name = request.parameters[0];
  // A plain name: an escaped slash must not lead into the staff's folder.
  if (!is_plain_id(name) || !name.ends_with(".ics")) return refused(request, unknown("calendar"));
  const StaticFolder::Found found = folder.find(name);
  if (found.kind != StaticFolder::Kind::file) return refused(request, unknown("calendar"));
  return file_response(request, *found.file, Audience::everyone);
}

/// Staff calendars hold every hui: for those whom the project's own view shows them.
Response read_staff_calendar(Desk& desk, StaticFolder& folder, const Request& request) {
  const std::string& name = request.parameters[0];
  if (!name.ends_with(".ics")) return refused(request, unknown("calendar"));
  const std::string slug = name.substr(0, name.size() - 4);
  const std::optional<Visible> visible = desk.door.find(slug, *request.visitor);
  if (!visible || visible->view_class.starts_with("entity:")) return refused(request, unknown("calendar"));
  const StaticFolder::Found found = folder.find("staff/" + visible->project->about->slug + ".ics");
  if (found.kind != StaticFolder::Kind::file) return refused(request, unknown("calendar"));
  return file_response(request, *found.file, Audience::caller);
}

Route site_route(std::string pattern, std::string operation, std::string summary, AtOnce handler,
                 std::string_view produces, std::vector<unsigned> statuses) {
  return Route{.pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(handler),
               .door = Door::open,
               .produces = {produces},
               .statuses = std::move(statuses),
               .group = "Public site"};
}

}  // namespace

std::vector<Route> site_routes(Desk& desk) {
  const ServerOptions& options = desk.options;
  const auto pages = std::make_shared<StaticFolder>(
      options.site_folder.empty() ? std::filesystem::path{} : options.site_folder / "have-your-say");
  const auto calendars = std::make_shared<StaticFolder>(options.calendar_folder);
  constexpr std::string_view any = "*/*";
  std::vector<Route> routes;
  routes.push_back(site_route("/", "visit", "To the public site",
                              [](const Request&) { return redirect("/have-your-say/", 302); }, any, {302}));
  const auto root = std::make_shared<StaticFolder>(options.site_folder);
  routes.push_back(site_route(
      "/robots.txt", "read_robots", "What search engines may read (RFC 9309)",
      [root](const Request& request) { return read_file(*root, "robots.txt", request); }, any, {200, 304}));
  routes.push_back(site_route("/have-your-say", "visit_site", "To the public site",
                              [](const Request&) { return redirect("/have-your-say/", 308); }, any, {308}));
  routes.push_back(site_route("/have-your-say/{path*}", "read_page", "A file of the public site",
                              [pages](const Request& request) { return read_page(*pages, request); }, any,
                              {200, 304, 308}));
  routes.push_back(
      site_route("/calendar/{file}", "read_calendar", "A public calendar (.ics)",
                 [calendars](const Request& request) { return read_calendar(*calendars, request); },
                 media::calendar, {200, 304}));
  Route staff = site_route(
      "/calendar/staff/{file}", "read_staff_calendar", "A project's whole calendar (.ics)",
      [&desk, calendars](const Request& request) { return read_staff_calendar(desk, *calendars, request); },
      media::calendar, {200, 304});
  staff.door = Door::key;
  routes.push_back(std::move(staff));
  return routes;
}

}  // namespace full_circle::http
