#include "adapters/caldav/multistatus.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <string_view>
#include <vector>

namespace full_circle::caldav {

namespace {

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
struct FreeText {
  void operator()(xmlChar* text) const { xmlFree(text); }
};

std::string_view as_text(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

bool is_status(const xmlNode* node) {
  return node->type == XML_ELEMENT_NODE && as_text(node->name) == "status" && node->ns != nullptr &&
         as_text(node->ns->href) == "DAV:";
}

/// 403 of "HTTP/1.1 403 Forbidden".
long code_of(std::string_view line) {
  const auto space = std::min(line.find(' '), line.size());
  const std::string_view rest = line.substr(std::min(space + 1, line.size()));
  long code = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), code);
  return code;
}

}  // namespace

long worst_status(const std::string& body) {
  // No network, no entities of its own, no words on standard error.
  const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  const std::unique_ptr<xmlDoc, FreeDocument> document(
      xmlReadMemory(body.data(), static_cast<int>(body.size()), nullptr, nullptr, options));
  if (!document) return 0;
  long worst = 0;
  std::vector<const xmlNode*> to_see{xmlDocGetRootElement(document.get())};
  while (!to_see.empty()) {
    const xmlNode* node = to_see.back();
    to_see.pop_back();
    if (node == nullptr) continue;
    if (is_status(node)) {
      const std::unique_ptr<xmlChar, FreeText> text(xmlNodeGetContent(node));
      worst = std::max(worst, code_of(as_text(text.get())));
    }
    for (const xmlNode* child = node->children; child != nullptr; child = child->next)
      to_see.push_back(child);
  }
  return worst;
}

}  // namespace full_circle::caldav
