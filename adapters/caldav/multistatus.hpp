#pragma once
#include <string>

namespace full_circle::caldav {

/// The worst status inside a multistatus answer (RFC 4918 s 13); 0 when there is none to be read. Some
/// servers answer 207 to what they have refused.
long worst_status(const std::string& body);

}  // namespace full_circle::caldav
