#pragma once
/// A request as the handlers see it: routed, its caller known, its query decoded and checked by name.

#include "adapters/http/authentication.hpp"
#include "adapters/http/compiled_once.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/verb.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace full_circle::http {

using Message = boost::beast::http::request<boost::beast::http::string_body>;
using Verb = boost::beast::http::verb;

struct Route;

struct Request {
  const Message* message = nullptr;  ///< lives until the answer is written
  const Route* route = nullptr;
  std::array<std::string, 3> parameters;  ///< what stood for the pattern's {…}, decoded
  std::vector<std::pair<std::string, std::string>> query;
  std::string request_id;
  std::shared_ptr<const Visitor> visitor;  ///< null: nobody is signed in
  bool from_loopback = false;
  std::string limit_lines;  ///< header lines about how much more this person may ask, or empty

  std::string_view header(std::string_view name) const;  ///< empty when absent
  std::string_view header(boost::beast::http::field name) const;
  const std::string* asked(std::string_view query_name) const;  ///< null when absent
  std::string_view path() const;                                ///< as sent, without the query
};

}  // namespace full_circle::http
