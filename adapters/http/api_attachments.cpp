// Files that come with a contribution: sent one by one to what was given already, and read back by who sent
// them or works with the project. The hash alone opens nothing.
#include "adapters/http/arrivals.hpp"
#include "adapters/http/attachments.hpp"
#include "adapters/http/contributions_door.hpp"
#include "adapters/http/text.hpp"
#include "workflows/engagement/contributions.hpp"

#include <boost/json.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace full_circle::http {

namespace json = boost::json;

namespace {

/// A contribution that was found, and its project.
struct Found {
  Entry entry;
  std::shared_ptr<const Aggregate> aggregate;
  const engagement::Project& project() const { return engagement::as_project(*aggregate); }
};
using Finding = Result<Found> (*)(const Desk&, const Request&, StoreReader&);

Result<Found> found(std::optional<Entry> entry, const Desk& desk, const char* what) {
  auto aggregate = entry ? desk.services.engine.load(entry->project) : nullptr;
  if (!aggregate) return unknown(what);
  return Found{*std::move(entry), std::move(aggregate)};
}

Result<Found> behind_receipt(const Desk& desk, const Request& request, StoreReader& reader) {
  return found(entry_behind(request.parameters[0], reader), desk, "receipt");
}

Result<Found> worked_with(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = project_worked_on(desk.door, request, reader);
  if (!visible.ok()) return visible.refusal();
  auto entry = reader.entry(request.parameters[1]);
  const bool theirs =
      entry && entry->project == visible.value().project->id && entry->book == engagement::contributions_book;
  return found(theirs ? std::move(entry) : std::nullopt, desk, "contribution");
}

// ── Sending ─────────────────────────────────────────────────────────────────────────────────────────────

struct Attaching {
  ArrivedFile file;
  std::optional<engagement::AttachmentRule> rule;
  Instant now{};
};

/// Adds it, or says why not; the contribution is as it was then.
std::optional<Refusal> attach_to(Entry& entry, const Attaching& attaching) {
  if (engagement::words_taken_back(entry))
    return Refusal{.reason = Reason::out_of_turn,
                   .message = "What was said here was taken back: nothing is added to it any more."};
  auto faults = engagement::attach(entry, {attaching.file.file}, attaching.rule, attaching.now);
  if (faults.empty()) return std::nullopt;
  std::string message = "The file cannot be taken: it " + faults.front().message + ".";
  return Refusal{.reason = Reason::malformed, .message = std::move(message), .fields = std::move(faults)};
}

Response keep_file(const Desk& desk, const Request& request, const Found& contribution,
                   const Attaching& attaching) {
  KeptFiles* const files = desk.services.attachments.files;
  Entry tried = contribution.entry;
  const bool again = engagement::attachment_of(tried, attaching.file.file.hash).has_value();
  if (const auto refusal = attach_to(tried, attaching)) return refused(request, *refusal);
  files->put(attaching.file.content);
  std::optional<Refusal> refusal;
  json::array attachments;
  const bool there = desk.services.attachments.people->change(contribution.entry.id, [&](Entry& entry) {
    refusal = attach_to(entry, attaching);
    if (!refusal && !files->holds(attaching.file.file.hash)) files->put(attaching.file.content);
    attachments = engagement::attachments_view(entry);
  });
  if (!there) return refused(request, unknown("contribution"));
  if (refusal) return refused(request, *refusal);
  return json_response(json::serialize(json::object{{"attachments", std::move(attachments)}}),
                       again ? 200 : 201);
}

Response send_file(const Desk& desk, const Request& request, StoreReader& reader, Finding find) {
  const auto contribution = find(desk, request, reader);
  if (!contribution.ok()) return refused(request, contribution.refusal());
  const auto& project = contribution.value().project();
  const Instant now = desk.services.clock.now();
  const auto by = request.visitor ? engagement::TakenInBy::council : engagement::TakenInBy::public_page;
  const auto open = engagement::takes_more(project, *desk.services.context, by, now);
  if (!open.ok()) return refused(request, open.refusal());
  const std::string* name = request.asked("name");
  return keep_file(desk, request, contribution.value(),
                   {.file = looked_at(desk, name ? *name : "", request.message->body()),
                    .rule = attachment_rule(desk, project),
                    .now = now});
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────

std::string_view media_type_of(const engagement::Attachment& attachment) {
  for (const auto& kind : engagement::file_kinds())
    if (kind.media_type == attachment.media_type) return kind.media_type;
  return "application/octet-stream";
}

/// RFC 6266: what every program understands has no letters of the name that could be taken amiss.
std::string disposition_of(const std::string& name) {
  const auto dot = name.rfind('.');
  return "attachment; filename=\"file" + (dot == std::string::npos ? "" : name.substr(dot)) +
         "\"; filename*=UTF-8''" + boost::urls::encode(name, boost::urls::unreserved_chars);
}

Response read_file(const Desk& desk, const Request& request, StoreReader& reader, Finding find,
                   std::size_t hash_at) {
  const auto contribution = find(desk, request, reader);
  if (!contribution.ok()) return refused(request, contribution.refusal());
  const auto attachment =
      engagement::attachment_of(contribution.value().entry, request.parameters.at(hash_at));
  if (!attachment) return refused(request, unknown("attachment"));
  const std::string tag = '"' + attachment->hash + '"';
  Response response = empty_response(304);
  if (!tag_listed(request.header("If-None-Match"), tag)) {
    auto content = desk.services.attachments.files->read(attachment->hash);
    if (!content) return refused(request, unknown("attachment"));
    response.status = 200;
    response.body = std::make_shared<const std::string>(*std::move(content));
    response.content_type = media_type_of(*attachment);
    response.with("Content-Disposition", disposition_of(attachment->name));
    // Beside the policy of every answer: whatever opens it runs nothing, and nothing of ours is near.
    response.with("Content-Security-Policy", "sandbox");
    response.with("X-Robots-Tag", "noindex");
  }
  return response.with("ETag", tag);
}

Route sending_route(Desk& desk, std::string pattern, std::string operation, Finding find) {
  return Route{.method = Verb::post,
               .pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = "Adds a file; what it is counts, not what it is called, and twice is once",
               .handler = Reading{[&desk, find](const Request& request, StoreReader& reader) {
                 return send_file(desk, request, reader, find);
               }},
               .query = {{"name", "What the file is called"}},
               .body_schema = R"({"type":"string","format":"binary"})",
               .body = Route::Body::required,
               .consumes = "*/*",
               .statuses = {200, 201, 409},
               .group = "Contributions",
               .body_bytes_max = attaching_bytes_max};
}

Route file_route(Desk& desk, std::string pattern, std::string operation, Finding find, std::size_t hash_at) {
  std::vector<std::string_view> media_types;
  for (const auto& kind : engagement::file_kinds()) media_types.push_back(kind.media_type);
  return Route{.pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = "A file that came with it, to be saved",
               .handler = Reading{[&desk, find, hash_at](const Request& request, StoreReader& reader) {
                 return read_file(desk, request, reader, find, hash_at);
               }},
               .produces = std::move(media_types),
               .statuses = {200, 304},
               .group = "Contributions"};
}

}  // namespace

std::vector<Route> attachment_routes(Desk& desk) {
  std::vector<Route> routes;
  if (!desk.services.attachments.files) return routes;
  const std::string with_receipt = "/api/v1/receipts/{receipt}/attachments";
  const std::string with_project = "/api/v1/projects/{id}/contributions/{reference}/attachments";
  routes.push_back(sending_route(desk, with_project, "record_attachment", worked_with));
  routes.push_back(file_route(desk, with_project + "/{hash}", "read_attachment", worked_with, 2));
  for (Route route : {sending_route(desk, with_receipt, "give_attachment", behind_receipt),
                      file_route(desk, with_receipt + "/{hash}", "read_own_attachment", behind_receipt, 1)}) {
    route.door = Door::open;
    route.secret_path = true;
    routes.push_back(std::move(route));
  }
  return routes;
}

}  // namespace full_circle::http
