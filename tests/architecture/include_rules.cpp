#include "tests/architecture/include_rules.hpp"

#include <algorithm>
#include <regex>
#include <string_view>

namespace full_circle::architecture {
namespace {

/// A room: the files whose path starts with `folder`. The longest folder that fits counts.
struct Room {
  std::string_view folder;
  std::vector<std::string_view> rooms;      ///< project folders it may include, besides its own
  std::vector<std::string_view> libraries;  ///< beginnings of <…> names it may include, besides the standard
};

/// The include table. To let a room use a library, add it here and say why in DECISIONS.md.
const std::vector<Room>& table() {
  static const std::vector<Room> rooms{
      {"engine/", {}, {"boost/system/", "date/"}},
      {"engine/chart_explore", {}, {"boost/statechart/", "boost/mpl/", "boost/mp11"}},
      {"engine/engine.cpp", {}, {"boost/asio", "boost/json", "date/"}},
      {"engine/deliveries", {}, {"boost/asio", "boost/json"}},
      {"engine/record.cpp", {}, {"boost/algorithm/hex", "boost/json", "openssl/"}},
      {"workflows/",
       {"engine/"},
       {"boost/json", "boost/describe", "boost/mp11", "yaml-cpp/", "date/", "libnova/"}},
      {"workflows/engagement/lifecycle",
       {"engine/"},
       {"boost/statechart/", "boost/mpl/", "boost/mp11", "boost/json"}},
      {"workflows/engagement/stages/",
       {"engine/", "workflows/"},
       {"boost/statechart/", "boost/mpl/", "boost/json", "boost/describe", "boost/mp11", "date/"}},
      {"workflows/engagement/branch",
       {"engine/", "workflows/"},
       {"boost/statechart/", "boost/mpl/", "boost/json", "boost/describe", "boost/mp11", "date/"}},
      {"adapters/shared/",
       {"engine/", "workflows/"},
       {"boost/json", "boost/url", "csv.h", "curl/", "libical/", "sodium", "sys/", "xlsxwriter.h"}},
      {"adapters/http/",
       {"engine/", "workflows/", "adapters/shared/"},
       {"boost/asio", "boost/beast", "boost/url", "boost/json", "boost/system/", "boost/config",
        "boost/describe", "boost/mp11", "spdlog/", "yaml-cpp/", "date/", "sys/", "gmime/", "magic.h"}},
      {"adapters/store/", {"engine/", "adapters/shared/"}, {"soci/", "sqlite3.h", "sodium", "boost/json"}},
      {"adapters/calendar/",
       {"engine/", "workflows/", "adapters/shared/"},
       {"libical/", "boost/json", "date/", "unicode/", "sys/"}},
      {"adapters/caldav/",
       {"engine/", "workflows/", "adapters/shared/"},
       {"libical/", "libxml/", "boost/json", "sys/"}},
      {"adapters/notifier/",
       {"engine/", "workflows/", "adapters/shared/"},
       {"curl/", "gmime/", "ctemplate/", "sodium", "boost/json", "date/", "sys/"}},
      {"adapters/publisher/",
       {"engine/", "workflows/", "adapters/shared/"},
       {"ctemplate/", "boost/json", "date/", "sodium", "sys/", "unicode/"}},
      {"adapters/exec/",
       {"engine/", "workflows/", "adapters/shared/"},
       {"boost/json", "boost/locale/", "sys/"}},
      {"adapters/webhook/", {"engine/", "adapters/shared/"}, {"boost/json", "sodium"}},
      {"adapters/mirror/", {"engine/", "adapters/shared/"}, {"boost/json", "boost/url", "libxml/", "sodium"}},
      {"adapters/chat/", {"engine/", "adapters/shared/"}, {"boost/json"}},
      {"adapters/sms/", {"engine/", "adapters/shared/"}, {"boost/json", "boost/url", "unicode/"}},
      {"config/", {"engine/", "workflows/", "adapters/"}, {""}},
  };
  return rooms;
}

const Room* room_of(std::string_view path) {
  const Room* found = nullptr;
  for (const Room& room : table()) {
    if (path.starts_with(room.folder) && (!found || room.folder.size() > found->folder.size())) found = &room;
  }
  return found;
}

std::string_view own_folder(std::string_view path) {
  const std::size_t first = path.find('/');
  if (!path.starts_with("adapters/")) return path.substr(0, first + 1);
  return path.substr(0, path.find('/', first + 1) + 1);
}

bool starts_with_one_of(std::string_view name, const std::vector<std::string_view>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return name.starts_with(beginning); });
}

