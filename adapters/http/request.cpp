#include "adapters/http/request.hpp"

#include <algorithm>

namespace full_circle::http {

namespace {

std::string_view value_of(const Message& message, const Message::const_iterator& found) {
  return found == message.end() ? std::string_view{}
                                : std::string_view{found->value().data(), found->value().size()};
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  return value_of(*message, message->find(boost::beast::string_view(name.data(), name.size())));
}

std::string_view Request::header(boost::beast::http::field name) const {
  return value_of(*message, message->find(name));
}

const std::string* Request::asked(std::string_view query_name) const {
  const auto found =
      std::find_if(query.begin(), query.end(), [&](const auto& entry) { return entry.first == query_name; });
  return found == query.end() ? nullptr : &found->second;
}

std::string_view Request::path() const {
  const auto target = message->target();
  const std::string_view text{target.data(), target.size()};
  return text.substr(0, text.find('?'));
}

}  // namespace full_circle::http
