#include "adapters/sms/gateway.hpp"

#include "adapters/shared/payload.hpp"
#include "adapters/shared/posting.hpp"
#include "adapters/sms/numbers.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>

namespace full_circle::sms {

namespace {

namespace json = boost::json;
using Escape = std::function<std::string(const std::string&)>;
using Words = std::vector<std::pair<std::string_view, std::string>>;

Words words_of(const TextMessage& message, const std::string& secret) {
  return {{"{to}", message.to},
          {"{text}", shared::clean_text(message.text)},
          {"{key}", shared::key_hash(message.key)},
          {"{secret}", secret}};
}

/// What is filled in is not looked at again: a text that holds "{secret}" stays as it is.
std::string filled(std::string_view text, const Words& words, const Escape& escape) {
  std::string out;
  while (!text.empty()) {
    const auto word = std::find_if(words.begin(), words.end(),
                                   [&](const auto& one) { return text.starts_with(one.first); });
    if (word == words.end()) {
      out += text.front();
      text.remove_prefix(1);
    } else {
      out += escape(word->second);
      text.remove_prefix(word->first.size());
    }
  }
  return out;
}

std::string as_it_is(const std::string& text) {
  return text;
}

std::string percent_encoded(const std::string& text) {
  return boost::urls::encode(text, boost::urls::unreserved_chars);
}

void fill_strings(json::value& value, const Words& words) {
  if (auto* text = value.if_string()) {
    *text = filled(std::string_view(text->data(), text->size()), words, as_it_is);
  } else if (auto* array = value.if_array()) {
    for (json::value& item : *array) fill_strings(item, words);
  } else if (auto* object = value.if_object()) {
    for (auto& item : *object) fill_strings(item.value(), words);
  }
}

std::string body_of(const GatewayOptions& options, const Words& words) {
  switch (options.format) {
    case BodyFormat::json: {
      json::value body = json::parse(options.body);
      fill_strings(body, words);
      return json::serialize(body);
    }
    case BodyFormat::form:
      return filled(options.body, words, percent_encoded);
    case BodyFormat::none:
      return {};
  }
  throw std::logic_error("a format without a case");
}

std::string content_type(BodyFormat format) {
  return format == BodyFormat::json ? "application/json" : "application/x-www-form-urlencoded";
}

std::string trimmed_left(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  return first == std::string_view::npos ? "" : std::string(text.substr(first));
}

/// Whether the answer says what the settings want it to say.
bool says_success(const GatewayOptions& options, const std::string& answer) {
  if (options.success_pointer.empty()) return true;
  boost::system::error_code error;
  const json::value value = json::parse(answer, error);
  if (error) return false;
  const json::value* found = value.find_pointer(options.success_pointer, error);
  if (found == nullptr) return false;
  const auto* text = found->if_string();
  const std::string said = text ? std::string(text->data(), text->size()) : json::serialize(*found);
  return said == options.success_value;
}

void check(const GatewayOptions& options) {
  const auto host_end = options.url.find('/', options.url.find("://") + 3);
  if (options.url.substr(0, host_end).find('{') != std::string::npos)
    throw std::invalid_argument("sms.url: the host cannot be filled in");
  for (const std::string& header : options.headers) {
    const auto colon = header.find(':');
    if (colon == std::string::npos || colon == 0 || header.find_first_of("\r\n") != std::string::npos)
      throw std::invalid_argument("sms.headers: each is a name, a colon and a value");
    if (header.find("{text}") != std::string::npos || header.find("{to}") != std::string::npos)
      throw std::invalid_argument("sms.headers: only {key} and {secret} can be filled in");
  }
  if (options.format != BodyFormat::json) return;
  boost::system::error_code error;
  json::parse(options.body, error);
  if (error) throw std::invalid_argument("sms.body: is not JSON: " + error.message());
}

}  // namespace

Gateway::Gateway(GatewayOptions options) : m_options(std::move(options)) {
  check(m_options);
}

Delivered Gateway::send(const TextMessage& message) const {
  if (!is_phone_number(message.to))
    return Delivered::give_up("The number does not begin with + and a country's code.");
  if (message.text.empty()) return Delivered::give_up("There is no text.");
  const Words words = words_of(message, m_options.secret);
  shared::OutboundRequest request;
  request.method = m_options.method;
  request.url = filled(m_options.url, words, percent_encoded);
  request.body = body_of(m_options, words);
  if (m_options.format != BodyFormat::none)
    request.headers.emplace_back("Content-Type", content_type(m_options.format));
  for (const std::string& header : m_options.headers) {
    const auto colon = header.find(':');
    request.headers.emplace_back(header.substr(0, colon),
                                 filled(trimmed_left(header.substr(colon + 1)), words, as_it_is));
  }
  const auto reply = shared::ask(request, m_options.outbound);
  // That is about us, and not about this number.
  if (reply.status == 401 || reply.status == 403 || reply.status == 407)
    return Delivered::retry("The text message gateway does not let us in (" + std::to_string(reply.status) +
                            "): look at its secret.");
  Delivered delivered = shared::outcome_of(reply, "The text message gateway", shared::ClientErrors::give_up);
  if (delivered.kind != Delivered::Kind::done) return delivered;
  if (!says_success(m_options, reply.body))
    return Delivered::give_up("The text message gateway answered, but not that it took the message.");
  return delivered;
}

}  // namespace full_circle::sms
