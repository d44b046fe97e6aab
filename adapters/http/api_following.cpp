// Following a project, a local board or everything: asked for, confirmed by the link in a letter, and stopped
// by the link in every message. No address stands in a link, an answer or the log.
#include "adapters/http/desk.hpp"
#include "adapters/http/text.hpp"
#include "adapters/shared/secret.hpp"
#include "engine/record.hpp"
#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

#include <memory>

namespace full_circle::http {

namespace json = boost::json;

namespace {

constexpr std::string_view email = "email";

// ── Links ───────────────────────────────────────────────────────────────────────────────────────────────

struct Token {
  std::string id;
  std::string secret_hash;
};

/// "fc_", an id, "_" and a secret, which may hold "_" itself.
std::optional<Token> read_token(std::string_view text) {
  constexpr std::string_view start = "fc_";
  if (!text.starts_with(start) || text.size() < start.size() + shared::secret_length + 2) return std::nullopt;
  const std::size_t secret_at = text.size() - shared::secret_length;
  if (text[secret_at - 1] != '_') return std::nullopt;
  return Token{std::string(text.substr(start.size(), secret_at - 1 - start.size())),
               sha256_hex(text.substr(secret_at))};
}

// ── Pages: nothing in them is anybody's ─────────────────────────────────────────────────────────────────

Response page(std::string_view title, std::string_view text, std::string_view button, unsigned status = 200) {
  std::string html = "<!doctype html>\n<html lang=\"en-NZ\"><head><meta charset=\"utf-8\">";
  html += "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>";
  html.append(title).append("</title></head><body><main><h1>").append(title).append("</h1><p>");
  html.append(text).append("</p>");
  if (!button.empty())
    html.append("<form method=\"post\"><button type=\"submit\">").append(button).append("</button></form>");
  html += "<p><a href=\"/have-your-say/\">See what is open for feedback</a></p></main></body></html>\n";
  Response response = json_response(std::move(html), status);
  response.content_type = media::html;
  response.audience = Audience::reader;
  return response;
}

Response no_such_link() {
  return page("This link does not work any more",
              "It may have been used, replaced by a newer one, or be older than seven days. "
              "You can ask to follow again.",
              "", 404);
}

// ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────

/// What an outside caller may give, and nothing else.
struct Asked {
  std::string address;
  Follow follow;
};

std::optional<std::string> text_in(const json::object& body, std::string_view field) {
  const json::value* value = body.if_contains(field);
  const json::string* text = value ? value->if_string() : nullptr;
  return text ? std::optional<std::string>(std::string(*text)) : std::nullopt;
}

Result<Rhythm> read_rhythm(const json::object& body) {
  const std::string rhythm = text_in(body, "rhythm").value_or("at_once");
  if (rhythm == "at_once") return Rhythm::at_once;
  if (rhythm == "daily") return Rhythm::daily;
  if (rhythm == "weekly") return Rhythm::weekly;
  return malformed("/rhythm", "rhythm has to be at_once, daily or weekly");
}

/// The project everybody may know of, by its slug.
std::optional<std::string> public_project(const Services& services, StoreReader& reader,
                                          std::string_view slug) {
  const auto row = is_plain_id(slug) ? reader.project(slug) : std::nullopt;
  const auto aggregate = row ? services.engine.load(row->project) : nullptr;
  if (!aggregate) return std::nullopt;
  const auto& project = engagement::as_project(*aggregate);
  const auto definition = services.context->definitions->by_hash(project.about->definition_hash);
  if (!definition || !engagement::has_public_page(project, *definition)) return std::nullopt;
  return row->project;
}

Result<std::string> read_scope(const json::object& body, const Services& services, StoreReader& reader) {
  const std::string scope = text_in(body, "scope").value_or("");
  const std::string of = text_in(body, "of").value_or("");
  if (scope == "everything") return scope;
  if (scope == "project") {
    const auto project = public_project(services, reader, of);
    if (!project) return malformed("/of", "there is no such project in public");
    return "project:" + *project;
  }
  if (scope == "local_board") {
    if (!is_plain_id(of)) return malformed("/of", "has to be the name of a local board, like kowhai-bay");
    return "local_board:" + of;
  }
  return malformed("/scope", "scope has to be project, local_board or everything");
}

/// Enough to keep an address from being something else; whether it exists, the letter finds out.
bool looks_like_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return text.size() <= 254 && at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos && is_visible_ascii(text, 254) &&
         text.find_first_of(" ,;<>()[]\"\\") == std::string_view::npos;
}

Result<Asked> read_asked(const Request& request, const Services& services, StoreReader& reader) {
  boost::system::error_code error;
  const json::value value = json::parse(request.message->body(), error);
  if (error || !value.is_object()) return malformed("", "The body has to be a JSON object.");
  const json::object& body = value.get_object();
  for (const auto& member : body) {
    const std::string_view key = member.key();
    if (key != "address" && key != "scope" && key != "of" && key != "rhythm")
      return malformed("/" + std::string(key), "There is no such field here.");
  }
  const std::string address = text_in(body, "address").value_or("");
  if (!looks_like_address(address))
    return malformed("/address", "has to be a mail address like name@example.org");
  auto rhythm = read_rhythm(body);
  if (!rhythm.ok()) return rhythm.refusal();
  auto scope = read_scope(body, services, reader);
  if (!scope.ok()) return scope.refusal();
  return Asked{address, {std::move(scope).value(), rhythm.value()}};
}

/// The same words whether or not the address is known here.
Response ask(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto asked = read_asked(request, desk.services, reader);
  if (!asked.ok()) return refused(request, asked.refusal());
  const Telling& telling = desk.services.telling;
  if (const auto refusal = telling.followers->ask(email, asked.value().address, asked.value().follow,
                                                  desk.services.clock.now()))
    return refused(request, *refusal);
  telling.letter_due();
  return json_response(
      json::serialize(json::object{{"message",
                                    "We have written to this address. Open the link in that message "
                                    "within seven days to confirm."}}),
      202);
}

// ── Confirming and stopping: a look at a link changes nothing, since mail programs look at links ────────

Response show_confirm(const Desk& desk, const Request& request, StoreReader&) {
  const auto token = read_token(request.parameters[0]);
  if (!token || !desk.services.telling.followers->find_by_secret(token->id, token->secret_hash))
    return no_such_link();
  return page("Confirm that you want these messages",
              "You will hear from us about what the message listed. Every message has a link to stop.",
              "Yes, write to me");
}

Response confirm(const Desk& desk, const Request& request, StoreReader&) {
  const auto token = read_token(request.parameters[0]);
  if (!token ||
      !desk.services.telling.followers->confirm(token->id, token->secret_hash, desk.services.clock.now()))
    return no_such_link();
  return page("Thank you, that is confirmed", "You will hear from us. Every message has a link to stop.", "");
}

Response show_stop(const Request&) {
  return page("Stop these messages",
              "We will write to this address no more, about anything, and forget it. You can ask to follow "
              "again at any time.",
              "Stop writing to me");
}

/// The same answer whether or not there was anybody: a mail program cannot do anything about it.
Response stop(const Desk& desk, const Request& request, StoreReader&) {
  const Telling& telling = desk.services.telling;
  const auto token = read_token(request.parameters[0]);
  const auto recipient =
      token ? telling.ledger->recipient_by_secret(token->id, token->secret_hash) : std::nullopt;
  if (recipient) {
    if (const auto address = telling.address_behind(*recipient))
      telling.followers->stop(email, *address, desk.services.clock.now());
  }
  return page("We have stopped", "We will not write to this address any more.", "");
}

Route link_route(Verb method, std::string pattern, std::string operation, std::string summary,
                 Handler handler) {
  return Route{.method = method,
               .pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(handler),
               .door = Door::open,
               .produces = {media::html},
               .consumes = media::form,
               .group = "Following",
               .secret_path = true};
}

constexpr const char* subscription_schema =
    R"({"type":"object","additionalProperties":false,"required":["address","scope"],"properties":{)"
    R"("address":{"type":"string","maxLength":254,"description":"Where to write"},)"
    R"("scope":{"type":"string","enum":["project","local_board","everything"]},)"
    R"("of":{"type":"string","description":"The project's slug, or the local board"},)"
    R"("rhythm":{"type":"string","enum":["at_once","daily","weekly"],"default":"at_once"}}})";

}  // namespace

