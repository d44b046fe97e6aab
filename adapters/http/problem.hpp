#pragma once
/// Problem documents (RFC 9457). problem.cpp alone maps a Reason to a status code.

#include "adapters/http/response.hpp"
#include "engine/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::http {

unsigned status_of(Reason reason);

/// Why a command or a reading was turned down; `instance` is the request id.
Response problem(const Refusal& refusal, std::string_view request_id);

/// What is wrong with a request before anybody looked at what it asks.
enum class Fault {
  bad_request,
  no_route,
  method_not_allowed,
  not_acceptable,
  timed_out,
  body_too_large,
  target_too_long,
  unsupported_media_type,
  expectation_failed,
  header_too_large,
  broken,
  not_implemented,
  unavailable,
  too_many_streams,
};
Response problem(Fault fault, std::string_view detail, std::string_view request_id,
                 const std::vector<FieldProblem>& errors = {});

/// 401 with the challenge that RFC 6750 asks for.
Response unidentified(std::string_view request_id);
/// The same words for what is not there and for what the caller may not know of.
Refusal unknown(std::string_view what);

}  // namespace full_circle::http
