// Following a project, a local board or everything: asked for, confirmed by the link in a letter or a text,
// and stopped by the link in every letter, or by answering STOP to a text. No address and no number stands in
// a link, an answer or the log.
#include "adapters/http/desk.hpp"
#include "adapters/http/form.hpp"
#include "adapters/http/text.hpp"
#include "adapters/shared/secret.hpp"
#include "engine/record.hpp"
#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>

namespace full_circle::http {

namespace json = boost::json;

namespace {

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
  std::string_view channel;
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

/// Whether a project or the council's own figures name it: nothing is ever told of another.
bool is_local_board(const std::string& id, const Services& services, StoreReader& reader) {
  if (!is_plain_id(id)) return false;
  return services.context->population.find(engagement::PeopleKind::local_board, id).group ||
         !reader.projects({.labels = {{"local_board", id}}, .search_text = {}, .cursor = {}, .limit = 1})
              .empty();
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
    if (!is_local_board(of, services, reader))
      return malformed("/of", "has to be a local board that we ask about, like kowhai-bay");
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

Result<Asked> read_channel(const json::object& body, const Telling& telling) {
  const std::string channel = text_in(body, "channel").value_or(std::string(email_channel));
  std::string address = text_in(body, "address").value_or("");
  if (channel == email_channel) {
    if (looks_like_address(address)) return Asked{email_channel, std::move(address), {}};
    return malformed("/address", "has to be a mail address like name@example.org");
  }
  if (channel != text_channel || !telling.texts)
    return malformed("/channel",
                     telling.texts ? "channel has to be email or sms" : "channel has to be email");
  auto number = telling.texts->number(address);
  if (!number) return malformed("/address", "has to be a mobile number like 021 123 4567");
  return Asked{text_channel, *std::move(number), {}};
}

Result<Asked> read_asked(const json::object& body, const Services& services, StoreReader& reader) {
  for (const auto& member : body) {
    const std::string_view key = member.key();
    if (key != "channel" && key != "address" && key != "scope" && key != "of" && key != "rhythm")
      return malformed("/" + std::string(key), "There is no such field here.");
  }
  auto asked = read_channel(body, services.telling);
  if (!asked.ok()) return asked.refusal();
  auto rhythm = read_rhythm(body);
  if (!rhythm.ok()) return rhythm.refusal();
  if (asked.value().channel == text_channel && rhythm.value() != Rhythm::at_once)
    return malformed("/rhythm", "has to be at_once for texts: what comes once a day or a week comes by mail");
  auto scope = read_scope(body, services, reader);
  if (!scope.ok()) return scope.refusal();
  Asked out = std::move(asked).value();
  out.follow = {std::move(scope).value(), rhythm.value()};
  return out;
}

/// The same words whether or not the address is known here.
std::string_view written(std::string_view channel) {
  if (channel == text_channel)
    return "We have sent a text to this number. Open the link in it within seven days to confirm.";
  return "We have written to this address. Open the link in that message within seven days to confirm.";
}

/// What people are told when it went well.
Result<std::string_view> ask(const Desk& desk, const json::object& body, StoreReader& reader) {
  const auto asked = read_asked(body, desk.services, reader);
  if (!asked.ok()) return asked.refusal();
  const Telling& telling = desk.services.telling;
  const Asked& one = asked.value();
  if (auto refusal = telling.followers->ask(one.channel, one.address, one.follow, desk.services.clock.now()))
    return *std::move(refusal);
  telling.letter_due();
  return written(one.channel);
}

Response ask_by_api(const Desk& desk, const Request& request, StoreReader& reader) {
  boost::system::error_code error;
  const json::value value = json::parse(request.message->body(), error);
  if (error || !value.is_object())
    return refused(request, malformed("", "The body has to be a JSON object."));
  const auto said = ask(desk, value.get_object(), reader);
  if (!said.ok()) return refused(request, said.refusal());
  return json_response(json::serialize(json::object{{"message", said.value()}}), 202);
}

/// From the small form on the public pages.
Response ask_by_form(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto form = Form::read(request.message->body());
  json::object body;
  for (const auto field : {"channel", "address", "scope", "of", "rhythm"})
    if (form && form->has(field)) body[field] = form->value(field);
  const auto said = ask(desk, body, reader);
  if (said.ok()) return page(desk, "One more step", said.value());
  const Refusal& refusal = said.refusal();
  std::string_view text = refusal.message;
  if (!refusal.fields.empty() && refusal.fields.front().field == "/address")
    text = form->value("channel") == text_channel
               ? "The mobile number has to look like 021 123 4567. Please go back and try again."
               : "The email address has to look like name@example.org. Please go back and try again.";
  return page(desk, "That did not work", text, "", status_of(refusal.reason));
}

// ── Confirming and stopping: a look at a link changes nothing, since mail programs look at links ────────

Response show_confirm(const Desk& desk, const Request& request, StoreReader&) {
  const auto token = read_token(request.parameters[0]);
  if (!token || !desk.services.telling.followers->find_by_secret(token->id, token->secret_hash))
    return no_such_link(desk);
  return page(desk, "Confirm that you want these messages",
              "You will hear from us about what the message listed. Every message says how to stop.",
              "Yes, write to me");
}

Response confirm(const Desk& desk, const Request& request, StoreReader&) {
  const auto token = read_token(request.parameters[0]);
  if (!token ||
      !desk.services.telling.followers->confirm(token->id, token->secret_hash, desk.services.clock.now()))
    return no_such_link(desk);
  return page(desk, "Thank you, that is confirmed", "You will hear from us. Every message says how to stop.");
}

/// Who got the message with that link; also when they have stopped and followed again since.
std::optional<Recipient> recipient_of(const Desk& desk, const Request& request) {
  const auto token = read_token(request.parameters[0]);
  if (!token) return std::nullopt;
  auto recipient = desk.services.telling.ledger->recipient_by_secret(token->id, token->secret_hash);
  return recipient && !recipient->address_hash.empty() ? std::move(recipient) : std::nullopt;
}

/// Never said to have stopped: nobody was found to stop it for.
Response stopped_nobody(const Desk& desk) {
  return page(desk, "This link stops nothing",
              "It is not whole, or too old for us to know whom it is for. Use the link in the newest message "
              "that you have from us, all of it. If that does not help, write to us, and a person stops it.",
              "", 404);
}

Response show_stop(const Desk& desk, const Request& request, StoreReader&) {
  if (!recipient_of(desk, request)) return stopped_nobody(desk);
  return page(desk, "Stop these messages",
              "We will write to this address no more, about anything, and forget it. You can ask to follow "
              "again at any time.",
              "Stop writing to me");
}

Response stop(const Desk& desk, const Request& request, StoreReader&) {
  const auto recipient = recipient_of(desk, request);
  if (!recipient) return stopped_nobody(desk);
  desk.services.telling.followers->stop_hashed(recipient->channel, recipient->address_hash,
                                               desk.services.clock.now());
  return page(desk, "We have stopped", "We will not write to this address any more.");
}

// ── Answers to texts ────────────────────────────────────────────────────────────────────────────────────

/// What the gateway brought in that field; a pointer where it sent JSON and the name begins with "/".
std::string brought(const Request& request, const std::string& field) {
  const std::string_view body = request.message->body();
  if (const auto form = Form::read(body); form && form->has(field)) return form->value(field);
  boost::system::error_code error;
  const json::value value = json::parse(body, error);
  if (error) return {};
  const json::value* found = value.find_pointer(field.starts_with('/') ? field : "/" + field, error);
  const json::string* text = found ? found->if_string() : nullptr;
  return text ? std::string(*text) : std::string();
}

/// "STOP", however it is written (" Stop. ", "s t o p"), also in up to three words ("Unsubscribe me please").
/// Longer ones say something else.
bool says_stop(std::string_view text) {
  static constexpr std::array<std::string_view, 5> ends{"stop", "stopall", "unsubscribe", "cancel", "quit"};
  constexpr std::size_t words_max = 3;
  std::vector<std::string> words(1);
  for (const char c : text) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital || (c >= 'a' && c <= 'z'))
      words.back() += capital ? static_cast<char>(c - 'A' + 'a') : c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  if (std::accumulate(words.begin(), words.end(), std::string()) == ends.front()) return true;
  return words.size() <= words_max && std::any_of(words.begin(), words.end(), [](const std::string& word) {
           return std::find(ends.begin(), ends.end(), word) != ends.end();
         });
}

/// Stops texts alone. What says something else is for nobody here: its answer says that nothing was stopped.
Response take_answer(const Desk& desk, const Request& request, StoreReader&) {
  const Telling& telling = desk.services.telling;
  if (!telling.texts || !shared::same_text(request.parameters[0], telling.texts->secret))
    return refused(request, unknown("way in for answers"));
  const auto number = telling.texts->number(brought(request, telling.texts->from));
  if (!number) return refused(request, malformed("", "There is no mobile number in the field for it."));
  const bool stops = says_stop(brought(request, telling.texts->text));
  if (stops) telling.followers->stop(text_channel, *number, desk.services.clock.now());
  return json_response(json::serialize(json::object{{"stopped", stops}}));
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
    R"("channel":{"type":"string","enum":["email","sms"],"default":"email"},)"
    R"("address":{"type":"string","maxLength":254,"description":"Where to write: a mail address, or for sms a mobile number"},)"
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
  Route stopping = link_route(Verb::post, "/stop/{token}", "stop_following",
                              "Stops every message to that address (RFC 8058)", reading(stop));
  stopping.consumes = "*/*";  // mail programs send a form of either kind; what is in it says nothing more
  routes.push_back(std::move(stopping));
  Route answers =
      link_route(Verb::post, "/texts/{secret}", "take_text_answer",
                 "What a gateway brings of people's answers to texts: STOP stops them", reading(take_answer));
  answers.produces = {media::json};
  answers.consumes = "*/*";
  answers.body_schema = R"({"description":"The fields that the settings name, as JSON or as a form"})";
  answers.body = Route::Body::required;
  routes.push_back(std::move(answers));
  return routes;
}

}  // namespace full_circle::http
