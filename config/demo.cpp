#include "config/demo.hpp"

#include "adapters/http/project_ids.hpp"
#include "adapters/shared/whole_file.hpp"
#include "config/compose.hpp"
#include "config/embedded.hpp"
#include "workflows/engagement/calendar/council_time.hpp"

#include <spdlog/logger.h>
#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <ostream>
#include <stdexcept>

namespace full_circle::config {
namespace {

namespace json = boost::json;
using engagement::Day;

constexpr std::string_view mark = "@today";
constexpr const char* keys_name = "demo-keys.json";
constexpr const char* loading_name = "demo-loading";  ///< there from the first example to the last

/// Waiting for deliveries to be made on the way through the past.
constexpr std::chrono::seconds settle_limit{30};

std::string text_of(const json::object& object, const char* key) {
  const auto* found = object.if_contains(key);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::string filled_in(std::string_view text, Day today, const std::string& zone) {
  std::string_view rest = text.substr(mark.size());
  int days = 0;
  if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) {
    const bool back = rest.front() == '-';
    rest.remove_prefix(1);
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), days);
    if (error != std::errc{}) throw std::runtime_error("not a day: " + std::string(text));
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    if (back) days = -days;
  }
  const Day day = engagement::plus_days(today, days);
  if (rest.empty()) return to_text(day);
  int hours = 0;
  int minutes = 0;
  const bool shaped = rest.size() == 6 && rest[0] == 'T' && rest[3] == ':' &&
                      std::from_chars(rest.data() + 1, rest.data() + 3, hours).ec == std::errc{} &&
                      std::from_chars(rest.data() + 4, rest.data() + 6, minutes).ec == std::errc{};
  if (!shaped) throw std::runtime_error("not a time of day: " + std::string(text));
  return to_text(engagement::start_of(day, zone) + std::chrono::hours(hours) + std::chrono::minutes(minutes));
}

/// One command of an example, in its place in time.
struct Step {
  std::string example;  ///< file it comes from
  std::string as;       ///< key of the people below
  std::string command;
  std::string entity;
  std::string body;
  Instant at{};
};

struct Examples {
  json::array people;
  std::vector<Step> steps;  ///< in order of time
};

void read_steps(const EmbeddedFile& file, Day today, const std::string& zone, Examples& examples) {
  json::value value = json::parse({file.text.data(), file.text.size()});
  fill_in_days(value, today, zone);
  std::optional<Instant> at;
  for (const json::value& item : value.at("steps").as_array()) {
    const json::object& object = item.as_object();
    if (object.contains("at")) at = parse_instant(text_of(object, "at"));
    if (!at) throw std::runtime_error(std::string(file.name) + ": a step without a time");
    const auto* body = object.if_contains("body");
    examples.steps.push_back({std::string(file.name), text_of(object, "as"), text_of(object, "command"),
                              text_of(object, "entity"), body ? json::serialize(*body) : "{}", *at});
  }
}

Examples read_examples(Day today, const std::string& zone) {
  Examples examples;
  for (const EmbeddedFile& file : demo_files()) {
    if (file.name == "people.json") {
      examples.people = json::parse({file.text.data(), file.text.size()}).at("people").as_array();
    } else {
      read_steps(file, today, zone, examples);
    }
  }
  std::stable_sort(examples.steps.begin(), examples.steps.end(),
                   [](const Step& one, const Step& other) { return one.at < other.at; });
  return examples;
}

/// Adds the people; who may be named by which key ("lead", "mana_whenua_representative:ENTITY").
std::map<std::string, Caller> add_people(Identity& identity, const json::array& people, json::object& secrets,
                                         Instant now) {
  std::map<std::string, Caller> callers;
  for (const json::value& item : people) {
    const json::object& object = item.as_object();
    const std::string entity = text_of(object, "entity");
    Person person;
    person.id = text_of(object, "id");
    person.name = text_of(object, "name");
    person.email = text_of(object, "email");
    person.grants.push_back({text_of(object, "role"), "", entity});
    const auto added = identity.add_person(person);
    if (!added.ok()) throw std::runtime_error("people.json: " + added.refusal().message);
    const auto key = identity.add_key(person.id, "example", now);
    if (!key.ok()) throw std::runtime_error("people.json: " + key.refusal().message);
    const std::string role = person.grants.front().role;
    for (const std::string& name : {role, role + ":" + entity}) {
      if (name.ends_with(':') || callers.contains(name)) continue;
      callers[name] = Caller{person.id, person.grants};
      secrets[name] = key.value().secret;
    }
  }
  return callers;
}

std::string explained(const Refusal& refusal) {
  std::string text = refusal.message;
  for (const FieldProblem& field : refusal.fields) text += " [" + field.field + ": " + field.message + "]";
  for (const Requirement& one : refusal.requirements) {
    if (!one.met) text += " [" + one.name + ": " + one.why + "]";
  }
  return text;
}

/// Gives each command when its time has come.
class Telling {
 public:
  Telling(Application& application, std::map<std::string, Caller> callers)
      : m_application(application), m_callers(std::move(callers)) {}

  void tell(const Step& step) {
    if (step.at > m_application.clock().now()) m_application.advance(step.at, settle_limit);
    const auto caller = m_callers.find(step.as);
    if (caller == m_callers.end()) throw std::runtime_error(step.example + ": nobody is called " + step.as);
    std::string& project = m_projects[step.example];
    if (project.empty()) project = m_ids.next(step.at);
    CommandRequest request;
    request.project = project;
    request.target = step.entity;
    request.name = step.command;
    request.body = with_ids(step.body);
    request.caller = caller->second;
    request.request_id = "example-" + std::to_string(++m_told);
    const Reply reply = m_application.engine().ask(std::move(request));
    if (const auto* refusal = std::get_if<Refusal>(&reply)) {
      throw std::runtime_error(step.example + ": " + step.command + " by " + step.as + " at " +
                               to_text(step.at) + " is refused: " + explained(*refusal));
    }
    if (const auto* problem = std::get_if<std::exception_ptr>(&reply)) std::rethrow_exception(*problem);
  }

