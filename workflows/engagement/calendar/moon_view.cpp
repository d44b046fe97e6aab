#include "workflows/engagement/calendar/moon_view.hpp"

#include <boost/json.hpp>

#include <cmath>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

json::value phase_json(const std::optional<PhaseInstant>& phase, std::string_view zone) {
  if (!phase) return nullptr;
  return json::object{{"phase", phase_text(phase->phase)},
                      {"at", to_text(phase->at)},
                      {"time", clock_text(phase->at, zone)},
                      {"near_midnight", phase->near_midnight}};
}

}  // namespace

json::object moon_json(const MoonOnDay& moon, std::string_view zone) {
  return {{"looks", moon.looks},
          {"age_days", std::round(moon.age_days * 10) / 10},
          {"lit_percent", moon.lit_percent},
          {"lit_side", lit_side_text(moon.lit_side)},
          {"phase", phase_json(moon.phase, zone)}};
}

json::value night_json(const std::optional<Night>& night) {
  if (!night) return nullptr;
  return json::object{
      {"ordinal", night->ordinal}, {"name", night->name}, {"may_be_a_day_off", night->may_be_a_day_off}};
}

json::object version_json(const MaramatakaVersion& version) {
  return {{"id", version.id},
          {"label", version.label},
          {"whose", version.whose},
          {"anchor", json::object{{"moon", phase_text(version.anchor)}, {"night", version.anchor_night}}},
          {"spelling", version.spelling},
          {"source", version.source},
          {"licence", version.licence},
          {"note", version.note},
          {"sample", version.origin == MaramatakaVersion::Origin::sample}};
}

json::object moon_days_json(Day from, Day to, std::string_view zone, const MaramatakaVersion* version) {
  const auto moons = moon_on_days(from, to, zone);
  std::vector<std::optional<Night>> nights(moons.size());
  if (version) nights = nights_between(*version, from, to, zone);
  json::array items;
  for (std::size_t i = 0; i < moons.size(); ++i) {
    json::object item{{"date", to_text(moons[i].day)}};
    for (auto& member : moon_json(moons[i], zone)) item[member.key()] = member.value();
    item["night"] = night_json(nights[i]);
    items.push_back(std::move(item));
  }
  return {{"from", to_text(from)},
          {"to", to_text(to)},
          {"zone", zone},
          {"maramataka", version ? json::value(version_json(*version)) : json::value(nullptr)},
          {"items", std::move(items)},
          {"next", nullptr}};
}

}  // namespace full_circle::engagement