std::vector<Route> follow_routes(Desk& desk) {
  std::vector<Route> routes;
  const auto reading = [&desk](Response (*answer)(const Desk&, const Request&, StoreReader&)) {
    return Reading{[&desk, answer](const Request& request, StoreReader& reader) {
      if (!desk.services.telling.followers) return refused(request, unknown("way to follow"));
      return answer(desk, request, reader);
    }};
  };
  routes.push_back(Route{.method = Verb::post,
                         .pattern = "/api/v1/subscriptions",
                         .operation = "ask_to_follow",
                         .summary = "Asks to be told; a letter asks the address to confirm",
                         .handler = reading(ask),
                         .door = Door::open,
                         .body_schema = subscription_schema,
                         .body = Route::Body::required,
                         .statuses = {202},
                         .group = "Following"});
  routes.push_back(link_route(Verb::get, "/follow/{token}", "show_confirmation",
                              "The page that the letter links to", reading(show_confirm)));
  routes.push_back(link_route(Verb::post, "/follow/{token}", "confirm_following",
                              "Confirms what the letter listed", reading(confirm)));
  routes.push_back(link_route(Verb::get, "/stop/{token}", "show_stop", "The page that every message links to",
                              AtOnce{show_stop}));
  routes.push_back(link_route(Verb::post, "/stop/{token}", "stop_following",
                              "Stops every message to that address (RFC 8058)", reading(stop)));
  return routes;
}

}  // namespace full_circle::http
