// Text messages: the gateway as the notifier sees it, and how what people answer comes in.
#include "adapters/sms/numbers.hpp"
#include "adapters/sms/parts.hpp"
#include "config/adapters.hpp"
#include "config/secrets.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace full_circle::config {
namespace {

/// `name` is the setting behind "sms.".
std::string secret_of(const std::string& name, const std::string& given, const std::string& file) {
  return file.empty() ? given : first_line_of("sms." + name + "_file", file);
}

sms::GatewayOptions gateway_options(const SmsSettings& texts) {
  sms::GatewayOptions options{.url = texts.url,
                              .method = texts.method,
                              .format = texts.format,
                              .body = texts.body,
                              .headers = texts.headers,
                              .secret = secret_of("secret", texts.secret, texts.secret_file),
                              .success_pointer = texts.success_pointer,
                              .success_value = texts.success_value,
                              .outbound = {}};
  options.outbound.private_addresses = texts.private_addresses;
  options.outbound.timeout = std::chrono::seconds(texts.timeout_seconds);
  options.outbound.ca_file = texts.ca_file;
  return options;
}

notifier::Sent as_sent(Delivered delivered) {
  using Kind = notifier::Sent::Kind;
  switch (delivered.kind) {
    case Delivered::Kind::done:
      return {};
    case Delivered::Kind::retry:
      return {Kind::server_away, std::move(delivered.reason)};
    case Delivered::Kind::give_up:
      return {Kind::refused, std::move(delivered.reason)};
  }
  throw std::logic_error("an outcome without a case");
}

/// Whoever has it can stop anybody's texts: nobody should find it by trying.
bool is_hard_to_guess(const std::string& secret) {
  constexpr std::size_t least = 20;
  return secret.size() >= least && std::all_of(secret.begin(), secret.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_';
         });
}

}  // namespace

notifier::Texting make_texting(const Settings& settings) {
  if (settings.sms.url.empty()) return {};
  const auto gateway = std::make_shared<const sms::Gateway>(gateway_options(settings.sms));
  return {.send =
              [gateway](const std::string& name, const std::string& number, const std::string& text) {
                return as_sent(gateway->send({.to = number, .text = text, .key = name}));
              },
          .number = sms::mobile_number,
          .parts =
              [](const std::string& text) {
                const auto counted = sms::count_parts(text);
                return counted.ok() ? counted.value().parts : 0;
              }};
}

std::optional<http::TextAnswers> text_answers(const Settings& settings) {
  const SmsSettings& texts = settings.sms;
  if (texts.url.empty()) return std::nullopt;
  http::TextAnswers answers{
      .secret = secret_of("inbound_secret", texts.inbound_secret, texts.inbound_secret_file),
      .from = texts.inbound_from,
      .text = texts.inbound_text,
      .number = sms::mobile_number};
  if (!is_hard_to_guess(answers.secret))
    throw std::invalid_argument("sms.inbound_secret: has to be 20 letters, digits, - and _ or more");
  return answers;
}

}  // namespace full_circle::config
