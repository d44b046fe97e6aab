#include "workflows/engagement/calendar/holiday_rules.hpp"

#include "workflows/engagement/calendar/rules_fields.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace full_circle::engagement {
namespace {

using std::chrono::month;
using std::chrono::weekday;

constexpr int years_possible = 9999;

template <class Items>
auto find_named(const Items& items, std::string_view name, std::string Items::value_type::*member) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.*member == name; });
  return found == items.end() ? nullptr : &*found;
}

Confidence confidence_of(RulesFields& fields) {
  return fields.choice<Confidence>(
      "confidence",
      {{"unsourced", Confidence::unsourced}, {"medium", Confidence::medium}, {"high", Confidence::high}});
}

/// Reads one file of rules.
class RulesReader {
 public:
  RulesReader(HolidayRules& rules, RulesProblems& problems) : m_rules(rules), m_problems(problems) {}

  void read(const YAML::Node& root) {
    RulesFields fields(root, "a file of holidays",
                       {"name", "version", "years", "sources", "regions", "holidays", "calendars"},
                       {"name", "version", "years", "sources", "regions", "holidays", "calendars"},
                       m_problems);
    m_rules.name = fields.text("name");
    m_rules.version = fields.number("version", 1, 1'000'000);
    if (fields.has("years")) years(fields.node("years"));
    if (fields.has("sources")) sources(fields.node("sources"));
    for (const YAML::Node& entry : fields.entries("regions")) region(entry);
    for (const YAML::Node& entry : fields.entries("holidays")) holiday(entry);
    for (const YAML::Node& entry : fields.entries("calendars")) calendar(entry);
  }

 private:
  void years(const YAML::Node& node) {
    RulesFields fields(node, "'years'", {"first", "last"}, {"first", "last"}, m_problems);
    m_rules.first_year = fields.number("first", 1900, 2199);
    m_rules.last_year = fields.number("last", 1900, 2199);
    if (m_rules.last_year < m_rules.first_year) fields.problem("last", "lies before 'first'");
  }

  void sources(const YAML::Node& node) {
    if (!node.IsMap()) return m_problems.at(node.Mark(), "'sources' has to be a mapping of names to texts");
    for (const auto& entry : node) {
      if (entry.first.IsScalar() && entry.second.IsScalar()) {
        m_sources[entry.first.Scalar()] = entry.second.Scalar();
      } else {
        m_problems.at(entry.first.Mark(), "a source is a name and a text");
      }
    }
  }

  void region(const YAML::Node& node) {
    RulesFields fields(node, "a region", {"key", "name"}, {"key", "name"}, m_problems);
    m_rules.regions.push_back({fields.text("key"), fields.text("name")});
  }

  void holiday(const YAML::Node& node) {
    RulesFields fields(node, "a holiday",
                       {"key", "name", "rule", "mondayised", "mondayised_from", "since", "until", "regions",
                        "instead", "source", "confidence", "note"},
                       {"key", "name", "rule", "source", "confidence"}, m_problems);
    HolidayRule holiday;
    holiday.key = fields.text("key");
    holiday.name = fields.text("name");
    if (fields.has("rule")) holiday.rule = rule(fields.node("rule"));
    holiday.mondayised =
        fields.choice<Mondayised>("mondayised", {{"never", Mondayised::never},
                                                 {"monday", Mondayised::monday},
                                                 {"monday_or_tuesday", Mondayised::monday_or_tuesday}});
    holiday.mondayised_from = fields.number("mondayised_from", 0, years_possible);
    holiday.since = fields.number("since", 0, years_possible);
    if (fields.has("until")) holiday.until = fields.number("until", 0, years_possible);
    holiday.regions = fields.texts("regions");
    for (const std::string& key : holiday.regions) {
      if (!m_rules.region(key)) fields.problem("regions", "names '" + key + "', which is no region");
    }
    holiday.instead = fields.days("instead");
    holiday.source = source(fields);
    holiday.confidence = confidence_of(fields);
    holiday.note = fields.text("note");
    m_rules.holidays.push_back(std::move(holiday));
  }

