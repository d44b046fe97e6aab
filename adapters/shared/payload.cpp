#include "adapters/shared/payload.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace full_circle::shared {

namespace json = boost::json;

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

bool is_slug_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

std::string escaped_pointer(std::string_view key) {
  std::string out;
  for (char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string clean_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0u;
    const auto third = i + 2 < text.size() ? static_cast<unsigned char>(text[i + 2]) : 0u;
    if (byte == '\r') {
      if (next != '\n') out += '\n';
    } else if ((byte < 0x20 && byte != '\n') || byte == 0x7F) {
      out += ' ';
    } else if (byte == 0xC2 && next >= 0x80 && next <= 0x9F) {  // C1 controls
      out += ' ';
      ++i;
    } else if (byte == 0xE2 && next == 0x80 &&
               (third == 0xA8 || third == 0xA9)) {  // line, paragraph separator
      out += '\n';
      i += 2;
    } else if (byte == 0xEF && next == 0xBF && (third == 0xBE || third == 0xBF)) {  // U+FFFE, U+FFFF
      out += k_replacement;
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string clean_line(std::string_view text) {
  std::string out = clean_text(text);
  std::replace(out.begin(), out.end(), '\n', ' ');
  const auto first = out.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return out.substr(first, out.find_last_not_of(' ') - first + 1);
}

const json::value* Fields::find(std::string_view key) const {
  const auto* value = m_object->if_contains(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

bool Fields::has(std::string_view key) const {
  return find(key) != nullptr;
}

void Fields::problem(std::string_view key, std::string message) {
  m_problems->push_back({m_pointer + "/" + escaped_pointer(key), std::move(message)});
}

std::string Fields::text(std::string_view key) {
  if (find(key) == nullptr) {
    problem(key, "is missing");
    return {};
  }
  return text_or_empty(key);
}

std::string Fields::text_or_empty(std::string_view key) {
  const auto* value = find(key);
  if (value == nullptr) return {};
  const auto* string = value->if_string();
  if (string == nullptr) {
    problem(key, "is not text");
    return {};
  }
  return clean_text({string->data(), string->size()});
}

std::string Fields::line(std::string_view key) {
  return clean_line(text(key));
}

std::string Fields::line_or_empty(std::string_view key) {
  return clean_line(text_or_empty(key));
}

std::string Fields::line_required(std::string_view key) {
  const auto before = m_problems->size();
  std::string out = line(key);
  if (out.empty() && m_problems->size() == before) problem(key, "is empty");
  return out;
}

std::vector<std::string> Fields::texts(std::string_view key) {
  const auto* value = find(key);
  if (value == nullptr) return {};
  const auto* array = value->if_array();
  if (array == nullptr) {
    problem(key, "is not a list");
    return {};
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const auto* string = (*array)[i].if_string();
    if (string == nullptr) {
      m_problems->push_back(
          {m_pointer + "/" + escaped_pointer(key) + "/" + std::to_string(i), "is not text"});
      continue;
    }
    out.push_back(clean_text({string->data(), string->size()}));
  }
  return out;
}

std::int64_t Fields::number(std::string_view key, std::int64_t least, std::int64_t most) {
  const auto* value = find(key);
  if (value == nullptr) {
    problem(key, "is missing");
    return least;
  }
  json::error_code error;
  const auto out = value->to_number<std::int64_t>(error);
  if (!value->is_number() || error) {
    problem(key, "is not a whole number");
    return least;
  }
  if (out < least || out > most) {
    problem(key, "is not between " + std::to_string(least) + " and " + std::to_string(most));
    return least;
  }
  return out;
}

std::int64_t Fields::number_or(std::string_view key, std::int64_t otherwise) {
  return has(key) ? number(key, 0, std::int64_t{1} << 53) : otherwise;
}

bool Fields::flag(std::string_view key) {
  if (!has(key)) problem(key, "is missing");
  return flag_or(key, false);
}

bool Fields::flag_or(std::string_view key, bool otherwise) {
  const auto* value = find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_bool()) {
    problem(key, "is neither true nor false");
    return otherwise;
  }
  return value->get_bool();
}

std::string Fields::one_of(std::string_view key, std::initializer_list<std::string_view> allowed) {
  const auto before = m_problems->size();
  std::string out = line(key);
  if (m_problems->size() != before) return {};
  if (std::find(allowed.begin(), allowed.end(), out) == allowed.end()) {
    std::string message = "is none of";
    for (auto word : allowed) message += " " + std::string(word);
    problem(key, message);
    return {};
  }
  return out;
}

std::string Fields::slug(std::string_view key) {
  const auto before = m_problems->size();
  std::string out = text(key);
  if (m_problems->size() != before) return {};
  const bool fits = !out.empty() && out.size() <= 80 && out.front() != '-' &&
                    std::all_of(out.begin(), out.end(), is_slug_character);
  if (!fits) {
    problem(key, "is not made of 1 to 80 small letters, digits and hyphens");
    return {};
  }
  return out;
}

std::chrono::year_month_day Fields::day(std::string_view key) {
  constexpr std::chrono::year_month_day epoch{std::chrono::year{1970}, std::chrono::month{1},
                                              std::chrono::day{1}};
  const auto before = m_problems->size();
  const std::string out = line(key);
  if (m_problems->size() != before) return epoch;
  const auto parsed = parse_day(out);
  if (!parsed) problem(key, "is not a day written YYYY-MM-DD");
  return parsed.value_or(epoch);
}

Instant Fields::instant(std::string_view key) {
  const auto before = m_problems->size();
  const std::string out = line(key);
  if (m_problems->size() != before) return {};
  const auto parsed = parse_instant(out);
  if (!parsed) problem(key, "is not an instant written as RFC 3339");
  return parsed.value_or(Instant{});
}

std::optional<Fields> Fields::object_or_null(std::string_view key) {
  const auto* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto* inner = value->if_object();
  if (inner == nullptr) {
    problem(key, "is not an object");
    return std::nullopt;
  }
  return Fields(*inner, m_pointer + "/" + escaped_pointer(key), *m_problems);
}

std::optional<Fields> Fields::object(std::string_view key) {
  if (!has(key)) {
    problem(key, "is missing");
    return std::nullopt;
  }
  return object_or_null(key);
}

std::vector<Fields> Fields::objects(std::string_view key) {
  const auto* value = find(key);
  if (value == nullptr) return {};
  const auto* array = value->if_array();
  if (array == nullptr) {
    problem(key, "is not a list");
    return {};
  }
  std::vector<Fields> out;
  for (std::size_t i = 0; i < array->size(); ++i) {
    std::string pointer = m_pointer + "/" + escaped_pointer(key) + "/" + std::to_string(i);
    const auto* inner = (*array)[i].if_object();
    if (inner == nullptr) {
      m_problems->push_back({pointer, "is not an object"});
      continue;
    }
    out.push_back(Fields(*inner, std::move(pointer), *m_problems));
  }
  return out;
}

Payload::Payload(std::string_view text) {
  json::error_code error;
  json::value value = json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object()) {
    m_problems.push_back({"", error ? "is not JSON" : "is not a JSON object"});
    return;
  }
  m_object = std::move(value.get_object());
}

Fields Payload::fields() {
  return {m_object, "", m_problems};
}

Delivered Payload::give_up() const {
  constexpr std::size_t told_max = 10;
  std::string reason = "The payload does not fit: ";
  for (std::size_t i = 0; i < std::min(told_max, m_problems.size()); ++i) {
    if (i != 0) reason += "; ";
    reason += (m_problems[i].field.empty() ? "the whole" : m_problems[i].field) + " " + m_problems[i].message;
  }
  if (m_problems.size() > told_max) {
    reason += "; and " + std::to_string(m_problems.size() - told_max) + " more";
  }
  return Delivered::give_up(reason + ".");
}

bool is_safe_link(std::string_view link) {
  const bool clean = std::all_of(link.begin(), link.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7F && c != '"' && c != '<' && c != '>' && c != '\\';
  });
  if (!clean) return false;
  if (link.starts_with("/")) return !link.starts_with("//");
  std::string scheme(link.substr(0, std::min<std::size_t>(link.size(), 8)));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return (scheme.starts_with("https://") && link.size() > 8) ||
         (scheme.starts_with("http://") && link.size() > 7);
}

std::string absolute_link(std::string_view base_url, std::string_view link) {
  if (!link.starts_with("/")) return std::string(link);
  while (base_url.ends_with("/")) base_url.remove_suffix(1);
  return std::string(base_url) + std::string(link);
}

std::string host_of(std::string_view base_url) {
  if (const auto scheme = base_url.find("://"); scheme != std::string_view::npos) {
    base_url.remove_prefix(scheme + 3);
  }
  base_url = base_url.substr(0, base_url.find_first_of("/?#"));
  if (const auto user = base_url.rfind('@'); user != std::string_view::npos) base_url.remove_prefix(user + 1);
  base_url = base_url.substr(0, base_url.rfind(':'));
  const bool fits = !base_url.empty() && std::all_of(base_url.begin(), base_url.end(), [](char c) {
    return is_slug_character(c) || (c >= 'A' && c <= 'Z') || c == '.';
  });
  return fits ? std::string(base_url) : "localhost";
}

}  // namespace full_circle::shared
