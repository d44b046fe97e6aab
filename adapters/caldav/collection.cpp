#include "adapters/caldav/collection.hpp"

#include "adapters/caldav/multistatus.hpp"

namespace full_circle::caldav {

namespace {

using shared::OutboundReply;

Answer given_up(const std::string& reason) {
  return {.kind = Answer::Kind::failed, .text = {}, .etag = {}, .failure = Delivered::give_up(reason)};
}
Answer later(const std::string& reason) {
  return {.kind = Answer::Kind::failed, .text = {}, .etag = {}, .failure = Delivered::retry(reason)};
}

/// A status that is neither success nor one of the two that say something about a resource.
Answer refused(long status) {
  const std::string with = " (" + std::to_string(status) + ").";
  if (status == 401) return given_up("The calendar server does not accept our sign-in" + with);
  if (status == 403) return given_up("The calendar server does not let us write to this calendar" + with);
  if (status == 404 || status == 409 || status == 410)
    return given_up("There is no calendar at the address in the settings" + with);
  if (status >= 300 && status < 400)
    return given_up("The calendar has moved to another address: set caldav.url to it" + with);
  if (status == 423 || status == 429 || status >= 500)
    return later("The calendar server cannot take an entry right now" + with);
  return given_up("The calendar server refuses an entry" + with);
}

}  // namespace

Collection::Collection(std::string url, shared::OutboundOptions options)
    : m_url(std::move(url)), m_options(std::move(options)) {
  if (!m_url.ends_with('/')) m_url += '/';
}

Answer Collection::answered(const OutboundReply& reply) const {
  if (reply.kind == OutboundReply::Kind::away) return later("Calendar server: " + reply.problem);
  if (reply.kind != OutboundReply::Kind::answered) return given_up("Calendar server: " + reply.problem);
  const bool multistatus = reply.status == 207;
  const long status = multistatus ? worst_status(reply.body) : reply.status;
  if (status == 412) return {.kind = Answer::Kind::changed};
  if (status < 200 || status >= 300) return refused(status);
  return {.kind = Answer::Kind::good, .text = reply.body, .etag = reply.etag, .failure = {}};
}

Answer Collection::get(const std::string& name) const {
  shared::OutboundRequest request;
  request.url = m_url + name;
  const auto reply = shared::ask(request, m_options);
  const bool answered_it = reply.kind == OutboundReply::Kind::answered;
  if (answered_it && (reply.status == 404 || reply.status == 410)) return {.kind = Answer::Kind::absent};
  return answered(reply);
}

Answer Collection::put(const std::string& name, const std::string& text, const std::string& etag) const {
  shared::OutboundRequest request;
  request.method = "PUT";
  request.url = m_url + name;
  request.body = text;
  request.headers = {{"Content-Type", "text/calendar; charset=utf-8"}};
  if (etag.empty()) {
    request.headers.emplace_back("If-None-Match", "*");
  } else {
    request.headers.emplace_back("If-Match", etag);
  }
  return answered(shared::ask(request, m_options));
}

}  // namespace full_circle::caldav
