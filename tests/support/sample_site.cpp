// Writes a public site of invented projects, one in each state, into the folder it is given.
#include "tests/adapters/publisher/pages.hpp"

#include <iostream>

namespace {

using namespace full_circle;
using publisher::json::object;

object titled(object page, const std::string& slug, const std::string& title, const std::string& status,
              const std::string& status_text) {
  page["slug"] = slug;
  page["title"] = title;
  page["status"] = status;
  page["status_text"] = status_text;
  return page;
}

void publish(Adapter& site, const std::string& payload) {
  const Delivered delivered =
      site.deliver({.key = "p-1/1/page", .project = "p-1", .adapter = "publisher", .payload = payload});
  if (delivered.kind != Delivered::Kind::done) throw std::runtime_error(delivered.reason);
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "usage: sample_site FOLDER\n";
    return 2;
  }
  using namespace publisher;
  const auto site = make_static_site(site_options(words[1]));
  publish(*site, publishing(open_page()));
  publish(*site, publishing(titled(answered_page(), "answered", "Tauira Reserve playground", "published",
                                   "Answered")));
  object paused = titled(open_page(), "paused", "Harbour Road crossing", "suspended",
                         "Paused until Wednesday 1 September 2027");
  paused["suspended"] = {{"reason", "The cliff path slipped in the June storm."}, {"until", "2027-09-01"}};
  publish(*site, publishing(paused));
  publish(*site, publishing(titled(open_page(), "coming", "Library opening hours", "scheduled",
                                   "Opens Monday 14 June 2027")));
  publish(*site, publishing(titled(open_page(), "waiting", "Long-term plan", "analysing",
                                   "Closed: we are reading what you said")));
  publish(
      *site,
      R"({"kind":"unpublish","slug":"gone","title":"An old page","reason":"It was published by mistake."})");
}
