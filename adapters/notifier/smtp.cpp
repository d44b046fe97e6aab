#include "adapters/notifier/smtp.hpp"

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

class SmtpSession final : public Carrier {
 public:
  /// `our_name` is what EHLO says.
  SmtpSession(SmtpOptions server, const std::string& our_name);
  Sent carry(const std::string& name, const std::string& from, const std::string& to,
             const std::string& message) override;

 private:
  template <class T>
  void set(CURLoption option, T value) {
    const CURLcode code = curl_easy_setopt(m_curl.get(), option, value);
    if (code != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
  }
  SmtpOptions m_server;
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> m_curl{nullptr, &curl_easy_cleanup};
};

SmtpSession::SmtpSession(SmtpOptions options, const std::string& our_name) : m_server(std::move(options)) {
  shared::start_curl();
  m_curl.reset(curl_easy_init());
  if (!m_curl) throw std::runtime_error("libcurl gives no handle");
  const SmtpOptions& server = m_server;
  const bool implicit = server.tls == SmtpOptions::Tls::implicit;
  const std::string url = std::string(implicit ? "smtps://" : "smtp://") + server.host + ":" +
                          std::to_string(server.port) + "/" + our_name;
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(server.timeout.count()));
  set(CURLOPT_USE_SSL,
      static_cast<long>(server.tls == SmtpOptions::Tls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!server.ca_file.empty()) set(CURLOPT_CAINFO, server.ca_file.c_str());
  if (!server.username.empty()) {
    set(CURLOPT_USERNAME, server.username.c_str());
    set(CURLOPT_PASSWORD, server.password.c_str());
  }
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, &read_message);
  set(CURLOPT_VERBOSE, 1L);  // so that `follow` is called; it prints nothing
  set(CURLOPT_DEBUGFUNCTION, &follow);
}

Sent SmtpSession::carry(const std::string&, const std::string& from, const std::string& to,
                        const std::string& message) {
  Conversation conversation{message, Step::greeting};
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipient(
      curl_slist_append(nullptr, ("<" + to + ">").c_str()), &curl_slist_free_all);
  set(CURLOPT_MAIL_FROM, ("<" + from + ">").c_str());
  set(CURLOPT_MAIL_RCPT, recipient.get());
  set(CURLOPT_READDATA, static_cast<void*>(&conversation));
  set(CURLOPT_DEBUGDATA, static_cast<void*>(&conversation));
  const CURLcode error = curl_easy_perform(m_curl.get());
  set(CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
  if (error == CURLE_OK) return {};
  long code = 0;
  curl_easy_getinfo(m_curl.get(), CURLINFO_RESPONSE_CODE, &code);
  return failure(error, code, conversation.step, m_server);
}

/// Throws std::invalid_argument.
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

}  // namespace

OpenCarrier through_smtp(SmtpOptions server) {
  check_server(server);
  return [server = std::move(server)](const std::string& our_name) {
    return std::make_unique<SmtpSession>(server, our_name);
  };
}

}  // namespace full_circle::notifier
