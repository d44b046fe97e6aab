#include "config/settings.hpp"

#include <charconv>
#include <stdexcept>

namespace full_circle::config {
namespace {

std::filesystem::path given_or(const std::string& given, const Settings& settings, const char* in_data) {
  return given.empty() ? std::filesystem::path(settings.data) / in_data : std::filesystem::path(given);
}

}  // namespace

std::string base_url(const Settings& settings) {
  return settings.council.base_url.empty() ? "http://" + settings.listen : settings.council.base_url;
}
std::filesystem::path store_file(const Settings& settings) {
  return given_or(settings.store.file, settings, "full-circle.db");
}
std::filesystem::path mail_folder(const Settings& settings) {
  return given_or(settings.notifier.folder, settings, "mail");
}
std::filesystem::path site_folder(const Settings& settings) {
  return given_or(settings.publisher.folder, settings, "public");
}
std::filesystem::path calendar_folder(const Settings& settings) {
  return given_or(settings.calendar.folder, settings, "calendar");
}
std::filesystem::path imports_folder(const Settings& settings) {
  return std::filesystem::path(settings.data) / "calendar-imports";
}
std::filesystem::path done_folder(const Settings& settings, const std::string& adapter) {
  return std::filesystem::path(settings.data) / "done" / adapter;
}

std::filesystem::path caldav_folder(const Settings& settings) {
  return std::filesystem::path(settings.data) / "caldav";
}

ListenAddress listen_address(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  if (colon == std::string::npos) {
    throw std::invalid_argument("needs an address and a port, like 127.0.0.1:8080 or [::1]:8080");
  }
  ListenAddress result;
  result.address = listen.substr(0, colon);
  if (result.address.starts_with('[') && result.address.ends_with(']')) {
    result.address = result.address.substr(1, result.address.size() - 2);
  } else if (result.address.find(':') != std::string::npos) {
    throw std::invalid_argument("an IPv6 address stands in brackets, like [::1]:8080");
  }
  if (result.address == "localhost") result.address = "127.0.0.1";
  if (result.address.empty()) throw std::invalid_argument("names no address before the colon");
  const std::string port = listen.substr(colon + 1);
  const auto [rest, error] = std::from_chars(port.data(), port.data() + port.size(), result.port);
  if (error != std::errc{} || rest != port.data() + port.size()) {
    throw std::invalid_argument("the port has to be a number from 0 to 65535");
  }
  return result;
}

}  // namespace full_circle::config
