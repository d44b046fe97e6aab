// Copies of the public site on a real WebDAV server, and on one that checks signatures as S3 does.
#include "adapters/mirror/mirror.hpp"
#include "adapters/mirror/s3.hpp"
#include "adapters/mirror/webdav.hpp"
#include "tests/conformance/adapter.hpp"
#include "tests/support/dav_server.hpp"
#include "tests/support/folder_snapshot.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <iostream>
#include <string>

namespace full_circle::mirror {
namespace {

namespace fs = std::filesystem;

const std::string k_page = "have-your-say/kowhai-bay/index.html";

/// A site as the publisher writes it, small.
class LocalSite {
 public:
  LocalSite() {
    put("robots.txt", "User-agent: *\n");
    put("have-your-say/style.1.css", "p {}");
    put("have-your-say/index.html", "<p>Kōwhai Bay</p>");
    put("have-your-say/.lock", "");
  }
  void put(const std::string& path, const std::string& content) const {
    fs::create_directories((m_folder / path).parent_path());
    write_file(m_folder / path, content);
  }
  void remove(const std::string& path) const { fs::remove_all(m_folder / path); }
  void page(int version) {
    if (version <= m_version) return;
    m_version = version;
    put("have-your-say/kowhai-bay/page.json", R"({"version":)" + std::to_string(version) + "}");
    put(k_page, "<p>Version " + std::to_string(version) + "</p>");
  }
  const fs::path& path() const { return m_folder.path(); }

 private:
  TemporaryFolder m_folder;
  int m_version = -1;
};

shared::OutboundOptions outbound() {
  shared::OutboundOptions options;
  options.private_addresses = shared::PrivateAddresses::allow;
  options.timeout = std::chrono::seconds(10);
  options.body_bytes_max = std::size_t{64} << 20;
  options.username = "tauira";
  options.password = "s3cret pass";
  return options;
}

/// A server of one kind, and what it keeps.
class House {
 public:
  virtual ~House() = default;
  virtual std::unique_ptr<Remote> remote(const std::string& password = "s3cret pass") = 0;
  virtual fs::path kept() const = 0;
  virtual void break_halfway() = 0;
  virtual void mend() = 0;
};

class DavHouse final : public House {
 public:
  std::unique_ptr<Remote> remote(const std::string& password) override {
    auto options = outbound();
    options.password = password;
    return make_webdav(m_server.url(), options);
  }
  fs::path kept() const override { return m_server.root(); }
  /// A file where there has to be a folder.
  void break_halfway() override {
    fs::create_directories(kept() / "have-your-say");
    write_file(kept() / "have-your-say/kowhai-bay", "");
  }
  void mend() override { fs::remove(kept() / "have-your-say/kowhai-bay"); }

 private:
  DavServer m_server;
};

class S3House final : public House {
 public:
  S3House()
      : m_server({"/usr/bin/python3", std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/support/s3_server.py",
                  m_folder.path().string(), "tauira", "s3cret pass"},
                 (m_folder / "server.log").string()),
        m_port(m_server.first_line()) {
    fs::create_directories(kept());
  }
  static bool can_start() { return run_program("/usr/bin/python3 -c 'import botocore'").code == 0; }
  std::unique_ptr<Remote> remote(const std::string& password) override {
    return remote_of("bucket", password);
  }
  std::unique_ptr<Remote> remote_of(const std::string& bucket,
                                    const std::string& password = "s3cret pass") const {
    auto options = outbound();
    options.password = password;
    return make_s3("http://127.0.0.1:" + m_port + "/" + bucket, "ap-southeast-2", options);
  }
  fs::path kept() const override { return m_folder / "bucket"; }
  void break_halfway() override { write_file(m_folder / "answer", "503"); }
  void mend() override { fs::remove(m_folder / "answer"); }
  std::string said(const std::string& path) const {
    std::string name = path;
    std::replace(name.begin(), name.end(), '/', '|');
    return read_file(m_folder / ("said/" + name));
  }