  DayRule rule(const YAML::Node& node) {
    RulesFields fields(
        node, "a rule",
        {"day", "weekday", "nth", "month", "plus", "monday_nearest", "on_easter_monday", "easter", "days"},
        {}, m_problems);
    if (fields.has("days")) return ListedDays{fields.days("days")};
    if (fields.has("easter")) return FromEaster{fields.number("easter", -100, 200)};
    if (fields.has("weekday")) return nth_weekday(fields);
    if (const auto near = fields.month_day("monday_nearest")) {
      return NearestMonday{
          *near, fields.choice<OnEasterMonday>("on_easter_monday", {{"stays", OnEasterMonday::stays},
                                                                    {"next", OnEasterMonday::next_day}})};
    }
    if (const auto day = fields.month_day("day")) return YearlyDay{*day};
    m_problems.at(node.Mark(), "a rule needs 'day', 'weekday', 'monday_nearest', 'easter' or 'days'");
    return ListedDays{};
  }

  static DayRule nth_weekday(RulesFields& fields) {
    constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
    const auto found = std::find(weekdays.begin(), weekdays.end(), fields.text("weekday"));
    if (found == weekdays.end()) fields.problem("weekday", "has to be a weekday like Monday");
    const weekday on{static_cast<unsigned>(found - weekdays.begin()) % 7};
    const month in{static_cast<unsigned>(fields.number("month", 1, 12))};
    const int plus = fields.has("plus") ? fields.number("plus", -100, 100) : 0;
    // A fifth weekday is not there in every month.
    return NthWeekday{in / on[static_cast<unsigned>(fields.number("nth", 1, 4))], plus};
  }

  void calendar(const YAML::Node& node) {
    RulesFields fields(
        node, "a calendar",
        {"name", "title", "leaves_out", "regional", "closed", "since", "source", "confidence", "notes"},
        {"name", "title", "leaves_out", "regional", "source", "confidence"}, m_problems);
    CalendarRule calendar;
    calendar.name = fields.text("name");
    calendar.title = fields.text("title");
    if (m_rules.calendar(calendar.name)) fields.problem("name", "is the name of another calendar");
    if (fields.has("leaves_out")) leaves_out(fields, calendar);
    calendar.regional = fields.choice<RegionalDays>(
        "regional", {{"working", RegionalDays::working}, {"left_out", RegionalDays::left_out}});
    if (fields.has("closed")) {
      RulesFields closed(fields.node("closed"), "'closed'", {"from", "to"}, {"from", "to"}, m_problems);
      const auto from = closed.month_day("from");
      const auto to = closed.month_day("to");
      if (from && to) calendar.closed = YearlyPeriod{*from, *to};
    }
    calendar.since = fields.day("since");
    if (calendar.since && (*calendar.since < m_rules.first_day() || *calendar.since > m_rules.last_day()))
      fields.problem("since",
                     "lies outside " + to_text(m_rules.first_day()) + " to " + to_text(m_rules.last_day()));
    calendar.source = source(fields);
    calendar.confidence = confidence_of(fields);
    calendar.notes = fields.texts("notes");
    m_rules.calendars.push_back(std::move(calendar));
  }

  void leaves_out(RulesFields& fields, CalendarRule& calendar) const {
    if (fields.node("leaves_out").IsScalar() && fields.text("leaves_out") == "all") {
      calendar.holidays = PublicHolidays::all;
      return;
    }
    calendar.leaves_out = fields.texts("leaves_out");
    for (const std::string& key : calendar.leaves_out) {
      if (find_named(m_rules.holidays, key, &HolidayRule::key)) continue;
      fields.problem("leaves_out", "names '" + key + "', which is no holiday");
    }
  }

