#include "config/site_check.hpp"

#include "adapters/shared/whole_file.hpp"
#include "config/adapters.hpp"
#include "config/clock.hpp"
#include "config/kept_project.hpp"
#include "config/remake.hpp"
#include "config/settings_read.hpp"

#include <spdlog/logger.h>
#include <boost/json.hpp>

#include <array>
#include <filesystem>

namespace full_circle::config {

namespace {

namespace json = boost::json;

/// The sections that pages depend on; of secrets they hold none.
constexpr std::array sections{"council", "publisher", "privacy", "definitions"};

std::filesystem::path file_of(const Settings& settings) {
  return std::filesystem::path(settings.data) / "site_settings.json";
}

/// Each setting by its path, as text.
json::object depended_on(const Settings& settings) {
  const json::object all = json::parse(settings_as_json(settings)).as_object();
  json::object flat;
  for (const std::string section : sections)
    for (const auto& [key, value] : all.at(section).as_object())
      flat[section + "." + std::string(key)] = value;
  flat["council.base_url"] = base_url(settings);
  return flat;
}

}  // namespace

void keep_site_settings(const Settings& settings) {
  shared::write_whole_file(file_of(settings), json::serialize(depended_on(settings)), shared::ReadBy::owner);
}

SiteSettings site_settings(const Settings& given) {
  SiteSettings found{given, {}};
  const auto text = shared::read_whole_file(file_of(given));
  json::error_code error;
  const json::value kept = json::parse(text.value_or("{}"), error);
  if (error || !kept.is_object()) return found;
  // One that a newer version of the program came with is not known there.
  const auto* base = kept.as_object().if_contains("council.base_url");
  if (base && base->is_string() && given.council.base_url.empty())
    found.settings.council.base_url = std::string(base->as_string());
  for (const auto& [key, value] : depended_on(found.settings)) {
    const auto* was = kept.as_object().if_contains(key);
    if (was && *was != value) found.differing.emplace_back(key);
  }
  return found;
}

std::string held_back(const Settings& settings) {
  const auto unreadable = publisher::unreadable_pages(site_folder(settings));
  if (unreadable.empty()) return {};
  return "The site is not copied while " + unreadable.front() +
         " cannot be read: restart the server, or use `fullcircle site check --mend`.";
}

void fill_mirrors(const Settings& settings, const std::stop_token& stop, spdlog::logger& logger) {
  for (const MirrorSettings& one : settings.mirrors) {
    if (stop.stop_requested()) return;
    try {
      mirror::Mirror copy(mirror_options(one, settings), make_remote(one, stop));
      const Delivered delivered = copy.follow();
      if (delivered.kind != Delivered::Kind::done && !stop.stop_requested())
        logger.warn("mirror={} is not filled: {}", one.name, delivered.reason);
    } catch (const std::exception& problem) {
      logger.warn("mirror={} is not filled: {}", one.name, problem.what());
    }
  }
}

std::vector<publisher::FileDifference> check_site_here(const Settings& settings, publisher::Mend mend) {
  Records records = open_records(settings);
  const engagement::EngagementWorkflow workflow(records.context);
  const ServerClock clock;
  const auto load = [&](const std::string& project) -> std::shared_ptr<const Aggregate> {
    return workflow.replay(nullptr, all_events(*records.reader, project));
  };
  const auto pages = [&] {
    std::vector<publisher::ExpectedPage> expected;
    each_page({*records.reader, workflow, load, clock.now()}, [&](const Aggregate& aggregate, Work work) {
      const auto& about = *engagement::as_project(aggregate).about;
      expected.push_back({about.slug, std::move(work.payload)});
    });
    return expected;
  };
  return publisher::check_static_site(publisher_options(settings), pages, mend);
}

}  // namespace full_circle::config
