#pragma once
/// What both notifiers need to write a message.

#include <string>
#include <vector>

namespace full_circle::notifier {

struct MailOptions {
  std::string base_url;      ///< "https://engage.council.example"; links are made absolute with it
  std::string council_name;  ///< signs each message
  std::string from_name;     ///< empty: council_name
  std::string from_address;  ///< "engage@council.example"; its domain is the right half of every Message-ID
  std::vector<std::string> public_addresses;  ///< who the audience "public" is
  std::string language = "en-NZ";             ///< of the fixed words and the `lang` of the HTML part
};

}  // namespace full_circle::notifier
