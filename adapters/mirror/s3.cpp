#include "adapters/mirror/s3.hpp"

#include "adapters/shared/posting.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <sodium/crypto_hash_sha256.h>
#include <sodium/utils.h>

#include <array>
#include <memory>

namespace full_circle::mirror {

namespace {

using Kind = RemoteAnswer::Kind;

std::string sha256(const std::string& content) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(content.data()), content.size());
  std::array<char, 2 * hash.size() + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return hex.data();
}

/// The Code of S3's Error document; empty when there is none to be read.
std::string error_code(const std::string& body) {
  // No network, no entities of its own, no words on standard error.
  const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  const std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document(
      xmlReadMemory(body.data(), static_cast<int>(body.size()), nullptr, nullptr, options), xmlFreeDoc);
  const xmlNode* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  for (const xmlNode* node = root ? root->children : nullptr; node != nullptr; node = node->next) {
    const bool is_code = xmlStrEqual(node->name, reinterpret_cast<const xmlChar*>("Code")) != 0;
    if (is_code && node->children != nullptr && node->children->content != nullptr)
      return reinterpret_cast<const char*>(node->children->content);
  }
  return {};
}

class S3 final : public Remote {
 public:
  S3(std::string url, const std::string& region, shared::OutboundOptions outbound)
      : m_url(std::move(url)), m_outbound(std::move(outbound)) {
    if (!m_url.ends_with('/')) m_url += '/';
    m_outbound.signature_v4 = "aws:amz:" + region + ":s3";
  }

  RemoteAnswer get(const std::string& path) override { return ask("GET", path, "", {}); }

  RemoteAnswer put(const std::string& path, const std::string& content) override {
    return ask("PUT", path, content,
               {{"Content-Type", content_type_of(path)}, {"Cache-Control", cache_control_of(path)}});
  }

  RemoteAnswer remove(const std::string& path) override {
    RemoteAnswer answer = ask("DELETE", path, "", {});
    if (answer.kind == Kind::absent) answer.kind = Kind::good;
    return answer;
  }

 private:
  static RemoteAnswer no_bucket() {
    return {.kind = Kind::failed,
            .content = {},
            .failure = Delivered::give_up("The S3 server: there is no such bucket (404).")};
  }

  using Headers = std::vector<std::pair<std::string, std::string>>;

  RemoteAnswer ask(const std::string& method, const std::string& path, const std::string& content,
                   Headers headers) const {
    shared::OutboundRequest request;
    request.method = method;
    request.url = m_url + encoded_path(path);
    request.body = content;
    request.headers = std::move(headers);
    // libcurl before 8.3 signs without saying what; servers want to hear it.
    request.headers.emplace_back("x-amz-content-sha256", sha256(content));
    const auto reply = shared::ask(request, m_outbound);
    // Any other 404 says nothing of the file: of a bucket that is not there, or of a wrong address.
    if (reply.kind == shared::OutboundReply::Kind::answered && reply.status == 404)
      return error_code(reply.body) == "NoSuchKey" && method != "PUT"
                 ? RemoteAnswer{.kind = Kind::absent, .content = {}, .failure = {}}
                 : no_bucket();
    const Delivered outcome = shared::outcome_of(reply, "The S3 server", shared::ClientErrors::give_up);
    const bool done = outcome.kind == Delivered::Kind::done;
    return {.kind = done ? Kind::good : Kind::failed, .content = reply.body, .failure = outcome};
  }

  std::string m_url;
  shared::OutboundOptions m_outbound;
};

}  // namespace

std::unique_ptr<Remote> make_s3(std::string url, const std::string& region,
                                shared::OutboundOptions outbound) {
  return std::make_unique<S3>(std::move(url), region, std::move(outbound));
}

}  // namespace full_circle::mirror
