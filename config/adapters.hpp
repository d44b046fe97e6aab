#pragma once
/// The adapters by name: one line of the table each.

#include "config/settings.hpp"
#include "engine/ports/adapter.hpp"
#include "engine/ports/clock.hpp"
#include "engine/ports/identity.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace full_circle::config {

/// What adapters are made of.
struct AdapterParts {
  const Settings& settings;
  Identity& identity;
  const Clock& clock;
};

struct AdapterEntry {
  std::string name;
  std::string says;  ///< what it does, for people
  std::function<std::unique_ptr<Adapter>(const AdapterParts&)> make;
  std::function<std::string(const Settings&)> state;  ///< what the settings make of it; no secrets
};

/// Those that come with the program, and one "exec:NAME" for each program in the settings.
std::vector<AdapterEntry> adapter_table(const Settings& settings);

/// Every name a definition may give work to: the table's, but for hooks, whose events the settings name, and
/// "timer", which the engine itself answers.
std::vector<std::string> adapter_names(const Settings& settings);

/// Those of them that every change of a project's calendar goes to.
std::vector<std::string> calendar_adapters(const Settings& settings);

/// Who is told of events, as the workflow knows them.
std::vector<engagement::EventHook> event_hooks(const Settings& settings);

/// The gateway for text messages; nothing without sms.url.
std::optional<sms::GatewayOptions> sms_gateway(const Settings& settings);

std::vector<std::unique_ptr<Adapter>> make_adapters(const AdapterParts& parts);

}  // namespace full_circle::config
