#pragma once
/// Text messages through any gateway that takes them over HTTP. What a gateway wants is told by templates in
/// the settings, in which {to}, {text}, {key} and {secret} stand for the message's own.

#include "adapters/shared/outbound.hpp"
#include "engine/ports/adapter.hpp"

#include <string>
#include <vector>

namespace full_circle::sms {

/// How the body is written, and what is put into it escaped.
enum class BodyFormat {
  json,  ///< the template is JSON; words in braces are filled in inside its strings
  form,  ///< the template is application/x-www-form-urlencoded
  none,  ///< everything is in the URL
};

struct GatewayOptions {
  std::string url;  ///< may hold words in braces behind the host
  std::string method = "POST";
  BodyFormat format = BodyFormat::json;
  std::string body = R"({"to": "{to}", "text": "{text}", "reference": "{key}"})";
  std::vector<std::string> headers;  ///< "Authorization: Bearer {secret}"
  std::string secret;
  std::string success_pointer;  ///< JSON pointer into the answer; empty: a status of 2xx is enough
  std::string success_value;    ///< what has to stand there, as text
  shared::OutboundOptions outbound;
};

struct TextMessage {
  std::string to;  ///< E.164: "+64211234567"
  std::string text;
  std::string key;  ///< of this message to this person; the same over every retry
};

class Gateway {
 public:
  /// Throws std::invalid_argument for templates that cannot be filled in, naming the setting.
  explicit Gateway(GatewayOptions options);
  /// {key} is a hash of the key, so that a gateway that knows references sends a message once even when we
  /// did not hear its answer. No reason holds a number or a text.
  Delivered send(const TextMessage& message) const;

 private:
  GatewayOptions m_options;
};

}  // namespace full_circle::sms
