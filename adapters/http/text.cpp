#include "adapters/http/text.hpp"

#include <boost/url/grammar/ci_string.hpp>
#include <boost/url/pct_string_view.hpp>

#include <algorithm>
#include <charconv>

namespace full_circle::http {

namespace {

namespace urls = boost::urls;

/// Bytes of the sequence that starts here, or 0.
std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const auto follows = [&](std::size_t at) { return at < text.size() && (byte(at) & 0xc0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    if (!follows(1) || !follows(2)) return 0;
    const bool overlong = first == 0xe0 && byte(1) < 0xa0;
    const bool surrogate = first == 0xed && byte(1) > 0x9f;
    return overlong || surrogate ? 0 : 3;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    const bool outside = (first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) > 0x8f);
    return outside ? 0 : 4;
  }
  return 0;
}

/// Walks a comma-separated header.
template <class Each>
void each_listed(std::string_view header, const Each& each) {
  while (!header.empty()) {
    const std::size_t comma = header.find(',');
    const std::string_view part = trimmed(header.substr(0, comma));
    if (!part.empty()) each(part);
    if (comma == std::string_view::npos) return;
    header.remove_prefix(comma + 1);
  }
}

bool is_refused(std::string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return false;
  const std::string_view weight = trimmed(parameters.substr(at + 2));
  return weight.find_first_not_of("0.") == std::string_view::npos && weight.starts_with('0');
}

bool range_holds(std::string_view range, std::string_view media_type) {
  if (range == "*/*") return true;
  if (range.ends_with("/*")) return media_type.starts_with(range.substr(0, range.size() - 1));
  return equal_ignoring_case(range, media_type);
}

}  // namespace

std::optional<std::string> plain_text(std::string text, Lines lines) {
  if (lines == Lines::many) std::erase(text, '\r');
  const auto allowed = [&](char c) { return lines == Lines::many && (c == '\n' || c == '\t'); };
  const bool control = std::any_of(text.begin(), text.end(), [&](char c) {
    return (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) && !allowed(c);
  });
  if (control || !is_utf8(text)) return std::nullopt;
  return text;
}

std::optional<std::string> percent_decoded(std::string_view text, Plus plus, Lines lines) {
  std::string decoded;
  if (text.find('%') == std::string_view::npos) {
    decoded = text;
    if (plus == Plus::as_blank) std::replace(decoded.begin(), decoded.end(), '+', ' ');
  } else {
    const auto escaped = urls::make_pct_string_view({text.data(), text.size()});
    if (!escaped) return std::nullopt;
    urls::encoding_opts options;
    options.space_as_plus = plus == Plus::as_blank;
    decoded = escaped->decode(options);
  }
  return plain_text(std::move(decoded), lines);
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::optional<QueryPairs> read_query(std::string_view query, Lines lines) {
  QueryPairs pairs;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view part = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    auto name = percent_decoded(part.substr(0, equals), Plus::as_blank);
    auto value = equals == std::string_view::npos
                     ? std::optional<std::string>("")
                     : percent_decoded(part.substr(equals + 1), Plus::as_blank, lines);
    if (!name || !value) return std::nullopt;
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

std::optional<std::int64_t> read_number(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{}) return std::nullopt;
  return number;
}

bool is_plain_id(std::string_view text) {
  constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  return !text.empty() && text.size() <= 64 && text.find_first_not_of(allowed) == std::string_view::npos;
}

bool is_visible_ascii(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool accepts(std::string_view accept, const std::vector<std::string_view>& produced) {
  if (trimmed(accept).empty()) return true;
  bool let_through = false;
  each_listed(accept, [&](std::string_view part) {
    const std::size_t semicolon = part.find(';');
    if (semicolon != std::string_view::npos && is_refused(part.substr(semicolon + 1))) return;
    const std::string_view range = trimmed(part.substr(0, semicolon));
    for (const std::string_view media_type : produced) {
      if (media_type == "*/*" || range_holds(range, trimmed(media_type.substr(0, media_type.find(';')))))
        let_through = true;
    }
  });
  return let_through;
}

bool is_json_media_type(std::string_view content_type) {
  const std::size_t semicolon = content_type.find(';');
  const std::string_view type = trimmed(content_type.substr(0, semicolon));
  constexpr std::string_view prefix = "application/";
  if (type.size() <= prefix.size() || !equal_ignoring_case(type.substr(0, prefix.size()), prefix))
    return false;
  const bool json = equal_ignoring_case(type, "application/json");
  const bool structured = type.size() > 5 && equal_ignoring_case(type.substr(type.size() - 5), "+json");
  if (!json && !structured) return false;
  if (semicolon == std::string_view::npos) return true;
  const std::string_view parameter = trimmed(content_type.substr(semicolon + 1));
  constexpr std::string_view charset = "charset=";
  if (parameter.size() < charset.size() ||
      !equal_ignoring_case(parameter.substr(0, charset.size()), charset)) {
    return true;
  }
  const std::string_view named = parameter.substr(charset.size());
  return equal_ignoring_case(named, "utf-8") || equal_ignoring_case(named, "\"utf-8\"");
}

bool tag_listed(std::string_view tags, std::string_view tag) {
  bool listed = false;
  each_listed(tags, [&](std::string_view part) {
    if (part.starts_with("W/")) part.remove_prefix(2);
    if (part == "*" || part == tag) listed = true;
  });
  return listed;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return urls::grammar::ci_is_equal(boost::core::string_view(left.data(), left.size()),
                                    boost::core::string_view(right.data(), right.size()));
}

std::string kebab_case(std::string_view snake_case) {
  std::string text(snake_case);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

}  // namespace full_circle::http
