// Analysis: themes with their counts, who has been heard, and contributions as tables.
#include "adapters/http/contributions_door.hpp"
#include "adapters/shared/table.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/contributions_table.hpp"
#include "workflows/engagement/heard.hpp"

#include <boost/json.hpp>

#include <memory>
#include <numeric>

namespace full_circle::http {

namespace json = boost::json;

namespace {

constexpr int page_size = 200;
constexpr std::size_t export_bytes_max =
    std::size_t{64} * 1024 * 1024;  ///< of text, held in memory once or twice

/// Every entry that a query finds, in order, until `take` has had enough.
template <class Take>
void each_entry(StoreReader& reader, EntryQuery query, Take take) {
  query.limit = page_size;
  for (bool more = true; more;) {
    const auto entries = reader.entries(query);
    for (const Entry& entry : entries)
      if (!take(entry)) return;
    more = entries.size() == static_cast<std::size_t>(page_size);
    if (more) query.after = entries.back().position;
  }
}

Response read_themes(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = project_worked_on(desk.door, request, reader);
  if (!visible.ok()) return refused(request, visible.refusal());
  const auto& project = *visible.value().project;
  const auto counts = engagement::theme_counts(reader, project.id);
  return json_response(json::serialize(whole_list(engagement::themes_view(project, counts))));
}

Response read_heard(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = project_worked_on(desk.door, request, reader);
  if (!visible.ok()) return refused(request, visible.refusal());
  const auto& project = *visible.value().project;
  constexpr auto book = engagement::contributions_book;
  return json_response(json::serialize(engagement::heard_view(project, desk.services.context->population,
                                                              reader.entry_counts(project.id, book),
                                                              reader.entry_kind_counts(project.id, book))));
}

// ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────

struct Format {
  std::string_view ending;
  std::string_view media_type;
  std::unique_ptr<shared::Table> (*begin)();
};

constexpr Format csv{"csv", media::csv, shared::csv_table};
constexpr Format xlsx{"xlsx", media::xlsx, [] { return shared::xlsx_table("Contributions"); }};

Result<engagement::ContributorColumns> asked_contributors(const Request& request) {
  const std::string* asked = request.asked("contributors");
  if (!asked || *asked == "no") return engagement::ContributorColumns::no;
  if (*asked == "yes") return engagement::ContributorColumns::yes;
  return malformed("?contributors", "has to be yes or no");
}

Response export_table(const Desk& desk, const Request& request, StoreReader& reader, const Format& format) {
  const auto visible = project_worked_on(desk.door, request, reader);
  if (!visible.ok()) return refused(request, visible.refusal());
  const auto& project = *visible.value().project;
  const auto query = filtered(request, project);
  if (!query.ok()) return refused(request, query.refusal());
  const auto contributors = asked_contributors(request);
  if (!contributors.ok()) return refused(request, contributors.refusal());
  const auto& context = *desk.services.context;
  const auto definition = context.definitions->by_hash(project.about->definition_hash);
  const engagement::ContributionsTable rows(project, *definition, context.zone, contributors.value());
  const auto table = format.begin();
  table->add(rows.columns());
  std::size_t bytes = 0;
  each_entry(reader, query.value(), [&](const Entry& entry) {
    const auto row = rows.row(entry);
    bytes = std::accumulate(row.begin(), row.end(), bytes,
                            [](std::size_t sum, const std::string& cell) { return sum + cell.size(); });
    if (bytes <= export_bytes_max) table->add(row);
    return bytes <= export_bytes_max;
  });
  if (bytes > export_bytes_max)
    return refused(request, {.reason = Reason::too_large,
                             .message = "This is more than one table holds (64 MiB of text): narrow it, by "
                                        "channel, round or theme."});
  Response response{.content_type = format.media_type,
                    .body = std::make_shared<const std::string>(table->finish())};
  response.with("Content-Disposition", "attachment; filename=\"" + project.about->slug + "-contributions." +
                                           std::string(format.ending) + "\"");
  return response;
}

Route reading_route(std::string pattern, std::string operation, std::string summary, Reading handler) {
  return Route{.pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(handler),
               .group = "Analysis"};
}

Route table_route(Desk& desk, const Format& format) {
  Route route = reading_route("/api/v1/projects/{id}/contributions." + std::string(format.ending),
                              "export_contributions_" + std::string(format.ending),
                              "What people said as a table for spreadsheet programs; nothing in it is run",
                              [&desk, &format](const Request& request, StoreReader& reader) {
                                return export_table(desk, request, reader, format);
                              });
  route.query = filter_parameters();
  route.query.push_back({"contributors", "Whether the people behind the words stand in it",
                         R"({"type": "string", "enum": ["yes", "no"], "default": "no"})"});
  route.produces = {format.media_type};
  route.statuses = {200, 413};
  return route;
}

}  // namespace

std::vector<Route> analysis_routes(Desk& desk) {
  std::vector<Route> routes;
  routes.push_back(reading_route(
      "/api/v1/projects/{id}/themes", "list_themes",
      "Themes, each with how many contributions, by channel, kind, round, community and local board",
      [&desk](const Request& request, StoreReader& reader) { return read_themes(desk, request, reader); }));
  routes.push_back(reading_route(
      "/api/v1/projects/{id}/heard", "read_heard",
      "Who has been heard, beside the targets of the plan and who lives here; groups under 10 are hidden",
      [&desk](const Request& request, StoreReader& reader) { return read_heard(desk, request, reader); }));
  for (const Format* format : {&csv, &xlsx}) routes.push_back(table_route(desk, *format));
  return routes;
}

}  // namespace full_circle::http
