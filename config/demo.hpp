#pragma once
/// Example people, keys and projects for a first look. Everything is made by giving real commands, at the
/// times the examples say: config/demo/*.json.

#include "engine/instant.hpp"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace boost::json {
class value;
}

namespace full_circle::config {

class Application;
struct Settings;

struct DemoLoaded {
  enum class What {
    loaded,  ///< the data directory was empty
    found,   ///< the examples are there from an earlier start
  } what = What::loaded;
  std::filesystem::path keys_file;
};

/// Throws Unusable when making the examples was cut short here: what there is, is part of a story. Asked with
/// the directory locked, because another server may be making them now.
void check_no_half_demo(const Settings& settings);

/// Throws Unusable when the directory holds data that is no example: its messages would go nowhere. To be
/// asked before anything is opened with the settings of examples.
void check_demo_directory(const Settings& settings);

/// Before serving: needs deliveries that have been started. Throws std::runtime_error when an example's
/// command is refused, which a test rules out.
DemoLoaded load_demo(Application& application, std::ostream& out);

/// Addresses, sign-ins and commands to try.
void tell_demo(Application& application, const DemoLoaded& loaded, std::ostream& out);

/// "@today-60" is a day (the day itself is given), "@today-60T09:30" an instant in the council's zone; every
/// such text in the value becomes "2027-04-15" or "2027-04-14T21:30:00.000Z".
void fill_in_days(boost::json::value& value, std::chrono::year_month_day today, const std::string& zone);

}  // namespace full_circle::config
