#include "adapters/http/response.hpp"

#include "adapters/http/compiled_once.hpp"

#include <boost/beast/http/status.hpp>

#include <charconv>

namespace full_circle::http {

namespace {

constexpr std::string_view for_a_caller =
    "Cache-Control: private, no-cache\r\n"
    "Vary: Authorization\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";

constexpr std::string_view for_everyone =
    "Cache-Control: public, max-age=60\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: strict-origin-when-cross-origin\r\n"
    "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'\r\n";

constexpr std::string_view for_a_reader =
    "Cache-Control: private, no-store\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Robots-Tag: noindex\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'\r\n";

std::string_view lines_for(Audience audience) {
  switch (audience) {
    case Audience::caller:
      return for_a_caller;
    case Audience::everyone:
      return for_everyone;
    case Audience::reader:
      return for_a_reader;
  }
  return for_a_caller;
}

void append_number(std::string& out, std::size_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

void write_status_line(std::string& out, unsigned status, int minor_version) {
  out = minor_version == 0 ? "HTTP/1.0 " : "HTTP/1.1 ";
  append_number(out, status);
  out += ' ';
  out += reason_phrase(status);
  out += "\r\n";
}

void append_shared(std::string& out, const HeadLines& lines) {
  out += lines.date_line;
  out += "X-Request-Id: ";
  out += lines.request_id;
  out += "\r\n";
  if (lines.afterwards == Afterwards::close) {
    out += "Connection: close\r\n";
  } else if (lines.minor_version == 0) {
    out += "Connection: keep-alive\r\n";
  }
}

}  // namespace

Response& Response::with(std::string_view name, std::string_view value) {
  const std::string begins = std::string(name) + ": ";
  auto line = headers.find(begins);
  while (line != std::string::npos && line > 0 && headers[line - 1] != '\n')
    line = headers.find(begins, line + 1);
  if (line != std::string::npos) headers.erase(line, headers.find('\n', line) + 1 - line);
  headers += begins;
  for (const char c : value) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) headers += c;
  }
  headers += "\r\n";
  return *this;
}

Response json_response(std::string body, unsigned status) {
  return json_response(std::make_shared<const std::string>(std::move(body)), status);
}

Response json_response(std::shared_ptr<const std::string> body, unsigned status) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response html_response(std::string body, unsigned status) {
  Response response = json_response(std::move(body), status);
  response.content_type = media::html;
  response.audience = Audience::reader;
  return response;
}

Response see_other(std::string_view location) {
  Response response = empty_response(303);
  response.audience = Audience::reader;
  return response.with("Location", location);
}

Response empty_response(unsigned status) {
  Response response;
  response.status = status;
  return response;
}

void write_head(std::string& out, const Response& response, const HeadLines& lines) {
  write_status_line(out, response.status, lines.minor_version);
  append_shared(out, lines);
  if (response.body) {
    out += "Content-Type: ";
    out += response.content_type;
    out += "\r\n";
  }
  if (response.status != 204 && response.status != 304) {
    out += "Content-Length: ";
    append_number(out, response.length());
    out += "\r\n";
  }
  out += lines_for(response.audience);
  out += response.headers;
  out += "\r\n";
}

void write_stream_head(std::string& out, const HeadLines& lines) {
  write_status_line(out, 200, lines.minor_version);
  append_shared(out, lines);
  out += "Content-Type: ";
  out += media::events;
  out += "\r\nX-Accel-Buffering: no\r\n";
  out += for_a_caller;
  out += "\r\n";
}

std::string_view reason_phrase(unsigned status) {
  const auto phrase = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
  return {phrase.data(), phrase.size()};
}

std::string version_tag(std::int64_t version) {
  return '"' + std::to_string(version) + '"';
}

}  // namespace full_circle::http
