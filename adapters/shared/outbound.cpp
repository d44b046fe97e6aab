#include "adapters/shared/outbound.hpp"

#include <curl/curl.h>
#include <sys/socket.h>

#include <memory>
#include <mutex>
#include <stdexcept>

namespace full_circle::shared {

namespace {

constexpr long k_redirects_max = 5;

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// One request under way.
struct Exchange {
  const OutboundOptions& options;
  std::string body;
  bool too_large = false;
  bool forbidden = false;
};

template <class T>
void set(CURL* curl, CURLoption option, T value) {
  const CURLcode code = curl_easy_setopt(curl, option, value);
  if (code != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
}

std::size_t take_body(char* from, std::size_t size, std::size_t count, void* state) {
  auto& exchange = *static_cast<Exchange*>(state);
  const std::size_t length = size * count;
  exchange.too_large = exchange.body.size() + length > exchange.options.body_bytes_max;
  if (exchange.too_large) return 0;
  exchange.body.append(from, length);
  return length;
}

/// Sees the address that is really connected to, whatever a name resolved to a moment ago.
curl_socket_t open_socket(void* state, curlsocktype, curl_sockaddr* to) {
  auto& exchange = *static_cast<Exchange*>(state);
  if (exchange.options.private_addresses == PrivateAddresses::refuse && !is_public_address(to->addr)) {
    exchange.forbidden = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

int is_to_stop(void* state, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Exchange*>(state)->options.stop.stop_requested() ? 1 : 0;
}

std::string header(CURL* curl, const char* name) {
  curl_header* found = nullptr;
  return curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK ? found->value : "";
}

void prepare(CURL* curl, const OutboundRequest& request, Exchange& exchange) {
  const OutboundOptions& options = exchange.options;
  const bool encrypted = request.url.starts_with("https:");
  set(curl, CURLOPT_URL, request.url.c_str());
  set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  set(curl, CURLOPT_REDIR_PROTOCOLS_STR, encrypted ? "https" : "http,https");
  set(curl, CURLOPT_FOLLOWLOCATION, request.redirects == OutboundRequest::Redirects::follow ? 1L : 0L);
  set(curl, CURLOPT_MAXREDIRS, k_redirects_max);
  set(curl, CURLOPT_NOPROXY, "*");  // a proxy would be what is connected to, and looked at
  set(curl, CURLOPT_NOSIGNAL, 1L);
  set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
  set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(curl, CURLOPT_USERAGENT, "Full-Circle");
  if (!options.ca_file.empty()) set(curl, CURLOPT_CAINFO, options.ca_file.c_str());
  if (!options.username.empty()) {
    if (options.signature_v4.empty()) {
      set(curl, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    } else {
      set(curl, CURLOPT_AWS_SIGV4, options.signature_v4.c_str());
    }
    set(curl, CURLOPT_USERNAME, options.username.c_str());
    set(curl, CURLOPT_PASSWORD, options.password.c_str());
  }
  set(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (!request.body.empty()) {
    set(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(curl, CURLOPT_POSTFIELDS, request.body.data());
  }
  set(curl, CURLOPT_WRITEFUNCTION, &take_body);
  set(curl, CURLOPT_WRITEDATA, static_cast<void*>(&exchange));
  set(curl, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  set(curl, CURLOPT_OPENSOCKETDATA, static_cast<void*>(&exchange));
  set(curl, CURLOPT_XFERINFOFUNCTION, &is_to_stop);
  set(curl, CURLOPT_XFERINFODATA, static_cast<void*>(&exchange));
  set(curl, CURLOPT_NOPROGRESS, 0L);
}

OutboundReply failed(OutboundReply::Kind kind, std::string problem) {
  OutboundReply reply;
  reply.kind = kind;
  reply.problem = std::move(problem);
  return reply;
}

OutboundReply failure(CURLcode error, const Exchange& exchange) {
  using Kind = OutboundReply::Kind;
  if (exchange.too_large)
    return failed(Kind::too_large,
                  "The answer is larger than " + std::to_string(exchange.options.body_bytes_max) + " bytes.");
  if (exchange.forbidden)
    return failed(Kind::forbidden,
                  "The address is inside a private network, which the settings do not allow.");
  switch (error) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return failed(Kind::forbidden, "The address, or one that it leads to, is not one of the web.");
    case CURLE_TOO_MANY_REDIRECTS:
      return failed(Kind::away, "The server sends us from one address to the next.");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return failed(Kind::away, "The server's certificate is not trusted.");
    case CURLE_SSL_CACERT_BADFILE:
      return failed(Kind::away, "The file of trusted certificates cannot be read.");
    case CURLE_COULDNT_RESOLVE_HOST:
      return failed(Kind::away, "The server's name is not known to the name service.");
    case CURLE_COULDNT_CONNECT:
      return failed(Kind::away, "The server does not answer.");
    case CURLE_OPERATION_TIMEDOUT:
      return failed(Kind::away, "The server took too long.");
    case CURLE_ABORTED_BY_CALLBACK:
      return failed(Kind::away, "We stopped before the server had answered.");
    default:
      return failed(Kind::away, std::string("The conversation with the server broke off: ") +
                                    curl_easy_strerror(error) + ".");
  }
}

}  // namespace

void start_curl() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl does not start");
  });
}

OutboundReply ask(const OutboundRequest& request, const OutboundOptions& options) {
  start_curl();
  const std::unique_ptr<CURL, FreeHandle> curl(curl_easy_init());
  if (!curl) throw std::runtime_error("libcurl gives no handle");
  Exchange exchange{.options = options, .body = {}};
  prepare(curl.get(), request, exchange);
  // Waiting for "100 Continue" costs a second with servers that do not know it. Where requests are signed,
  // libcurl would sign the header that is not sent.
  const char* const first = options.signature_v4.empty() ? "Expect:" : "Accept: */*";
  std::unique_ptr<curl_slist, FreeList> headers(curl_slist_append(nullptr, first));
  for (const auto& [name, value] : request.headers) {
    curl_slist* longer = curl_slist_append(headers.get(), (name + ": " + value).c_str());
    if (longer == nullptr) throw std::runtime_error("libcurl has no memory");
  }
  set(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  const CURLcode error = curl_easy_perform(curl.get());
  if (error != CURLE_OK) return failure(error, exchange);
  OutboundReply reply;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &reply.status);
  reply.body = std::move(exchange.body);
  reply.etag = header(curl.get(), "ETag");
  reply.last_modified = header(curl.get(), "Last-Modified");
  reply.location = header(curl.get(), "Location");
  return reply;
}

}  // namespace full_circle::shared
