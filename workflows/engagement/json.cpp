#include "workflows/engagement/json.hpp"

#include "workflows/engagement/contribution_import.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/json_codec.hpp"
#include "workflows/engagement/privacy.hpp"
#include "workflows/engagement/survey.hpp"
#include "workflows/engagement/themes.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace full_circle::engagement {

namespace codec {

namespace {

/// Code points of valid UTF-8 (the JSON parser has refused any other).
std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_control(char c, bool many_lines) {
  if (many_lines && (c == '\n' || c == '\t' || c == '\r')) return false;
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool is_address(std::string_view text) {
  const bool path = text.starts_with('/') && !text.starts_with("//");
  const bool web =
      (text.starts_with("https://") && text.size() > 8) || (text.starts_with("http://") && text.size() > 7);
  return (path || web) && text.find_first_of(" \"<>\\^`{|}") == std::string_view::npos;
}

}  // namespace

std::string fault_of(std::string_view text, std::string_view rule_says, std::size_t characters_max, bool name,
                     bool url, bool many_lines) {
  const auto fault = "has to be " + std::string(rule_says);
  const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (blank || characters_in(text) > characters_max) return fault;
  if (std::any_of(text.begin(), text.end(), [&](char c) { return is_control(c, many_lines); })) return fault;
  if (name && !std::all_of(text.begin(), text.end(), is_name_character)) return fault;
  if (url && !is_address(text)) return fault;
  return {};
}

std::string kind_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "true or false";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
      return "a number";
    case json::kind::string:
      return "text";
    case json::kind::array:
      return "a list";
    case json::kind::object:
      return "an object";
  }
  return "something else";
}

bool read_string(Reading& in, const json::value& from, std::string& to, const std::string& path) {
  const auto* text = from.if_string();
  if (!text) {
    in.problem(path, "has to be text, not " + kind_of(from));
    return false;
  }
  to.assign(text->data(), text->size());
  return true;
}

bool read_integer(Reading& in, const json::value& from, std::int64_t& to, const std::string& path) {
  if (const auto* number = from.if_int64(); number && *number >= 0 && *number <= number_max) {
    to = *number;
    return true;
  }
  in.problem(path, "has to be a whole number from 0 to 1,000,000,000");
  return false;
}

bool read_day(Reading& in, const json::value& from, Day& to, const std::string& path) {
  const auto* text = from.if_string();
  const auto day = text ? parse_day(*text) : std::nullopt;
  if (day && day->year() >= std::chrono::year{year_min} && day->year() <= std::chrono::year{year_max}) {
    to = *day;
    return true;
  }
  in.problem(path, "has to be a date like 2027-06-14, from 1990 to 2037");
  return false;
}

bool read_instant(Reading& in, const json::value& from, Instant& to, const std::string& path) {
  const auto* text = from.if_string();
  const auto instant = text ? parse_instant(*text) : std::nullopt;
  if (instant) {
    const Day day{std::chrono::floor<std::chrono::days>(*instant)};
    if (in.trusted ||
        (day.year() >= std::chrono::year{year_min} && day.year() <= std::chrono::year{year_max})) {
      to = *instant;
      return true;
    }
  }
  in.problem(path, "has to be a time like 2027-07-03T10:00:00+12:00, from 1990 to 2037");
  return false;
}

}  // namespace codec

