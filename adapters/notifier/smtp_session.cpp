#include "adapters/notifier/smtp_session.hpp"

#include "adapters/shared/outbound.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace full_circle::notifier {

namespace {

/// How far a conversation came: the same code means another thing at another step.
enum class Step { greeting, sign_in, sender, recipient, content };

struct Conversation {
  std::string_view unsent;
  Step step = Step::greeting;
};

std::size_t read_message(char* to, std::size_t size, std::size_t count, void* state) {
  auto& unsent = static_cast<Conversation*>(state)->unsent;
  const auto length = std::min(size * count, unsent.size());
  std::memcpy(to, unsent.data(), length);
  unsent.remove_prefix(length);
  return length;
}

int follow(CURL*, curl_infotype kind, char* text, std::size_t size, void* state) {
  if (kind != CURLINFO_HEADER_OUT) return 0;
  const std::string_view line(text, size);
  auto& step = static_cast<Conversation*>(state)->step;
  if (line.starts_with("AUTH")) step = Step::sign_in;
  if (line.starts_with("MAIL FROM")) step = Step::sender;
  if (line.starts_with("RCPT TO")) step = Step::recipient;
  if (line.starts_with("DATA")) step = Step::content;
  return 0;
}

Sent away(std::string reason) {
  return {Sent::Kind::server_away, std::move(reason)};
}

/// The server answered `code` at `step`.
Sent refusal(long code, Step step) {
  const std::string with = " (" + std::to_string(code) + ")";
  const bool for_good = code >= 500;
  switch (step) {
    case Step::greeting:
      return away("The mail server turned us away" + with + ".");
    case Step::sign_in:
      if (!for_good) return away("The mail server cannot sign us in right now" + with + ".");
      return {Sent::Kind::server_refuses, "The mail server does not accept our sign-in" + with + "."};
    case Step::sender:
      if (!for_good) return away("The mail server takes no messages right now" + with + ".");
      return {Sent::Kind::server_refuses, "The mail server does not accept our sender address" + with + "."};
    case Step::recipient:
    case Step::content:
      break;
  }
  const std::string what = step == Step::recipient ? "an address" : "a message";
  if (!for_good) return {Sent::Kind::later, "The mail server put off " + what + with + "."};
  return {Sent::Kind::refused, "The mail server refused " + what + with + "."};
}

Sent failure(CURLcode error, long code, Step step, const SmtpOptions& server) {
  const std::string where = server.host + ":" + std::to_string(server.port);
  switch (error) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return away("The certificate of the mail server " + where + " is not trusted.");
    case CURLE_SSL_CACERT_BADFILE:
      return away("The file of trusted certificates for the mail server cannot be read.");
    case CURLE_USE_SSL_FAILED:
      return away("The mail server " + where + " does not offer an encrypted connection.");
    case CURLE_SSL_CONNECT_ERROR:
      return away("No encrypted connection to the mail server " + where + " could be made.");
    case CURLE_COULDNT_RESOLVE_HOST:
      return away("The mail server " + server.host + " is not known to the name service.");
    case CURLE_COULDNT_CONNECT:
      return away("The mail server " + where + " does not answer.");
    case CURLE_OPERATION_TIMEDOUT:
      return away("The mail server " + where + " took too long.");
    case CURLE_LOGIN_DENIED:
      return refusal(code >= 400 ? code : 535, Step::sign_in);
    default:
      break;
  }
  if (code >= 400) return refusal(code, step);
  return away("The conversation with the mail server " + where + " broke off: " + curl_easy_strerror(error) +
              ".");
}

}  // namespace

struct SmtpSession::Inside {
  explicit Inside(SmtpOptions options)
      : server(std::move(options)), curl(curl_easy_init(), &curl_easy_cleanup) {
    if (!curl) throw std::runtime_error("libcurl gives no handle");
  }
  template <class T>
  void set(CURLoption option, T value) {
    const CURLcode code = curl_easy_setopt(curl.get(), option, value);
    if (code != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
  }
  SmtpOptions server;
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl;
};

SmtpSession::SmtpSession(const SmtpOptions& server, const std::string& our_name) {
  shared::start_curl();
  m_inside = std::make_unique<Inside>(server);
  auto& to = *m_inside;
  const bool implicit = server.tls == SmtpOptions::Tls::implicit;
  const std::string url = std::string(implicit ? "smtps://" : "smtp://") + server.host + ":" +
                          std::to_string(server.port) + "/" + our_name;
  to.set(CURLOPT_URL, url.c_str());
  to.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  to.set(CURLOPT_NOPROXY, "*");
  to.set(CURLOPT_NOSIGNAL, 1L);
  to.set(CURLOPT_TIMEOUT_MS, static_cast<long>(server.timeout.count()));
  to.set(CURLOPT_USE_SSL,
         static_cast<long>(server.tls == SmtpOptions::Tls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  to.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!server.ca_file.empty()) to.set(CURLOPT_CAINFO, server.ca_file.c_str());
  if (!server.username.empty()) {
    to.set(CURLOPT_USERNAME, server.username.c_str());
    to.set(CURLOPT_PASSWORD, server.password.c_str());
  }
  to.set(CURLOPT_UPLOAD, 1L);
  to.set(CURLOPT_READFUNCTION, &read_message);
  to.set(CURLOPT_VERBOSE, 1L);  // so that `follow` is called; it prints nothing
  to.set(CURLOPT_DEBUGFUNCTION, &follow);
}

SmtpSession::~SmtpSession() = default;

Sent SmtpSession::send(const std::string& from, const std::string& to, const std::string& message) {
  auto& inside = *m_inside;
  Conversation conversation{message, Step::greeting};
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipient(
      curl_slist_append(nullptr, ("<" + to + ">").c_str()), &curl_slist_free_all);
  inside.set(CURLOPT_MAIL_FROM, ("<" + from + ">").c_str());
  inside.set(CURLOPT_MAIL_RCPT, recipient.get());
  inside.set(CURLOPT_READDATA, static_cast<void*>(&conversation));
  inside.set(CURLOPT_DEBUGDATA, static_cast<void*>(&conversation));
  const CURLcode error = curl_easy_perform(inside.curl.get());
  inside.set(CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
  if (error == CURLE_OK) return {};
  long code = 0;
  curl_easy_getinfo(inside.curl.get(), CURLINFO_RESPONSE_CODE, &code);
  return failure(error, code, conversation.step, inside.server);
}

void check_server(const SmtpOptions& server) {
  const bool host_fits =
      !server.host.empty() && std::all_of(server.host.begin(), server.host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '-';
      });
  if (!host_fits) throw std::invalid_argument("notifier: the mail server is not a host name");
  if (server.port < 1 || server.port > 65535)
    throw std::invalid_argument("notifier: the port is not 1 to 65535");
  if (server.timeout.count() <= 0) throw std::invalid_argument("notifier: the time-out is not above zero");
  const bool here = server.host == "localhost" || server.host.starts_with("127.");
  if (server.tls == SmtpOptions::Tls::none && !server.username.empty() && !here) {
    throw std::invalid_argument("notifier: a password is only sent over TLS or on this machine");
  }
}

}  // namespace full_circle::notifier
