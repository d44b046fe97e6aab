#pragma once
/// Small readings of text that came over the wire. Nothing here trusts its input.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace full_circle::http {

enum class Plus { as_it_is, as_blank };
/// Whether a text may hold tabs and line breaks; a browser's CR LF becomes LF.
enum class Lines { one, many };
/// As it was sent; nothing for a control character or invalid UTF-8.
std::optional<std::string> plain_text(std::string text, Lines lines);
/// The same of a text that is percent-encoded; nothing for a broken escape either.
std::optional<std::string> percent_decoded(std::string_view text, Plus plus, Lines lines = Lines::one);
bool is_utf8(std::string_view text);

using QueryPairs = std::vector<std::pair<std::string, std::string>>;
/// "a=1&b=two+words"; nothing when a part cannot be decoded.
std::optional<QueryPairs> read_query(std::string_view query, Lines lines = Lines::one);

/// Digits only, no sign, no blanks, and it fits.
std::optional<std::int64_t> read_number(std::string_view text);
/// [A-Za-z0-9._-]{1,64}: what may be an id in a path or a request id in a log.
bool is_plain_id(std::string_view text);
/// 1 to `longest` characters from '!' to '~'.
bool is_visible_ascii(std::string_view text, std::size_t longest);

/// Whether an Accept header lets one of these media types through. An empty header accepts everything.
bool accepts(std::string_view accept, const std::vector<std::string_view>& produced);
/// application/json or application/…+json, with no charset but UTF-8.
bool is_json_media_type(std::string_view content_type);
/// Whether a list of entity tags (If-None-Match) holds this one; compares weakly, and "*" holds all.
bool tag_listed(std::string_view tags, std::string_view tag);
/// The whole text without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);
bool equal_ignoring_case(std::string_view left, std::string_view right);

/// open_branch as it stands in a path: open-branch.
std::string kebab_case(std::string_view snake_case);

}  // namespace full_circle::http