 private:
  TemporaryFolder m_folder;
  ChildProgram m_server;
  std::string m_port;
};

enum class Peer { webdav, s3 };

bool can_start(Peer peer) {
  const bool can = peer == Peer::webdav ? DavServer::can_start() : S3House::can_start();
  if (!can)
    std::cout << "Skipped: " << (peer == Peer::webdav ? "lighttpd-mod-webdav" : "python3-botocore")
              << " is not installed.\n";
  return can;
}

struct MirroredSite {
  explicit MirroredSite(Peer peer) {
    if (peer == Peer::webdav) {
      house = std::make_unique<DavHouse>();
    } else {
      house = std::make_unique<S3House>();
    }
  }
  MirrorOptions options() const {
    return {.name = "web", .server = server, .site = site.path(), .folder = folder.path()};
  }
  Mirror mirror() const { return {options(), house->remote()}; }
  Delivered deliver(int version) const {
    return make_mirror(options(), house->remote())
        ->deliver({.key = "p-1/7/mirror",
                   .project = "p-1",
                   .adapter = "mirror:web",
                   .payload = R"({"kind":"site_changed","slug":"kowhai-bay","version":)" +
                              std::to_string(version) + "}"});
  }
  std::string there(const std::string& path) const { return read_file(house->kept() / path); }
  bool is_there(const std::string& path) const { return fs::exists(house->kept() / path); }

  LocalSite site;
  TemporaryFolder folder;
  std::string server = "one";
  std::unique_ptr<House> house;
};

class Bench final : public conformance::AdapterBench {
 public:
  explicit Bench(Peer peer) : m_mirrored(peer) { restart(); }
  Adapter& adapter() override { return *m_adapter; }
  void restart() override { m_adapter = make_mirror(m_mirrored.options(), m_mirrored.house->remote()); }
  std::string effects() override { return "There:\n" + folder_snapshot(m_mirrored.house->kept()); }
  std::string payload(int version) override {
    m_mirrored.site.page(version);
    return R"({"kind":"site_changed","slug":"kowhai-bay","version":)" + std::to_string(version) + "}";
  }
  std::string hostile_payload() override {
    m_mirrored.site.put("have-your-say/a?b#c%2e&ō .html", "</x>\r\nETag: x\r\n");
    return payload(7);
  }
  void check_hostile() override {
    CHECK(m_mirrored.there("have-your-say/a?b#c%2e&ō .html") == "</x>\r\nETag: x\r\n");
  }
  std::vector<Malformed> malformed() override {
    return {{R"({"kind":"site_changed","slug":"../x","version":1})", "/slug"},
            {R"({"kind":"site_changed","slug":"x","version":-1})", "/version"},
            {R"({"kind":"paint","slug":"x","version":1})", "/kind"}};
  }
  Order order() const override { return Order::newest_wins; }
  void break_halfway() override { m_mirrored.house->break_halfway(); }
  void mend() override { m_mirrored.house->mend(); }

