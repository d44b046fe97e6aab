#include "adapters/notifier/message.hpp"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
#include <gmime/gmime.h>

#include <memory>
#include <mutex>
#include <stdexcept>

namespace full_circle::notifier {

namespace {

// No pictures, no tracking, no colours of our own: it has to read well in any program, light or dark.
constexpr const char* k_html = R"({{%AUTOESCAPE context="HTML"}}<!doctype html>
<html lang="{{LANGUAGE}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{SUBJECT}}</title></head>
<body>
<h1>{{SUBJECT}}</h1>
{{#PARAGRAPH}}<p>{{#LINE}}{{TEXT}}{{#LINE_separator}}<br>
{{/LINE_separator}}{{/LINE}}</p>
{{/PARAGRAPH}}{{#LINK}}<p><a href="{{URL}}">{{TEXT}}</a></p>
{{/LINK}}<p><small>Sent automatically by {{COUNCIL}}.{{#WHY}} {{TEXT}}{{/WHY}}{{#STOP}}
<a href="{{URL}}">Stop these messages</a>{{/STOP}}</small></p>
</body>
</html>
)";

struct Unreference {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Object = std::unique_ptr<T, Unreference>;

void start_gmime_once() {
  static std::once_flag once;
  std::call_once(once, g_mime_init);
}

std::string text_body(const Notice& notice, const MailOptions& options, const Standing& standing) {
  std::string body;
  for (const auto& paragraph : notice.paragraphs) body += paragraph + "\n\n";
  if (!notice.link_url.empty()) body += notice.link_text + ":\n" + notice.link_url + "\n\n";
  body += "-- \nSent automatically by " + options.council_name + ".\n";
  if (!standing.why.empty()) body += standing.why + "\n";
  if (!standing.stop_url.empty()) body += "To stop these messages:\n" + standing.stop_url + "\n";
  return body;
}

std::string html_body(const Notice& notice, const MailOptions& options, const Standing& standing) {
  ctemplate::TemplateCache cache;
  if (!cache.StringToTemplateCache("message", k_html, ctemplate::DO_NOT_STRIP)) {
    throw std::logic_error("the message template does not parse");
  }
  ctemplate::TemplateDictionary top("message");
  top.SetValue("LANGUAGE", options.language);
  top.SetValue("SUBJECT", notice.subject);
  top.SetValue("COUNCIL", options.council_name);
  for (const auto& text : notice.paragraphs) {
    auto* paragraph = top.AddSectionDictionary("PARAGRAPH");
    for (std::size_t from = 0; from <= text.size();) {
      const auto end = std::min(text.find('\n', from), text.size());
      paragraph->AddSectionDictionary("LINE")->SetValue("TEXT", text.substr(from, end - from));
      from = end + 1;
    }
  }
  if (!notice.link_url.empty()) {
    auto* link = top.AddSectionDictionary("LINK");
    link->SetValue("URL", notice.link_url);
    link->SetValue("TEXT", notice.link_text);
  }
  if (!standing.why.empty()) top.AddSectionDictionary("WHY")->SetValue("TEXT", standing.why);
  if (!standing.stop_url.empty()) top.AddSectionDictionary("STOP")->SetValue("URL", standing.stop_url);
  std::string out;
  if (!cache.ExpandWithData("message", ctemplate::DO_NOT_STRIP, &top, nullptr, &out)) {
    throw std::logic_error("the message template does not expand");
  }
  return out;
}

Object<GMimeTextPart> part(const char* subtype, const std::string& text) {
  Object<GMimeTextPart> out(g_mime_text_part_new_with_subtype(subtype));
  g_mime_text_part_set_charset(out.get(), "utf-8");
  g_mime_text_part_set_text(out.get(), text.c_str());
  // Text that happens to be ASCII would be called so, and a program could answer in something smaller than
  // UTF-8.
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(out.get()), "charset", "utf-8");
  g_mime_part_set_content_encoding(GMIME_PART(out.get()), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return out;
}

/// For a calendar program (RFC 6047 s 2.4): the last alternative, which is the one such a program prefers.
Object<GMimePart> calendar_part(const NoticeInvitation& invitation, const Address& to,
                                const MailOptions& options) {
  const bool request = invitation.method == shared::Invitation::Method::request;
  const std::string text =
      shared::to_icalendar(invitation.entry, {.method = invitation.method,
                                              .organizer = {options.from_name, options.from_address},
                                              .attendee = {to.name, to.email}});
  Object<GMimePart> out(g_mime_part_new_with_type("text", "calendar"));
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(out.get()), "method", request ? "REQUEST" : "CANCEL");
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(out.get()), "charset", "utf-8");
  const Object<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(text.data(), text.size()));
  const Object<GMimeDataWrapper> content(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(out.get(), content.get());
  g_mime_part_set_content_encoding(out.get(), GMIME_CONTENT_ENCODING_BASE64);  // its line ends stay its own
  return out;
}

/// The same in text and in HTML, and for calendars where there is an invitation.
Object<GMimeMultipart> alternatives(const Notice& notice, const Address& to, const MailOptions& options,
                                    const Standing& standing, GMimeTextPart* text,
                                    const std::string& boundary) {
  Object<GMimeMultipart> body(g_mime_multipart_new_with_subtype("alternative"));
  g_mime_multipart_set_boundary(body.get(), boundary.c_str());
  const auto html = part("html", html_body(notice, options, standing));
  g_mime_multipart_add(body.get(), GMIME_OBJECT(text));
  g_mime_multipart_add(body.get(), GMIME_OBJECT(html.get()));
  if (notice.invitation) {
    const auto calendar = calendar_part(*notice.invitation, to, options);
    g_mime_multipart_add(body.get(), GMIME_OBJECT(calendar.get()));
  }
  return body;
}

void set_plain_header(GMimeMessage* message, const char* name, const std::string& value) {
  g_mime_header_list_append(GMIME_OBJECT(message)->headers, name, value.c_str(), "utf-8");
  GMimeHeader* header = g_mime_header_list_get_header(GMIME_OBJECT(message)->headers, name);
  g_mime_header_set_raw_value(header, (" " + value + "\n").c_str());
}

}  // namespace

std::string compose(const Notice& notice, const Address& to, const MailOptions& options, std::string_view key,
                    Instant now, const Standing& standing) {
  start_gmime_once();
  const std::string hash = delivery_hash(key, to.email);
  const Object<GMimeMessage> message(g_mime_message_new(TRUE));
  g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, options.from_name.c_str(),
                             options.from_address.c_str());
  g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO,
                             to.name.empty() ? nullptr : to.name.c_str(), to.email.c_str());
  g_mime_message_set_subject(message.get(), notice.subject.c_str(), "utf-8");
  g_mime_message_set_message_id(message.get(), (hash + "@" + domain_of(options.from_address)).c_str());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> date(
      g_date_time_new_from_unix_utc(static_cast<gint64>(seconds)), &g_date_time_unref);
  g_mime_message_set_date(message.get(), date.get());
  // Nobody's holiday reply should come back to the council (RFC 3834).
  g_mime_object_set_header(GMIME_OBJECT(message.get()), "Auto-Submitted", "auto-generated", "utf-8");
  if (!standing.stop_url.empty()) {
    // Not folded or encoded: mail programs look for exactly this (RFC 8058 s 3).
    set_plain_header(message.get(), "List-Unsubscribe", "<" + standing.stop_url + ">");
    set_plain_header(message.get(), "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }

  const auto text = part("plain", text_body(notice, options, standing));
  if (notice.form == Notice::Form::text_alone) {
    g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(text.get()));
  } else {
    const auto all = alternatives(notice, to, options, standing, text.get(), "=_" + hash);
    g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(all.get()));
  }

  const std::unique_ptr<GMimeFormatOptions, decltype(&g_mime_format_options_free)> format(
      g_mime_format_options_new(), &g_mime_format_options_free);
  g_mime_format_options_set_newline_format(format.get(), GMIME_NEWLINE_FORMAT_DOS);
  const std::unique_ptr<char, decltype(&g_free)> written(
      g_mime_object_to_string(GMIME_OBJECT(message.get()), format.get()), &g_free);
  if (!written) throw std::runtime_error("the message cannot be written");
  return written.get();
}

}  // namespace full_circle::notifier
