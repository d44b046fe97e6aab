#include "adapters/http/multipart.hpp"

#include "adapters/http/text.hpp"

#include <gmime/gmime.h>

#include <memory>
#include <mutex>

namespace full_circle::http {

namespace {

constexpr int parts_max = 500;

struct Unreference {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Object = std::unique_ptr<T, Unreference>;

struct FreeOptions {
  void operator()(GMimeParserOptions* options) const { g_mime_parser_options_free(options); }
};
using Options = std::unique_ptr<GMimeParserOptions, FreeOptions>;

void start_gmime_once() {
  static std::once_flag once;
  std::call_once(once, g_mime_init);
}

/// Names of files come in plain UTF-8, which no mail would have.
Options utf8_options() {
  Options options(g_mime_parser_options_new());
  const char* charsets[] = {"utf-8", nullptr};
  g_mime_parser_options_set_fallback_charsets(options.get(), charsets);
  return options;
}

std::string text_or_empty(const char* text) {
  return text ? text : "";
}

std::string written(GMimeStream* stream) {
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

/// What stands in it. A message or another multipart within is no field of a form, but may be a file.
std::string content_of(GMimeObject* object) {
  const Object<GMimeStream> out(g_mime_stream_mem_new());
  if (GMIME_IS_PART(object)) {
    GMimeDataWrapper* content = g_mime_part_get_content(GMIME_PART(object));
    if (content) g_mime_data_wrapper_write_to_stream(content, out.get());
  } else {
    g_mime_object_write_content_to_stream(object, nullptr, out.get());
  }
  return written(out.get());
}

std::optional<SentPart> part_of(GMimeObject* object) {
  GMimeContentDisposition* disposition = g_mime_object_get_content_disposition(object);
  const std::string kind = text_or_empty(g_mime_object_get_disposition(object));
  if (!disposition || !equal_ignoring_case(kind, "form-data")) return std::nullopt;
  SentPart part;
  part.name = text_or_empty(g_mime_content_disposition_get_parameter(disposition, "name"));
  if (const char* file = g_mime_content_disposition_get_parameter(disposition, "filename"))
    part.file_name = file;
  part.content = content_of(object);
  return part;
}

Object<GMimeObject> parsed(std::string_view content_type, std::string_view body) {
  // A header of our own before it makes a message of it.
  std::string whole = "Content-Type: " + std::string(content_type) + "\r\n\r\n";
  whole += body;
  const Object<GMimeStream> in(g_mime_stream_mem_new_with_buffer(whole.data(), whole.size()));
  const Object<GMimeParser> parser(g_mime_parser_new_with_stream(in.get()));
  const Options options = utf8_options();
  return Object<GMimeObject>(g_mime_parser_construct_part(parser.get(), options.get()));
}

/// GMime makes an object of every part, of parts within parts too, before they can be counted: a body of
/// nothing but boundaries would take a hundred times its size.
bool too_many_boundaries(std::string_view body) {
  constexpr std::size_t lines_max = 10'000;  // text that is sent may have such lines as well
  std::size_t lines = 0;
  for (auto at = body.find("\n--"); at != std::string_view::npos; at = body.find("\n--", at + 3))
    if (++lines > lines_max) return true;
  return false;
}

}  // namespace

std::optional<std::vector<SentPart>> read_multipart(std::string_view content_type, std::string_view body) {
  if (content_type.find_first_of("\r\n") != std::string_view::npos || too_many_boundaries(body))
    return std::nullopt;
  start_gmime_once();
  const Object<GMimeObject> object = parsed(content_type, body);
  if (!object || !GMIME_IS_MULTIPART(object.get())) return std::nullopt;
  GMimeMultipart* multipart = GMIME_MULTIPART(object.get());
  const int count = g_mime_multipart_get_count(multipart);
  if (count > parts_max) return std::nullopt;
  std::vector<SentPart> parts;
  for (int index = 0; index < count; ++index) {
    auto part = part_of(g_mime_multipart_get_part(multipart, index));
    if (!part) return std::nullopt;
    parts.push_back(std::move(*part));
  }
  return parts;
}

}  // namespace full_circle::http
