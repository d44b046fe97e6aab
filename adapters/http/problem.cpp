#include "adapters/http/problem.hpp"

#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

namespace full_circle::http {

namespace json = boost::json;

namespace {

/// Status, name in the type, title.
struct Face {
  unsigned status;
  std::string_view name;
  std::string_view title;
};

Face face_of(Reason reason) {
  switch (reason) {
    case Reason::malformed:
      return {400, "malformed", "The request does not fit"};
    case Reason::unidentified:
      return {401, "unidentified", "Nobody is signed in"};
    case Reason::not_permitted:
      return {403, "not-permitted", "Not allowed for this caller"};
    case Reason::unknown:
      return {404, "unknown", "Not found"};
    case Reason::out_of_turn:
      return {409, "out-of-turn", "Not possible from here"};
    case Reason::stale:
      return {412, "stale", "It has changed in the meantime"};
    case Reason::not_ready:
      return {422, "not-ready", "Something has to be done first"};
    case Reason::too_large:
      return {413, "too-large", "Too large"};
    case Reason::too_many:
      return {429, "too-many", "Too many at once"};
  }
  throw std::logic_error("a reason without a status");
}

Face face_of(Fault fault) {
  switch (fault) {
    case Fault::bad_request:
      return {400, "malformed", "The request does not fit"};
    case Fault::no_route:
      return {404, "no-route", "There is nothing at this address"};
    case Fault::method_not_allowed:
      return {405, "method-not-allowed", "This address does not take that method"};
    case Fault::not_acceptable:
      return {406, "not-acceptable", "No format that the caller accepts"};
    case Fault::timed_out:
      return {408, "timed-out", "The request took too long to arrive"};
    case Fault::body_too_large:
      return {413, "too-large", "Too large"};
    case Fault::target_too_long:
      return {414, "target-too-long", "The address is too long"};
    case Fault::unsupported_media_type:
      return {415, "unsupported-media-type", "This format is not understood"};
    case Fault::expectation_failed:
      return {417, "expectation-failed", "The expectation cannot be met"};
    case Fault::header_too_large:
      return {431, "header-too-large", "The header is too large"};
    case Fault::broken:
      return {500, "broken", "Something went wrong here"};
    case Fault::not_implemented:
      return {501, "not-implemented", "This is not supported"};
    case Fault::unavailable:
      return {503, "unavailable", "Not available right now"};
    case Fault::too_many_streams:
      return {429, "too-many", "Too many at once"};
  }
  throw std::logic_error("a fault without a status");
}

json::array errors_json(const std::vector<FieldProblem>& fields) {
  json::array errors;
  for (const FieldProblem& field : fields) {
    errors.push_back(json::object{{"field", field.field}, {"message", field.message}});
  }
  return errors;
}

json::object document(const Face& face, std::string_view detail, std::string_view request_id) {
  json::object document;
  document["type"] = "urn:full-circle:problem:" + std::string(face.name);
  document["title"] = face.title;
  document["status"] = face.status;
  document["detail"] = detail.empty() ? face.title : detail;
  document["instance"] = "urn:full-circle:request:" + std::string(request_id);
  document["request_id"] = request_id;
  return document;
}

Response rendered(const Face& face, const json::object& document) {
  Response response = json_response(json::serialize(document), face.status);
  response.content_type = media::problem;
  if (face.status == 429 || face.status == 503) response.with("Retry-After", "1");
  return response;
}

}  // namespace

unsigned status_of(Reason reason) {
  return face_of(reason).status;
}

Response problem(const Refusal& refusal, std::string_view request_id) {
  const Face face = face_of(refusal.reason);
  json::object body = document(face, refusal.message, request_id);
  if (!refusal.fields.empty()) body["errors"] = errors_json(refusal.fields);
  if (!refusal.requirements.empty()) {
    json::array requirements;
    for (const Requirement& requirement : refusal.requirements) {
      requirements.push_back(engagement::requirement_json(requirement));
    }
    body["requirements"] = std::move(requirements);
  }
  if (!refusal.allowed.empty() || refusal.reason == Reason::out_of_turn) {
    body["allowed"] = json::array(refusal.allowed.begin(), refusal.allowed.end());
  }
  return rendered(face, body);
}

Response problem(Fault fault, std::string_view detail, std::string_view request_id,
                 const std::vector<FieldProblem>& errors) {
  const Face face = face_of(fault);
  json::object body = document(face, detail, request_id);
  if (!errors.empty()) body["errors"] = errors_json(errors);
  return rendered(face, body);
}

Response unidentified(std::string_view request_id) {
  Response response =
      problem(Refusal{.reason = Reason::unidentified,
                      .message = "Send an API key that is in force: \"Authorization: Bearer fc_…\"."},
              request_id);
  response.with("WWW-Authenticate", "Bearer realm=\"full-circle\"");
  return response;
}

Refusal unknown(std::string_view what) {
  return Refusal{.reason = Reason::unknown, .message = "There is no such " + std::string(what) + "."};
}

}  // namespace full_circle::http
