// Following a project, a local board or everything: asked for, confirmed by the link in a letter, and stopped
// by the link in every message. No address stands in a link, an answer or the log.
#include "adapters/http/desk.hpp"
#include "adapters/http/form.hpp"
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

Response page(const Desk& desk, std::string_view title, std::string_view text, std::string_view button = "",
              unsigned status = 200) {
  json::object values{{"title", title},
                      {"paragraph", json::array{text}},
                      {"link_url", desk.options.base_url + "/have-your-say/"},
                      {"link_text", "See what is open for feedback"}};
  if (!button.empty()) values["form"] = json::object{{"button", button}};
  return html_response(desk.services.page("message", values), status);
}

Response no_such_link(const Desk& desk) {
  return page(desk, "This link does not work any more",
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

Result<std::string> read_scope(const json::object& body, const Services& services, StoreReader& reader) {
  const std::string scope = text_in(body, "scope").value_or("");
  const std::string of = text_in(body, "of").value_or("");
  if (scope == "everything") return scope;
  if (scope == "project") {
    const auto project = public_project(services, reader, of);
    if (!project) return malformed("/of", "there is no such project in public");
    return "project:" + engagement::as_project(*project).id;
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

Result<Asked> read_asked(const json::object& body, const Services& services, StoreReader& reader) {
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
constexpr std::string_view written =
    "We have written to this address. Open the link in that message within seven days to confirm.";

std::optional<Refusal> ask(const Desk& desk, const json::object& body, StoreReader& reader) {
  const auto asked = read_asked(body, desk.services, reader);
  if (!asked.ok()) return asked.refusal();
  const Telling& telling = desk.services.telling;
  auto refusal =
      telling.followers->ask(email, asked.value().address, asked.value().follow, desk.services.clock.now());
  if (!refusal) telling.letter_due();
  return refusal;
}

Response ask_by_api(const Desk& desk, const Request& request, StoreReader& reader) {
  boost::system::error_code error;
  const json::value value = json::parse(request.message->body(), error);
  if (error || !value.is_object())
    return refused(request, malformed("", "The body has to be a JSON object."));
  if (const auto refusal = ask(desk, value.get_object(), reader)) return refused(request, *refusal);
  return json_response(json::serialize(json::object{{"message", written}}), 202);
}

/// From the small form on the public pages.
Response ask_by_form(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto form = Form::read(request.message->body());
  json::object body;
  for (const auto field : {"address", "scope", "of", "rhythm"})
    if (form && form->has(field)) body[field] = form->value(field);
  const auto refusal = ask(desk, body, reader);
  if (!refusal) return page(desk, "One more step", written);
  const bool address = !refusal->fields.empty() && refusal->fields.front().field == "/address";
  return page(desk, "That did not work",
              address ? "The email address has to look like name@example.org. Please go back and try again."
                      : std::string_view(refusal->message),
              "", status_of(refusal->reason));
}

// ── Confirming and stopping: a look at a link changes nothing, since mail programs look at links ────────

Response show_confirm(const Desk& desk, const Request& request, StoreReader&) {
  const auto token = read_token(request.parameters[0]);
  if (!token || !desk.services.telling.followers->find_by_secret(token->id, token->secret_hash))
    return no_such_link(desk);
  return page(desk, "Confirm that you want these messages",
              "You will hear from us about what the message listed. Every message has a link to stop.",
              "Yes, write to me");
}

Response confirm(const Desk& desk, const Request& request, StoreReader&) {
  const auto token = read_token(request.parameters[0]);
  if (!token ||
      !desk.services.telling.followers->confirm(token->id, token->secret_hash, desk.services.clock.now()))
    return no_such_link(desk);
  return page(desk, "Thank you, that is confirmed",
              "You will hear from us. Every message has a link to stop.");
}

Response show_stop(const Desk& desk, const Request&, StoreReader&) {
  return page(desk, "Stop these messages",
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
  return page(desk, "We have stopped", "We will not write to this address any more.");
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
                         .handler = reading(ask_by_api),
                         .door = Door::open,
                         .body_schema = subscription_schema,
                         .body = Route::Body::required,
                         .statuses = {202},
                         .group = "Following"});
  Route asking = link_route(Verb::post, "/follow", "send_follow_form",
                            "What the form on the public pages sends", reading(ask_by_form));
  asking.secret_path = false;
  asking.body_schema = R"({"type":"object","description":"The fields of the form"})";
  asking.body = Route::Body::required;
  routes.push_back(std::move(asking));
  routes.push_back(link_route(Verb::get, "/follow/{token}", "show_confirmation",
                              "The page that the letter links to", reading(show_confirm)));
  routes.push_back(link_route(Verb::post, "/follow/{token}", "confirm_following",
                              "Confirms what the letter listed", reading(confirm)));
  routes.push_back(link_route(Verb::get, "/stop/{token}", "show_stop", "The page that every message links to",
                              reading(show_stop)));
  routes.push_back(link_route(Verb::post, "/stop/{token}", "stop_following",
                              "Stops every message to that address (RFC 8058)", reading(stop)));
  return routes;
}

}  // namespace full_circle::http
