#pragma once
/// Sample pages and a site to publish them on.

#include "adapters/publisher/static_site.hpp"
#include "tests/support/folder_snapshot.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/json.hpp>

#include <string>

namespace full_circle::publisher {

namespace json = boost::json;

inline json::object sample(const std::string& name) {
  return json::parse(read_file(std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/adapters/publisher/" + name))
      .as_object();
}

/// The project while it is open.
inline json::object open_page(int version = 31) {
  json::object page = sample("page.json");
  page["version"] = version;
  return page;
}

/// The same project when people have their answer.
inline json::object answered_page(int version = 80) {
  json::object page = open_page(version);
  page["status"] = "published";
  page["status_text"] = "Answered";
  page["updated_at"] = "2027-09-20T01:00:00.000Z";
  page["totals"] = {
      {"total", 1284},
      {"by_type", {{{"name", "Individuals"}, {"count", 871}}, {{"name", "Groups"}, {"count", 413}}}}};
  page["result"] = sample("result.json");
  for (auto& stage : page["stages"].as_array()) {
    stage.as_object()["state"] = stage.at("name") == "evaluate" ? "next" : "done";
  }
  return page;
}

inline std::string publishing(json::object page) {
  return json::serialize(json::object{{"kind", "project_page"}, {"page", std::move(page)}});
}

inline PublisherOptions site_options(const std::filesystem::path& folder) {
  PublisherOptions options;
  options.folder = folder;
  options.base_url = "https://engage.tauira.example";
  options.council_name = "Waitauira Council";
  options.contact_email = "engage@tauira.example";
  options.contact_phone = "0800 000 000";
  options.contact_hours = "8 am to 6 pm weekdays";
  options.calendar_path = "/calendar";
  return options;
}

struct PublishedSite {
  PublishedSite() { restart(); }
  void restart() { adapter = make_static_site(site_options(folder.path())); }
  Delivered deliver(const std::string& payload, const std::string& key = "p-1/1/page") {
    return adapter->deliver({.key = key, .project = "p-1", .adapter = "publisher", .payload = payload});
  }
  std::filesystem::path at(const std::string& path) const { return folder.path() / "have-your-say" / path; }
  std::string text(const std::string& path) const { return read_file(at(path)); }
  bool has(const std::string& path) const { return std::filesystem::exists(at(path)); }
  TemporaryFolder folder;
  std::unique_ptr<Adapter> adapter;
};

}  // namespace full_circle::publisher
