// Random bytes as a council's file of maramataka: read, then asked for its nights.
#include "workflows/engagement/calendar/maramataka.hpp"

#include <cstdlib>

using namespace full_circle;
using namespace full_circle::engagement;

// Embedded in the program, and not asked for here.
std::string_view full_circle::engagement::shipped_maramataka_text() {
  return {};
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  Maramataka maramataka;
  const bool fine = read_maramataka(text, "Pacific/Auckland", maramataka).empty();
  // Ends the process, which the fuzzer reports with the input.
  if (!fine && !maramataka.versions.empty()) std::abort();
  const Day from = std::chrono::year{2026} / std::chrono::August / 1;
  for (const MaramatakaVersion& version : maramataka.versions) {
    const auto nights = nights_between(version, from, plus_days(from, 60), "Pacific/Auckland");
    if (nights.size() != 61) std::abort();
  }
  return 0;
}
