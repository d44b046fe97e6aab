#pragma once
/// The public site held against the record: every page is drawn again from the store, by the settings that
/// the server drew them with.

#include "adapters/publisher/static_site.hpp"
#include "config/settings.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace spdlog {
class logger;
}

namespace full_circle::config {

/// Noted when a server starts (`DATA/site_settings.json`): what its pages depend on. Throws
/// std::system_error.
void keep_site_settings(const Settings& settings);

/// The settings to look at the site with: those given, but for the address people reach it at, which the
/// command line of the server may have said.
struct SiteSettings {
  Settings settings;
  std::vector<std::string> differing;  ///< settings that the server ran with other values of
};
SiteSettings site_settings(const Settings& given);

/// Why the site should not be copied as it stands, or empty.
std::string held_back(const Settings& settings);

/// Puts on every mirror what it does not have yet, as on one that the settings name for the first time. What
/// cannot be copied is logged, and copied with the next page that changes. Ends early when it is asked to.
void fill_mirrors(const Settings& settings, const std::stop_token& stop, spdlog::logger& logger);

/// Reads the store; may run beside the server. Throws Unusable and as make_static_site does.
std::vector<publisher::FileDifference> check_site_here(const Settings& settings, publisher::Mend mend);

}  // namespace full_circle::config