 private:
  /// "example:FILE" stands for the id of the project that the file tells of.
  std::string with_ids(std::string body) const {
    for (const auto& [example, id] : m_projects) {
      const std::string named = "\"example:" + example + "\"";
      for (auto at = body.find(named); at != std::string::npos; at = body.find(named, at))
        body.replace(at, named.size(), "\"" + id + "\"");
    }
    return body;
  }

  Application& m_application;
  std::map<std::string, Caller> m_callers;
  std::map<std::string, std::string> m_projects;  // by example
  http::ProjectIds m_ids;
  int m_told = 0;
};

void write_secrets(const std::filesystem::path& file, const json::object& secrets) {
  std::string text = "{\n";
  const char* separator = "";
  for (const auto& member : secrets) {
    text += separator;
    text += "  " + json::serialize(json::string(member.key())) + ": " + json::serialize(member.value());
    separator = ",\n";
  }
  shared::write_whole_file(file, text + "\n}\n", shared::ReadBy::owner);
}

/// A project to try things with.
std::string slug_in_stage(Store& store, const char* stage) {
  ProjectQuery query;
  query.labels.push_back({"stage", stage});
  const auto rows = store.reader()->projects(query);
  return rows.empty() ? "SLUG" : text_of(json::parse(rows.front().summary).as_object(), "slug");
}

}  // namespace

void fill_in_days(json::value& value, Day today, const std::string& zone) {
  if (value.is_object()) {
    for (auto& member : value.get_object()) fill_in_days(member.value(), today, zone);
  } else if (value.is_array()) {
    for (json::value& item : value.get_array()) fill_in_days(item, today, zone);
  } else if (value.is_string()) {
    const std::string text(value.get_string());
    if (text.starts_with(mark)) value = filled_in(text, today, zone);
  }
}

void check_no_half_demo(const Settings& settings) {
  if (!std::filesystem::exists(std::filesystem::path(settings.data) / loading_name)) return;
  throw Unusable("data: the examples in " + settings.data +
                 " were not finished when they were made: remove the directory and start again");
}

void check_demo_directory(const Settings& settings) {
  const std::filesystem::path data = settings.data;
  if (std::filesystem::exists(data / keys_name) || std::filesystem::exists(data / loading_name)) return;
  if (!std::filesystem::exists(store_file(settings))) return;
  const Kept kept = open_kept(settings, WhenMissing::refuse);
  if (kept.identity->list_people().empty() && kept.store->reader()->project_ids("", 1).empty()) return;
  throw Unusable("data: --demo needs an empty directory, and " + settings.data +
                 " holds something else: --data NEW-DIR");
}

DemoLoaded load_demo(Application& application, std::ostream& out) {
  DemoLoaded loaded;
  loaded.keys_file = std::filesystem::path(application.settings().data) / keys_name;
  if (std::filesystem::exists(loaded.keys_file)) {
    loaded.what = DemoLoaded::What::found;
    return loaded;
  }
  const Instant now = application.clock().now();
  const std::string& zone = application.settings().council.zone;
  Examples examples = read_examples(engagement::day_in(now, zone), zone);
  if (examples.steps.empty()) throw std::runtime_error("there are no examples");
  out << "Making example projects: " << examples.steps.size() << " commands, as if given since "
      << to_text(engagement::day_in(examples.steps.front().at, zone)) << std::endl;
  const std::filesystem::path loading = std::filesystem::path(application.settings().data) / loading_name;
  shared::write_whole_file(loading, "The examples are being made.\n");
  json::object secrets;
  application.clock().stand_at(examples.steps.front().at);
  Telling telling(application, add_people(application.identity(), examples.people, secrets, now));
  write_secrets(loaded.keys_file, secrets);
  for (const Step& step : examples.steps) {
    if (step.at >= now) throw std::runtime_error(step.example + ": a step lies in the future");
    telling.tell(step);
  }
  application.advance(now, settle_limit);
  application.clock().follow_the_system();
  application.deliveries().wake();
  std::filesystem::remove(loading);
  return loaded;
}

void tell_demo(Application& application, const DemoLoaded& loaded, std::ostream& out) {
  const std::string address = application.address();
  const std::string keys = loaded.keys_file.string();
  const std::string blocked = slug_in_stage(application.store(), "prepare");
  out << "\n"
      << "  Public pages   " << address << "/have-your-say/\n"
      << "  Calendar       " << address << "/calendar/all.ics\n"
      << "  API            " << address << "/api/v1/projects   described by " << address << "/openapi.yaml\n"
      << "  Sign-ins       " << keys << "   one API key for each role\n"
      << "  Messages       " << mail_folder(application.settings()).string()
      << "/*.eml   written, never sent\n"
      << "\nTry (with jq):\n"
      << "  KEY=$(jq -r .lead " << keys << ")\n"
      << "  curl -s -H \"Authorization: Bearer $KEY\" " << address
      << "/api/v1/projects | jq '.items[] | {title, slug, stage}'\n"
      << "  curl -s -H \"Authorization: Bearer $KEY\" " << address << "/api/v1/projects/" << blocked
      << "/moves | jq '.items[] | select(.ready | not) | {command, waits_for: [.requirements[] | "
         "select(.met | not) | .why]}'\n"
      << "\nSample data. Tauira means “example”: no real council, iwi, place or person is shown.\n"
      << "Stop with Ctrl-C.\n";
  out.flush();
}

}  // namespace full_circle::config