  /// The texts of the sources that are named.
  std::string source(RulesFields& fields) const {
    std::string all;
    for (const std::string& name : fields.texts("source")) {
      const auto found = m_sources.find(name);
      if (found == m_sources.end()) {
        fields.problem("source", "names '" + name + "', which is not among 'sources'");
      } else {
        all += (all.empty() ? "" : "; ") + found->second;
      }
    }
    return all;
  }

  HolidayRules& m_rules;
  RulesProblems& m_problems;
  std::map<std::string, std::string, std::less<>> m_sources;
};

CouncilDays council_days(const YAML::Node& node, const HolidayRules& rules, RulesProblems& problems) {
  RulesFields fields(node, "an entry of 'days'", {"name", "from", "to", "kind", "calendars", "source"},
                     {"name", "from", "kind", "calendars", "source"}, problems);
  CouncilDays days;
  days.name = fields.text("name");
  days.from = fields.day("from").value_or(rules.first_day());
  days.to = fields.day("to").value_or(days.from);
  days.kind = fields.choice<CouncilDayKind>(
      "kind", {{"holiday", CouncilDayKind::holiday}, {"closed", CouncilDayKind::closed}});
  days.calendars = fields.texts("calendars");
  days.source = fields.text("source");
  if (fields.has("calendars") && days.calendars.empty()) fields.problem("calendars", "names no calendar");
  for (const std::string& name : days.calendars) {
    if (!rules.calendar(name)) fields.problem("calendars", "names '" + name + "', which is no calendar");
  }
  if (days.from < rules.first_day() || days.from > rules.last_day()) {
    fields.problem("from", "lies outside " + to_text(rules.first_day()) + " to " + to_text(rules.last_day()));
  }
  if (days.to < days.from) fields.problem("to", "lies before 'from'");
  if (days_between(days.from, days.to) > 366) fields.problem("to", "lies more than a year after 'from'");
  return days;
}

}  // namespace

std::string_view confidence_text(Confidence confidence) {
  constexpr std::array<std::string_view, 3> words{"high", "medium", "unsourced"};
  return words.at(static_cast<std::size_t>(confidence));
}

const Region* HolidayRules::region(std::string_view key) const {
  return find_named(regions, key, &Region::key);
}
const CalendarRule* HolidayRules::calendar(std::string_view calendar_name) const {
  return find_named(calendars, calendar_name, &CalendarRule::name);
}
Day HolidayRules::first_day() const {
  return std::chrono::year{first_year} / std::chrono::January / 1;
}
Day HolidayRules::last_day() const {
  return std::chrono::year{last_year} / std::chrono::December / 31;
}

RulesReading read_holiday_rules(std::string_view yaml) {
  RulesReading reading;
  RulesProblems problems(yaml, reading.problems);
  if (const auto root = parse_rules(yaml, problems)) RulesReader(reading.rules, problems).read(*root);
  return reading;
}

std::vector<RulesProblem> read_council_days(std::string_view yaml, HolidayRules& rules) {
  std::vector<RulesProblem> found;
  RulesProblems problems(yaml, found);
  const auto root = parse_rules(yaml, problems);
  if (!root || root->IsNull()) return found;
  RulesFields fields(*root, "a file of the council's days", {"days"}, {"days"}, problems);
  std::vector<CouncilDays> read;
  for (const YAML::Node& entry : fields.entries("days")) read.push_back(council_days(entry, rules, problems));
  if (found.empty()) rules.council_days.insert(rules.council_days.end(), read.begin(), read.end());
  return found;
}

const HolidayRules& shipped_holiday_rules() {
  static const HolidayRules rules = [] {
    RulesReading reading = read_holiday_rules(shipped_holiday_rules_text());
    if (reading.problems.empty()) return std::move(reading.rules);
    const RulesProblem& first = reading.problems.front();
    throw std::logic_error("the holiday rules have problems: " + std::to_string(first.line) + ": " +
                           first.message);
  }();
  return rules;
}

}  // namespace full_circle::engagement
