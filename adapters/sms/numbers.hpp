#pragma once
/// Telephone numbers that can take a text message (ITU-T E.164; New Zealand's Number Administration Deed).

#include <optional>
#include <string>
#include <string_view>

namespace full_circle::sms {

/// "+" and eight to fifteen digits, as gateways take it.
bool is_phone_number(std::string_view text);

/// As people here write it ("021 123 4567", "+64 (0)21-123-4567") and as gateways give it ("64211234567"), in
/// E.164: the same text for the same number. Null for what is no number, and for New Zealand's numbers that
/// are no mobile's: nobody reads a text there. Numbers of other countries need their + and are taken as they
/// are.
std::optional<std::string> mobile_number(std::string_view written);

}  // namespace full_circle::sms
