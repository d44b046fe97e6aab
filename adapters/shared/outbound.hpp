#pragma once
/// Asking other people's web servers (RFC 9110), through libcurl: bounded in time and size, http and https
/// only, and not inside the council's own network unless the settings say so.

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

struct sockaddr;

namespace full_circle::shared {

/// Whether addresses that only this machine or this network can reach may be spoken to.
enum class PrivateAddresses { refuse, allow };

struct OutboundOptions {
  PrivateAddresses private_addresses = PrivateAddresses::refuse;
  std::chrono::milliseconds timeout{30'000};  ///< for one request with all its redirects
  std::size_t body_bytes_max = std::size_t{2} << 20;
  std::string username;  ///< empty: no sign-in
  std::string password;
  /// "aws:amz:REGION:s3": requests are signed with username and password (AWS Signature Version 4); empty:
  /// not.
  std::string signature_v4;
  std::string ca_file;   ///< PEM; empty: the system's authorities
  std::stop_token stop;  ///< ends a request that is under way
};

struct OutboundRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// At most five, from https to https only.
  enum class Redirects { refuse, follow } redirects = Redirects::refuse;
};

struct OutboundReply {
  enum class Kind {
    answered,   ///< by the server, whatever its status
    away,       ///< no answer, or not a whole one: later may be better
    forbidden,  ///< not asked: the address is private, or no address for the web
    too_large,
  };
  Kind kind = Kind::answered;
  std::string problem;  ///< when it was not answered, for people; never with the address, which may be secret
  long status = 0;
  std::string body;
  std::string etag;  ///< empty when there is none
  std::string last_modified;
  std::string location;
};

/// Throws std::runtime_error only when libcurl gives no handle.
OutboundReply ask(const OutboundRequest& request, const OutboundOptions& options);

/// Whether anybody on the internet could be there: not loopback, private, link-local, multicast or reserved,
/// also when it is written as IPv6 (RFC 6890).
bool is_public_address(const sockaddr& address);

/// libcurl's own preparation, once for the program. Throws std::runtime_error.
void start_curl();

}  // namespace full_circle::shared