/// A header of the C++ library (no folder, no ending), or of the operating system's C library.
bool is_standard(std::string_view name) {
  return name.find('/') == std::string_view::npos && !name.ends_with(".h");
}
bool is_operating_system(std::string_view name) {
  static const std::vector<std::string_view> headers{"fcntl.h",     "unistd.h", "spawn.h", "signal.h",
                                                     "poll.h",      "dirent.h", "netdb.h", "netinet/",
                                                     "arpa/inet.h", "sys/",     "errno.h", "stdlib.h"};
  return starts_with_one_of(name, headers);
}

/// Standard headers that reach files, threads, sockets, chance or the clock: never in workflows.
bool reaches_outside(std::string_view name) {
  static const std::vector<std::string_view> headers{"filesystem", "fstream", "iostream", "thread",
                                                     "future",     "random",  "csignal",  "ctime"};
  return std::find(headers.begin(), headers.end(), name) != headers.end();
}

std::string breach(const Source& source, std::size_t line, std::string what) {
  return source.path + ":" + std::to_string(line) + ": " + std::move(what);
}

}  // namespace

std::vector<std::string> include_breaches(const Source& source) {
  const Room* room = room_of(source.path);
  if (!room) return {breach(source, 1, "stands in no room of the include table")};
  const bool outside_allowed = source.path.starts_with("adapters/") || source.path.starts_with("config/");
  std::vector<std::string> breaches;
  for (const Include& include : includes_of(source)) {
    const std::string_view name = include.name;
    if (include.form == Include::Form::quoted) {
      if (name.starts_with(own_folder(source.path)) || starts_with_one_of(name, room->rooms)) continue;
      breaches.push_back(
          breach(source, include.line, "may not include \"" + include.name + "\" (written from the root?)"));
    } else if (is_standard(name)) {
      if (!source.path.starts_with("workflows/") || !reaches_outside(name)) continue;
      breaches.push_back(breach(source, include.line, "workflows stay pure: not <" + include.name + ">"));
    } else if (!starts_with_one_of(name, room->libraries) &&
               !(outside_allowed && is_operating_system(name))) {
      breaches.push_back(breach(source, include.line, "may not use <" + include.name + "> in this room"));
    }
  }
  return breaches;
}

std::vector<std::string> word_breaches(const Source& source) {
  struct Rule {
    std::string_view folder;
    std::regex word;
    std::string_view why;
  };
  static const std::vector<Rule> rules{
      {"workflows/", std::regex(R"(\b(system_clock|steady_clock|high_resolution_clock)::now\b)"),
       "now is an argument here"},
      {"workflows/", std::regex(R"(\b(getenv|std::rand|random_device)\b)"), "workflows are pure"},
      {"engine/", std::regex(R"(\bgetenv\b)"), "settings arrive as arguments"},
      {"adapters/", std::regex(R"(\bgetenv\b)"), "settings arrive as arguments"},
  };
  std::vector<std::string> breaches;
  for (const Rule& rule : rules) {
    if (!source.path.starts_with(rule.folder)) continue;
    for (auto match = std::sregex_iterator(source.code.begin(), source.code.end(), rule.word);
         match != std::sregex_iterator(); ++match) {
      const auto at = static_cast<std::size_t>(match->position());
      breaches.push_back(
          breach(source, line_of(source.code, at), "'" + match->str() + "': " + std::string(rule.why)));
    }
  }
  return breaches;
}

}  // namespace full_circle::architecture
