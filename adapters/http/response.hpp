#pragma once
/// An answer before it is bytes. Bodies are shared, so that a kept view is never copied.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace full_circle::http {

namespace media {
inline constexpr std::string_view json = "application/json";
inline constexpr std::string_view problem = "application/problem+json";
inline constexpr std::string_view yaml = "application/yaml";
inline constexpr std::string_view text = "text/plain; charset=utf-8";
inline constexpr std::string_view metrics = "text/plain; version=0.0.4; charset=utf-8";
inline constexpr std::string_view events = "text/event-stream";
inline constexpr std::string_view csv = "text/csv; charset=utf-8";
inline constexpr std::string_view xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
inline constexpr std::string_view pdf = "application/pdf";
inline constexpr std::string_view form = "application/x-www-form-urlencoded";
inline constexpr std::string_view form_with_files = "multipart/form-data";
inline constexpr std::string_view html = "text/html; charset=utf-8";
inline constexpr std::string_view calendar = "text/calendar; charset=utf-8";
}  // namespace media

/// What may keep the answer, and what a page in it may load. `reader`: a page for one person, kept nowhere;
/// its address may be a secret and is given to no other site.
enum class Audience { caller, everyone, reader };

struct Response {
  unsigned status = 200;
  std::string_view content_type = media::json;  ///< static text
  std::shared_ptr<const std::string> body;      ///< null: none
  std::string headers;                          ///< further lines, each ending in CRLF
  Audience audience = Audience::caller;

  /// In place of an earlier one of that name. Control characters in the value are dropped: nothing a caller
  /// sent can start another line.
  Response& with(std::string_view name, std::string_view value);
  std::size_t length() const { return body ? body->size() : 0; }
};

Response json_response(std::string body, unsigned status = 200);
Response json_response(std::shared_ptr<const std::string> body, unsigned status = 200);
/// For one reader.
Response html_response(std::string body, unsigned status = 200);
/// "See other": where to go on after a form was sent.
Response see_other(std::string_view location);
/// No body at all: 204, 304, redirects.
Response empty_response(unsigned status);

enum class Afterwards { keep_open, close };
/// How much of the answer is sent.
enum class Extent { whole, head_only };

/// What every head of the moment shares.
struct HeadLines {
  std::string_view date_line;  ///< "Date: …\r\n"
  std::string_view request_id;
  Afterwards afterwards = Afterwards::keep_open;
  int minor_version = 1;
};
/// Writes status line and headers to `out`, replacing what was in it.
void write_head(std::string& out, const Response& response, const HeadLines& lines);
/// As write_head, for an answer that goes on until the connection ends.
void write_stream_head(std::string& out, const HeadLines& lines);

std::string_view reason_phrase(unsigned status);

/// `"31"`, the strong validator of a project's version.
std::string version_tag(std::int64_t version);

}  // namespace full_circle::http
