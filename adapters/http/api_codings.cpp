// Codings: contributions put to themes, many at once, and taken back.
#include "adapters/http/contributions_door.hpp"
#include "adapters/http/text.hpp"
#include "workflows/engagement/contributions.hpp"

#include <boost/json.hpp>

#include <memory>
#include <set>

namespace full_circle::http {

namespace json = boost::json;

namespace {

using Answer = std::function<void(Making)>;

constexpr int page_size = 200;  ///< entries of one transaction, so that other writing goes on in between

/// Page after page of one long change. Each page is one transaction; a broken one ends it, and what was done
/// before stands in the history.
template <class Work>
struct Pages {
  Engine& engine;
  Work work;  ///< as of the last commit; `work(writer)` does a page and says whether there is another
  std::function<void(const Work&, std::exception_ptr)> done;
};

template <class Work>
void run(const std::shared_ptr<Pages<Work>>& pages) {
  struct Page {
    Work work;
    bool more = false;
  };
  auto page = std::make_shared<Page>();
  pages->engine.write(
      [pages, page](StoreWriter& writer) {
        page->work = pages->work;  // a page may be run twice
        page->more = page->work(writer);
      },
      [pages, page](const std::exception_ptr& problem) {
        if (!problem) pages->work = std::move(page->work);
        if (!problem && page->more) return run(pages);
        pages->done(pages->work, problem);
      });
}

// ── Coding ──────────────────────────────────────────────────────────────────────────────────────────────

struct Coding {
  LabelBatch batch;
  EntryQuery query;                     ///< of what a filter finds, from the page to come
  std::vector<std::string> references;  ///< or these, on one page
  std::vector<FieldProblem> unknown;    ///< those that this project has not: then nothing is changed

  bool operator()(StoreWriter& writer) {
    if (!references.empty()) {
      by_reference(writer);
      return false;
    }
    const auto entries = writer.entries(query);
    writer.change_labels(batch, entries);
    if (!entries.empty()) query.after = entries.back().position;
    return entries.size() == static_cast<std::size_t>(query.limit);
  }

 private:
  void by_reference(StoreWriter& writer) {
    std::vector<Entry> entries;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < references.size(); ++i) {
      auto entry = writer.entry(references[i]);
      if (!entry || entry->project != batch.project || entry->book != batch.book)
        unknown.push_back({"/references/" + std::to_string(i), "is no contribution to this project"});
      else if (seen.insert(references[i]).second)
        entries.push_back(*std::move(entry));
    }
    if (unknown.empty()) writer.change_labels(batch, entries);
  }
};

Result<Coding> read_coding(const Request& request, const engagement::Project& project, Instant now) {
  const auto asked = engagement::read_coding(request.message->body());
  if (!asked.ok()) return asked.refusal();
  auto batch = engagement::coding_of(asked.value(), project, request.visitor->caller.person, now);
  if (!batch.ok()) return std::move(batch).refusal();
  Coding coding{.batch = std::move(batch).value()};
  coding.query =
      engagement::entries_of(asked.value().filter.value_or(engagement::ContributionFilter{}), project);
  coding.query.limit = page_size;
  coding.references.assign(asked.value().references.begin(), asked.value().references.end());
  return coding;
}

void code(Desk& desk, const Request& request, const Answer& answer) {
  const auto visible = worked_on(desk.door.find(request.parameters[0], *request.visitor), request);
  if (!visible.ok()) return answer([response = refused(request, visible.refusal())] { return response; });
  auto coding = read_coding(request, *visible.value().project, desk.services.clock.now());
  if (!coding.ok()) return answer([response = refused(request, coding.refusal())] { return response; });
  const auto done = [&desk, &request, answer](const Coding& made, const std::exception_ptr& problem) {
    answer([&desk, &request, made, problem] {
      if (problem) return broken(desk.services, problem, request.request_id);
      if (!made.unknown.empty())
        return refused(request, Refusal{.reason = Reason::malformed,
                                        .message = "Some contributions are not this project's.",
                                        .fields = made.unknown});
      return json_response(json::serialize(engagement::coding_view(made.batch)));
    });
  };
  run(std::make_shared<Pages<Coding>>(Pages<Coding>{desk.services.engine, std::move(coding).value(), done}));
}

// ── Taking back ─────────────────────────────────────────────────────────────────────────────────────────

struct TakingBack {
  Undoing undoing;
  std::int64_t after = 0;