namespace {

namespace json = boost::json;

Result<json::value> parse_body(std::string_view body) {
  if (body.find_first_not_of(" \t\r\n") == std::string_view::npos) return json::value(json::object{});
  json::error_code error;
  json::stream_parser parser;
  const auto read = parser.write_some(body.data(), body.size(), error);
  if (!error && read < body.size()) error = json::error::extra_data;
  if (!error) parser.finish(error);
  if (!error) return parser.release();
  const auto before = body.substr(0, std::min(read, body.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  return malformed("", "The body is not JSON: " + error.message() + " at line " + std::to_string(line) +
                           ", byte " + std::to_string(read) + ".");
}

/// Reads a body into a struct of fields; `what` it is stands in the refusal.
template <class T>
Result<T> read_body(std::string_view body, const std::string& what) {
  auto value = parse_body(body);
  if (!value.ok()) return std::move(value).refusal();
  T one{};
  codec::Reading in;
  codec::read(in, value.value(), one, "");
  if (in.problems.empty()) return one;
  return Refusal{.reason = Reason::malformed,
                 .message = "The body does not fit " + what + ".",
                 .fields = std::move(in.problems)};
}

template <class Variant>
struct ByName;

template <class... T>
struct ByName<std::variant<T...>> {
  using Variant = std::variant<T...>;

  template <class Visit>
  static bool with(std::string_view name, Visit visit) {
    bool found = false;
    boost::mp11::mp_for_each<boost::mp11::mp_list<boost::mp11::mp_identity<T>...>>([&](auto identity) {
      using One = typename decltype(identity)::type;
      if (found || name != One::name) return;
      found = true;
      visit(identity);
    });
    return found;
  }

  static Result<Variant> read(std::string_view name, std::string_view body) {
    auto value = parse_body(body);
    if (!value.ok()) return std::move(value).refusal();
    Variant command;
    codec::Reading in;
    const bool found = with(name, [&](auto identity) {
      typename decltype(identity)::type one{};
      codec::read(in, value.value(), one, "");
      command = std::move(one);
    });
    if (!found)
      return Refusal{.reason = Reason::unknown, .message = "There is no command " + std::string(name) + "."};
    if (in.problems.empty()) return command;
    return Refusal{.reason = Reason::malformed,
                   .message = "The body does not fit the command " + std::string(name) + ".",
                   .fields = std::move(in.problems)};
  }
};

template <class Variant>
struct ByType;

template <class... T>
struct ByType<std::variant<T...>> {
  static Event read(std::string_view type, int version, const json::value& data) {
    std::optional<Event> event;
    codec::Reading in;
    in.trusted = true;
    boost::mp11::mp_for_each<boost::mp11::mp_list<boost::mp11::mp_identity<T>...>>([&](auto identity) {
      using One = typename decltype(identity)::type;
      if (event || type != One::type || version != One::version) return;
      One one{};
      codec::read(in, data, one, "");
      event = std::move(one);
    });
    if (!event)
      throw std::runtime_error("no program here reads events of type " + std::string(type) + " version " +
                               std::to_string(version));
    if (!in.problems.empty())
      throw std::runtime_error("damaged event " + std::string(type) + ": " + in.problems.front().field + " " +
                               in.problems.front().message);
    return *std::move(event);
  }
};

void write_canonical(const json::value& value, std::string& out);

void write_canonical(const json::object& object, std::string& out) {
  std::vector<const json::key_value_pair*> entries;
  entries.reserve(object.size());
  for (const auto& entry : object) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(), [](const auto* a, const auto* b) { return a->key() < b->key(); });
  out += '{';
  for (const auto* entry : entries) {
    if (out.back() != '{') out += ',';
    out += json::serialize(json::string(entry->key()));
    out += ':';
    write_canonical(entry->value(), out);
  }
  out += '}';
}

void write_canonical(const json::value& value, std::string& out) {
  if (const auto* object = value.if_object()) return write_canonical(*object, out);
  if (const auto* list = value.if_array()) {
    out += '[';
    bool first = true;
    for (const auto& entry : *list) {
      if (!first) out += ',';
      first = false;
      write_canonical(entry, out);
    }
    out += ']';
    return;
  }
  out += json::serialize(value);
}

}  // namespace

Result<Command> read_command(std::string_view name, std::string_view body) {
  return ByName<Command>::read(name, body);
}
Result<BranchCommand> read_branch_command(std::string_view name, std::string_view body) {
  return ByName<BranchCommand>::read(name, body);
}
bool is_command(std::string_view name) {
  return ByName<Command>::with(name, [](auto) {});
}
bool is_branch_command(std::string_view name) {
  return ByName<BranchCommand>::with(name, [](auto) {});
}

std::string canonical(const boost::json::value& value) {
  std::string out;
  write_canonical(value, out);
  return out;
}

json::object to_json(const Event& event) {
  return std::visit([](const auto& one) { return codec::write(one).as_object(); }, event);
}
json::value to_json(const BranchCommand& said) {
  return codec::write(said);
}

std::string write_event(const Event& event) {
  return canonical(to_json(event));
}

std::string_view event_type(const Event& event) {
  return std::visit([](const auto& one) { return std::string_view(one.type); }, event);
}
int event_version(const Event& event) {
  return std::visit([](const auto& one) { return one.version; }, event);
}

Event read_event(std::string_view type, int version, std::string_view data) {
  return ByType<Event>::read(type, version, json::parse(data));
}

Result<GiveContribution> read_contribution(std::string_view body) {
  return read_body<GiveContribution>(body, "a contribution");
}

Result<AnswerSurvey> read_survey(std::string_view body) {
  return read_body<AnswerSurvey>(body, "answers to the survey");
}

Result<ImportMapping> read_import_mapping(std::string_view body) {
  return read_body<ImportMapping>(body, "a mapping");
}

Result<CodeContributions> read_coding(std::string_view body) {
  auto coding = read_body<CodeContributions>(body, "a coding of contributions");
  if (!coding.ok()) return coding;
  const CodeContributions& asked = coding.value();
  const int ways =
      (asked.references.empty() ? 0 : 1) + (asked.filter ? 1 : 0) + (asked.all.value_or(false) ? 1 : 0);
  if (ways != 1)
    return malformed("/references",
                     "Name contributions by their references, give a filter, or say all: one of the three.");
  bool narrowed = !asked.filter;
  boost::mp11::mp_for_each<codec::members_of<ContributionFilter>>(
      [&](auto member) { narrowed = narrowed || ((*asked.filter).*member.pointer).has_value(); });
  if (!narrowed) return malformed("/filter", R"(A filter without a condition finds all: say "all": true.)");
  return coding;
}

Result<AskHeld> read_held(std::string_view body) {
  return read_body<AskHeld>(body, "a question about a person");
}

Result<ErasePerson> read_erasure(std::string_view body) {
  return read_body<ErasePerson>(body, "an erasure");
}

}  // namespace full_circle::engagement