 private:
  MirroredSite m_mirrored;
  std::unique_ptr<Adapter> m_adapter;
};

std::vector<std::string> texts(const std::vector<Difference>& differences) {
  std::vector<std::string> out;
  for (const auto& one : differences) {
    const bool missing = one.kind == Difference::Kind::missing;
    const bool changed = one.kind == Difference::Kind::changed;
    out.push_back((missing ? "missing " : changed ? "changed " : "left over ") + one.path);
  }
  return out;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("Mirror: keeps what every adapter owes, on WebDAV") {
  if (can_start(Peer::webdav))
    conformance::check_adapter([] { return std::make_unique<Bench>(Peer::webdav); });
}

TEST_CASE("Mirror: keeps what every adapter owes, on S3") {
  if (can_start(Peer::s3)) conformance::check_adapter([] { return std::make_unique<Bench>(Peer::s3); });
}

TEST_CASE("Mirror: what is public goes there, what lists it last, and what is ours alone stays") {
  LocalSite site;
  site.page(7);
  CHECK(site_files(site.path()) ==
        Texts{"have-your-say/style.1.css", k_page, "have-your-say/index.html", "robots.txt"});
}

TEST_CASE("Mirror: waits for the page to be written here") {
  const Peer peer = GENERATE(Peer::webdav, Peer::s3);
  if (!can_start(peer)) return;
  MirroredSite mirrored(peer);
  mirrored.site.page(7);
  CHECK(mirrored.deliver(8).kind == Delivered::Kind::retry);
  CHECK_FALSE(mirrored.is_there(k_page));
  mirrored.site.page(8);
  CHECK(mirrored.deliver(8).kind == Delivered::Kind::done);
  CHECK(mirrored.there(k_page) == "<p>Version 8</p>");
}

TEST_CASE("Mirror: what somebody else put beside our files is never touched") {
  const Peer peer = GENERATE(Peer::webdav, Peer::s3);
  if (!can_start(peer)) return;
  MirroredSite mirrored(peer);
  mirrored.site.page(7);
  mirrored.site.put("have-your-say/kowhai-bay/result/index.html", "x");
  fs::create_directories(mirrored.house->kept() / "have-your-say");
  write_file(mirrored.house->kept() / "have-your-say/theirs.html", "theirs");
  CHECK(mirrored.deliver(7).kind == Delivered::Kind::done);
  mirrored.site.remove("have-your-say/kowhai-bay/result");
  CHECK(mirrored.deliver(7).kind == Delivered::Kind::done);
  CHECK_FALSE(mirrored.is_there("have-your-say/kowhai-bay/result/index.html"));
  CHECK(mirrored.there("have-your-say/theirs.html") == "theirs");
}

TEST_CASE("Mirror: what is live is compared with what should be, and mended") {
  const Peer peer = GENERATE(Peer::webdav, Peer::s3);
  if (!can_start(peer)) return;
  MirroredSite mirrored(peer);
  mirrored.site.page(7);
  mirrored.site.put("have-your-say/old.html", "old");
  CHECK(mirrored.deliver(7).kind == Delivered::Kind::done);
  CHECK(mirrored.mirror().check(Mend::no).differences.empty());
  write_file(mirrored.house->kept() / k_page, "<p>Somebody was here</p>");
  fs::remove(mirrored.house->kept() / "robots.txt");
  mirrored.site.remove("have-your-say/old.html");
  const auto found = mirrored.mirror().check(Mend::no);
  CHECK_FALSE(found.failed);
  CHECK(texts(found.differences) ==
        Texts{"changed " + k_page, "missing robots.txt", "left over have-your-say/old.html"});
  // Following alone would not see it: what we put has not changed.
  CHECK_FALSE(mirrored.mirror().check(Mend::yes).failed);
  CHECK(mirrored.mirror().check(Mend::no).differences.empty());
  CHECK(mirrored.there(k_page) == "<p>Version 7</p>");
}

TEST_CASE("Mirror: a sign-in that is not accepted is an incident") {
  const Peer peer = GENERATE(Peer::webdav, Peer::s3);
  if (!can_start(peer)) return;
  MirroredSite mirrored(peer);
  mirrored.site.page(7);
  Mirror mirror(mirrored.options(), mirrored.house->remote("wrong"));
  CHECK(mirror.follow().kind == Delivered::Kind::give_up);
  CHECK(mirror.check(Mend::no).failed);
}

TEST_CASE("Mirror: S3 is told what a file is and how long it may be kept") {
  if (!can_start(Peer::s3)) return;
  MirroredSite mirrored(Peer::s3);
  mirrored.site.page(7);
  CHECK(mirrored.deliver(7).kind == Delivered::Kind::done);
  const auto& house = dynamic_cast<const S3House&>(*mirrored.house);
  CHECK(house.said(k_page) ==
        R"({"Content-Type": "text/html; charset=utf-8", "Cache-Control": "public, max-age=60"})");
  CHECK(house.said("have-your-say/style.1.css").find("immutable") != std::string::npos);
}

TEST_CASE("Mirror: what was put on one server is not thought to be on another") {
  const Peer peer = GENERATE(Peer::webdav, Peer::s3);
  if (!can_start(peer)) return;
  MirroredSite mirrored(peer);
  mirrored.site.page(7);
  CHECK(mirrored.deliver(7).kind == Delivered::Kind::done);
  fs::remove_all(mirrored.house->kept() / "have-your-say");
  CHECK(mirrored.deliver(7).kind == Delivered::Kind::done);
  CHECK_FALSE(mirrored.is_there(k_page));  // it was put there already
  mirrored.server = "another";
  CHECK(mirrored.deliver(7).kind == Delivered::Kind::done);
  CHECK(mirrored.is_there(k_page));
}

TEST_CASE("Mirror: a file that is refused is named, and holds up no other") {
  const Peer peer = GENERATE(Peer::webdav, Peer::s3);
  if (!can_start(peer)) return;
  MirroredSite mirrored(peer);
  mirrored.site.page(7);
  mirrored.house->break_halfway();
  const Delivered delivered = mirrored.deliver(7);
  CHECK(delivered.kind != Delivered::Kind::done);
  CHECK(delivered.reason.find(k_page) != std::string::npos);
  CHECK(mirrored.there("have-your-say/index.html") == "<p>Kōwhai Bay</p>");
  mirrored.house->mend();
  CHECK(mirrored.deliver(7).kind == Delivered::Kind::done);
  CHECK(mirrored.there(k_page) == "<p>Version 7</p>");
}

TEST_CASE("Mirror: nothing is copied or taken away while the site is held back") {
  if (!can_start(Peer::webdav)) return;
  MirroredSite mirrored(Peer::webdav);
  mirrored.site.page(7);
  CHECK(mirrored.deliver(7).kind == Delivered::Kind::done);
  mirrored.site.remove("have-your-say/kowhai-bay");
  MirrorOptions options = mirrored.options();
  options.held_back = [] { return "A page cannot be read."; };
  Mirror mirror(options, mirrored.house->remote());
  CHECK(mirror.follow().reason == "A page cannot be read.");
  CHECK(mirror.check(Mend::yes).failed->reason == "A page cannot be read.");
  CHECK(mirrored.is_there(k_page));
}

TEST_CASE("Mirror: a page that turned late is waited for, although its version is the same") {
  if (!can_start(Peer::webdav)) return;
  MirroredSite mirrored(Peer::webdav);
  mirrored.site.page(7);
  const auto deliver = [&](const std::string& late) {
    return make_mirror(mirrored.options(), mirrored.house->remote())
        ->deliver(
            {.key = "p-1/7/mirror",
             .project = "p-1",
             .adapter = "mirror:web",
             .payload = R"({"kind":"site_changed","slug":"kowhai-bay","version":7,"late":)" + late + "}"})
        .kind;
  };
  CHECK(deliver("null") == Delivered::Kind::done);
  CHECK(deliver(R"({"promised_text":"Monday"})") == Delivered::Kind::retry);
  mirrored.site.put("have-your-say/kowhai-bay/page.json",
                    R"({"version":7,"late":{"promised_text":"Monday"}})");
  CHECK(deliver(R"({"promised_text":"Monday"})") == Delivered::Kind::done);
}

TEST_CASE("Mirror: a file of several megabytes is read back whole") {
  if (!can_start(Peer::webdav)) return;
  MirroredSite mirrored(Peer::webdav);
  mirrored.site.put("have-your-say/large.html", std::string(std::size_t{3} << 20, 'x'));
  CHECK(mirrored.mirror().follow().kind == Delivered::Kind::done);
  const auto found = mirrored.mirror().check(Mend::no);
  CHECK_FALSE(found.failed);
  CHECK(found.differences.empty());
}

TEST_CASE("Mirror: a bucket that is not there is not a file that is gone") {
  if (!can_start(Peer::s3)) return;
  const S3House house;
  const auto remote = house.remote_of("another-bucket");
  for (const RemoteAnswer& answer :
       {remote->get("robots.txt"), remote->put("robots.txt", "x"), remote->remove("robots.txt")}) {
    CHECK(answer.kind == RemoteAnswer::Kind::failed);
    CHECK(answer.failure.kind == Delivered::Kind::give_up);
  }
}

}  // namespace full_circle::mirror
