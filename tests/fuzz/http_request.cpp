// The way of a request up to its handler: parsed, routed, its query, headers and path read.
#include "adapters/http/routes.hpp"
#include "adapters/http/static_files.hpp"
#include "adapters/http/text.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace full_circle::http;

namespace {

namespace beast = boost::beast;

/// Ends the process, which the fuzzer reports with the input.
void require(bool holds) {
  if (!holds) std::abort();
}

RouteTable make_table() {
  std::vector<Route> routes;
  for (const char* pattern : {"/", "/api/v1/projects", "/api/v1/projects/{id}", "/api/v1/projects/{id}/moves",
                              "/api/v1/projects/{id}/branches/{entity}/moves", "/have-your-say/{path*}"}) {
    routes.push_back(Route{.pattern = pattern, .operation = pattern, .summary = "", .handler = AtOnce{}});
  }
  return RouteTable(std::move(routes));
}

/// A folder with a secret beside it.
struct Site {
  Site() {
    std::filesystem::create_directories(folder / "site");
    std::ofstream(folder / "site" / "index.html") << "page";
    std::ofstream(folder / "secret.txt") << "secret";
  }
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("full-circle-fuzz-" + std::to_string(std::rand()));
};

void look_at(const Request& request, StaticFolder& folder, const RouteTable& table) {
  const Match match = table.match(request.path());
  if (match.routes) {
    require(!match.routes->empty());
    RouteTable::allow(*match.routes);
  }
  const auto page = folder.find(match.parameters[0]);
  if (page.file) require(*page.file->body == "page");
  const auto target = request.message->target();
  const std::size_t mark = target.find('?');
  if (mark != std::string::npos) {
    const auto query = read_query({target.data() + mark + 1, target.size() - mark - 1});
    if (query) {
      for (const auto& [name, value] : *query) require(is_utf8(name) && is_utf8(value));
    }
  }
  using beast::http::field;
  accepts(request.header(field::accept), {media::json, media::yaml});
  is_json_media_type(request.header(field::content_type));
  tag_listed(request.header(field::if_none_match), "\"1\"");
  parse_http_date(request.header(field::if_modified_since));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const Site site;
  static StaticFolder folder(site.folder / "site");
  static const RouteTable table = make_table();
  beast::http::request_parser<beast::http::string_body> parser;
  parser.eager(true);
  parser.header_limit(16 * 1024);
  parser.body_limit(64 * 1024);
  boost::system::error_code error;
  std::size_t used = 0;
  // In two pieces, cut where the first byte says.
  const std::size_t cut = size == 0 ? 0 : bytes[0] % (size + 1);
  for (const std::size_t end : {cut, size}) {
    if (parser.is_done() || end < used) break;
    used += parser.put(boost::asio::buffer(bytes + used, end - used), error);
    require(used <= end);
    if (error == beast::http::error::need_more) error.clear();
    if (error) break;
  }
  if (parser.is_header_done()) {
    Request request;
    request.message = &parser.get();
    look_at(request, folder, table);
  }
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  table.match(text);
  folder.find(text);
  read_query(text);
  return 0;
}