  bool operator()(StoreWriter& writer) {
    const UndonePage page = writer.undo_labels(undoing, after, page_size);
    after = page.next.value_or(after);
    return page.next.has_value();
  }
};

/// The batch that the path names, when it is one of this project's contributions.
std::optional<LabelBatch> named_batch(const Request& request, const engagement::Project& project,
                                      StoreReader& reader) {
  const auto number = read_number(request.parameters[1]);
  auto batch = number ? reader.label_batch(*number) : std::nullopt;
  if (!batch || batch->project != project.id || batch->book != engagement::contributions_book)
    return std::nullopt;
  return batch;
}

void take_back(Desk& desk, const Request& request, const Answer& answer) {
  const auto visible = worked_on(desk.door.find(request.parameters[0], *request.visitor), request);
  if (!visible.ok()) return answer([response = refused(request, visible.refusal())] { return response; });
  const auto batch = named_batch(request, *visible.value().project, *desk.reader);
  if (!batch) return answer([response = refused(request, unknown("coding"))] { return response; });
  const auto done = [&desk, &request, id = batch->id, answer](const TakingBack&,
                                                              const std::exception_ptr& problem) {
    answer([&desk, &request, id, problem] {
      if (problem) return broken(desk.services, problem, request.request_id);
      return json_response(json::serialize(engagement::coding_view(desk.reader->label_batch(id).value())));
    });
  };
  TakingBack work{
      .undoing = {.batch = batch->id, .by = request.visitor->caller.person, .at = desk.services.clock.now()}};
  run(std::make_shared<Pages<TakingBack>>(Pages<TakingBack>{desk.services.engine, std::move(work), done}));
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────

Response read_codings(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = project_worked_on(desk.door, request, reader);
  if (!visible.ok()) return refused(request, visible.refusal());
  const auto limit = asked_limit(request);
  if (!limit.ok()) return refused(request, limit.refusal());
  std::int64_t before = 0;
  if (const std::string* asked = request.asked("after")) {
    const auto number = read_number(*asked);
    if (!number) return bad_parameter(request, "after", "has to be the next of an earlier answer");
    before = *number;
  }
  const auto batches = reader.label_batches(visible.value().project->id, engagement::contributions_book,
                                            before, limit.value());
  json::array items;
  for (const LabelBatch& batch : batches) items.push_back(engagement::coding_view(batch));
  const bool full = batches.size() == static_cast<std::size_t>(limit.value());
  return json_response(json::serialize(
      json::object{{"items", std::move(items)},
                   {"next", full ? json::value(std::to_string(batches.back().id)) : json::value(nullptr)}}));
}

}  // namespace

std::vector<Route> coding_routes(Desk& desk) {
  std::vector<Route> routes;
  routes.push_back(
      {.method = Verb::post,
       .pattern = "/api/v1/projects/{id}/codings",
       .operation = "code_contributions",
       .summary = "Puts contributions to a theme, or takes them off it: those named, or all that a "
                  "filter finds",
       .handler = [&desk](const Request& request, const Answer& answer) { code(desk, request, answer); },
       .body_schema = engagement::coding_schema(),
       .body = Route::Body::required,
       .group = "Analysis"});
  routes.push_back({.pattern = "/api/v1/projects/{id}/codings",
                    .operation = "list_codings",
                    .summary = "What was coded, by whom, newest first",
                    .handler = [&desk](const Request& request,
                                       StoreReader& reader) { return read_codings(desk, request, reader); },
                    .query = {{"after", "The next of an earlier answer"}, limit_parameter},
                    .group = "Analysis"});
  routes.push_back(
      {.method = Verb::post,
       .pattern = "/api/v1/projects/{id}/codings/{batch}/undo",
       .operation = "undo_coding",
       .summary = "Takes back what a coding changed and nobody changed since",
       .handler = [&desk](const Request& request, const Answer& answer) { take_back(desk, request, answer); },
       .group = "Analysis"});
  return routes;
}

}  // namespace full_circle::http
