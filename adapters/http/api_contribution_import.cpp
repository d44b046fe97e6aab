// Contributions brought in from another tool's export, with a dry run that names every bad row.
#include "adapters/http/arrivals.hpp"
#include "adapters/http/contributions_door.hpp"
#include "adapters/shared/csv_rows.hpp"
#include "adapters/shared/secret.hpp"
#include "workflows/engagement/contribution_import.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <future>

namespace full_circle::http {

namespace json = boost::json;

namespace {

/// Rows that go into one of the writer's transactions: others' commands fit in between.
constexpr std::size_t rows_at_once = 500;

struct ImportRequest {
  engagement::ImportMapping mapping;
  std::string csv;
  bool dry_run = false;
};

Result<ImportRequest> read_import(std::string_view body) {
  json::error_code error;
  const json::value value = json::parse(body, error);
  const auto* object = error ? nullptr : value.if_object();
  if (!object) return malformed("", "has to be a JSON object with mapping and csv");
  for (const auto& entry : *object)
    if (entry.key() != "mapping" && entry.key() != "csv" && entry.key() != "dry_run")
      return malformed("/" + std::string(entry.key()), "is not a field of this");
  const auto* csv = object->if_contains("csv");
  if (!csv || !csv->is_string()) return malformed("/csv", "has to be the file's text");
  const auto* mapping = object->if_contains("mapping");
  if (!mapping) return malformed("/mapping", "is missing");
  auto read = engagement::read_import_mapping(json::serialize(*mapping));
  if (!read.ok()) {
    Refusal refusal = std::move(read).refusal();
    for (auto& fault : refusal.fields) fault.field = "/mapping" + fault.field;
    return refusal;
  }
  const auto* dry_run = object->if_contains("dry_run");
  if (dry_run && !dry_run->is_bool()) return malformed("/dry_run", "has to be true or false");
  return ImportRequest{std::move(read).value(), json::value_to<std::string>(*csv),
                       dry_run && dry_run->as_bool()};
}

/// What came of a file.
struct Brought {
  std::vector<Entry> good;
  std::vector<std::size_t> lines;  ///< of the good ones
  json::array bad;
  std::size_t rows = 0;
};

void note_bad(Brought& brought, std::size_t line, const std::vector<FieldProblem>& faults) {
  for (const auto& fault : faults)
    brought.bad.push_back(json::object{{"line", line}, {"field", fault.field}, {"message", fault.message}});
}

Result<Brought> read_rows(const ImportRequest& asked, const Desk& desk, const Request& request,
                          const engagement::Project& project) {
  const char delimiter = asked.mapping.delimiter ? asked.mapping.delimiter->front() : ',';
  auto reading = shared::read_csv(asked.csv, delimiter);
  const std::size_t heading_rows = engagement::ContributionImport::heading_rows(asked.mapping);
  if (reading.rows.size() < heading_rows) return malformed("/csv", "does not even hold the headings");
  std::vector<std::vector<std::string>> headings;
  for (std::size_t index = 0; index < heading_rows; ++index)
    headings.push_back(std::move(reading.rows[index].cells));
  auto import = engagement::ContributionImport::begin(asked.mapping, headings);
  if (!import.ok()) return import.refusal();
  Brought brought;
  const Instant now = desk.services.clock.now();
  for (std::size_t index = heading_rows; index < reading.rows.size(); ++index) {
    const auto& row = reading.rows[index];
    ++brought.rows;
    auto read = import.value().read(row.cells);
    if (!read.faults.empty()) {
      note_bad(brought, row.line, read.faults);
      continue;
    }
    // Whoever asked for a copy is sent the address of a receipt; the other tool thanked everybody.
    auto entry = engagement::take_in(
        read.given, engagement::TakenInBy::council, request.visitor->caller.person,
        {.reference = shared::fresh_reference(now), .receipt_hash = {}, .key = std::move(read.key)}, project,
        *desk.services.context, now);
    if (entry.ok()) {
      brought.good.push_back(std::move(entry).value());
      brought.lines.push_back(row.line);
    } else {
      auto faults = entry.refusal().fields;
      for (auto& fault : faults) fault.field = import.value().source_of(fault.field, read.given);
      if (faults.empty()) faults.push_back({"", entry.refusal().message});
      note_bad(brought, row.line, faults);
    }
  }
  if (!reading.problem.empty()) note_bad(brought, reading.problem_line, {{"", reading.problem}});
  return brought;
}

/// What was there already stays as it is, also when the file says something else now. Whoever was erased
/// since is said to be there, and no more.
bool says_something_else(const Entry& kept, const Entry& row) {
  const bool erased = engagement::words_taken_back(kept) || kept.personal.empty() != row.personal.empty();
  return !erased && !engagement::says_the_same(kept, row);
}

struct Kept {
  std::size_t added = 0;
  json::array otherwise;  ///< lines that were there already, with other words or details
};

/// Each of the rows from..to that is not there yet.
void keep_rows(StoreWriter& writer, Brought& brought, std::size_t from, std::size_t to, Kept& kept) {
  for (std::size_t index = from; index < to; ++index) {
    Entry& entry = brought.good[index];
    std::string kept_as = writer.add(entry);
    for (; kept_as.empty(); kept_as = writer.add(entry))
      entry.id = shared::fresh_reference(entry.received_at);
    if (kept_as == entry.id) {
      ++kept.added;
    } else if (const auto first = writer.entry(kept_as); first && says_something_else(*first, entry)) {
      kept.otherwise.emplace_back(brought.lines[index]);
    }
  }
}

/// When it ends early, the same file again brings the rest. Waits for the writer: on a reading thread only.
Kept keep_all(Engine& engine, Brought& brought) {
  Kept all;
  for (std::size_t from = 0; from < brought.good.size(); from += rows_at_once) {
    const std::size_t to = std::min(from + rows_at_once, brought.good.size());
    const auto some = std::make_shared<Kept>();
    std::promise<void> written;
    engine.write(
        [&brought, from, to, some](StoreWriter& writer) {
          *some = {};
          keep_rows(writer, brought, from, to, *some);
        },
        [&written](const std::exception_ptr& problem) {
          if (problem) return written.set_exception(problem);
          written.set_value();
        });
    written.get_future().get();
    all.added += some->added;
    for (auto& line : some->otherwise) all.otherwise.push_back(std::move(line));
  }
  return all;
}

Response import_contributions(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = project_worked_on(desk.door, request, reader);
  if (!visible.ok()) return refused(request, visible.refusal());
  const auto asked = read_import(request.message->body());
  if (!asked.ok()) return refused(request, asked.refusal());
  auto brought = read_rows(asked.value(), desk, request, *visible.value().project);
  if (!brought.ok()) return refused(request, brought.refusal());
  Brought& found = brought.value();
  // A file with bad rows is put right first: half of it would have to be told apart later.
  const bool keeps = !asked.value().dry_run && found.bad.empty();
  json::object answer{{"rows", found.rows}, {"good", found.good.size()}, {"kept", keeps}};
  if (keeps) {
    Kept kept = keep_all(desk.services.engine, found);
    answer["added"] = kept.added;
    answer["already_there"] = found.good.size() - kept.added;
    answer["there_otherwise"] = std::move(kept.otherwise);
  }
  answer["bad"] = std::move(found.bad);
  return json_response(json::serialize(answer), keeps || asked.value().dry_run ? 200 : 422);
}

}  // namespace

Route contribution_import_route(Desk& desk) {
  Route route{.method = Verb::post,
              .pattern = "/api/v1/projects/{id}/contributions/import",
              .operation = "import_contributions",
              .summary = "Brings in another tool's export (CSV), when no row of it is bad",
              .handler = Reading([&desk](const Request& request, StoreReader& reader) {
                return import_contributions(desk, request, reader);
              }),
              .body = Route::Body::required,
              .statuses = {200, 422},
              .group = "Contributions",
              .body_bytes_max = std::size_t{64} << 20};
  route.body_schema =
      R"({"type":"object","additionalProperties":false,"required":["mapping","csv"],"properties":{)"
      R"("csv":{"type":"string"},"dry_run":{"type":"boolean"},"mapping":)" +
      engagement::import_mapping_schema() + "}}";
  return route;
}

}  // namespace full_circle::http
