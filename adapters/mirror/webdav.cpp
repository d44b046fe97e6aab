#include "adapters/mirror/webdav.hpp"

#include "adapters/shared/posting.hpp"

#include <set>

namespace full_circle::mirror {

namespace {

using Kind = RemoteAnswer::Kind;

class WebDav final : public Remote {
 public:
  WebDav(std::string url, shared::OutboundOptions outbound)
      : m_url(std::move(url)), m_outbound(std::move(outbound)) {
    if (!m_url.ends_with('/')) m_url += '/';
  }

  RemoteAnswer get(const std::string& path) override { return answered(ask("GET", path)); }

  RemoteAnswer put(const std::string& path, const std::string& content) override {
    RemoteAnswer answer = make_folders(path);
    if (answer.kind == Kind::failed) return answer;
    const std::string beside = path + ".new";
    shared::OutboundRequest request = made("PUT", beside);
    request.body = content;
    request.headers.emplace_back("Content-Type", content_type_of(path));
    answer = answered(shared::ask(request, m_outbound));
    if (answer.kind != Kind::good) return gone(std::move(answer));
    request = made("MOVE", beside);
    request.headers = {{"Destination", m_url + encoded_path(path)}, {"Overwrite", "T"}};
    return gone(answered(shared::ask(request, m_outbound)));
  }

  RemoteAnswer remove(const std::string& path) override {
    RemoteAnswer answer = answered(ask("DELETE", path));
    if (answer.kind == Kind::absent) answer.kind = Kind::good;
    return answer;
  }

 private:
  shared::OutboundRequest made(const std::string& method, const std::string& path) const {
    shared::OutboundRequest request;
    request.method = method;
    request.url = m_url + encoded_path(path);
    return request;
  }
  shared::OutboundReply ask(const std::string& method, const std::string& path) const {
    return shared::ask(made(method, path), m_outbound);
  }

  static RemoteAnswer answered(const shared::OutboundReply& reply) {
    const bool spoken = reply.kind == shared::OutboundReply::Kind::answered;
    // 409: the folder it belongs into is none.
    if (spoken && (reply.status == 404 || reply.status == 409))
      return {.kind = Kind::absent, .content = {}, .failure = {}};
    Delivered outcome = shared::outcome_of(reply, "The WebDAV server", shared::ClientErrors::give_up);
    // 207 is a success that has failures inside (RFC 4918, 9.6.1, 9.9.4).
    if (spoken && reply.status == 207)
      outcome = Delivered::retry("The WebDAV server: it did only a part of this (207).");
    if (spoken && reply.status == 423) outcome = Delivered::retry("The WebDAV server: it is locked (423).");
    const bool done = outcome.kind == Delivered::Kind::done;
    return {.kind = done ? Kind::good : Kind::failed, .content = reply.body, .failure = outcome};
  }

  /// Where there should be a folder or a file and there is none, somebody took it away meanwhile.
  RemoteAnswer gone(RemoteAnswer answer) {
    if (answer.kind != Kind::absent) return answer;
    m_folders.clear();
    return {.kind = Kind::failed,
            .content = {},
            .failure = Delivered::retry("The WebDAV server: what we had put there is gone.")};
  }

  RemoteAnswer make_folders(const std::string& path) {
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
      const std::string folder = path.substr(0, slash + 1);
      if (m_folders.contains(folder)) continue;
      const shared::OutboundReply reply = ask("MKCOL", folder);
      const bool there = reply.kind == shared::OutboundReply::Kind::answered && reply.status == 405;
      if (!there) {
        RemoteAnswer answer = gone(answered(reply));
        if (answer.kind == Kind::failed) return answer;
      }
      m_folders.insert(folder);
    }
    return {};
  }

  std::string m_url;
  shared::OutboundOptions m_outbound;
  std::set<std::string> m_folders;  ///< known to be there
};

}  // namespace

std::unique_ptr<Remote> make_webdav(std::string url, shared::OutboundOptions outbound) {
  return std::make_unique<WebDav>(std::move(url), std::move(outbound));
}

}  // namespace full_circle::mirror
