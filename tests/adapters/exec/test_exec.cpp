#include "adapters/exec/exec.hpp"
#include "tests/conformance/adapter.hpp"
#include "tests/support/folder_snapshot.hpp"
#include "tests/support/temporary_folder.hpp"

#include <signal.h>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <thread>

namespace full_circle::exec {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

Delivered run(std::vector<std::string> argv, std::chrono::milliseconds timeout = 10s,
              const std::string& payload = R"({"kind":"x"})") {
  const auto adapter = make_exec("exec:test", std::move(argv), timeout);
  return adapter->deliver(
      {.key = "p-1/1/x", .project = "p-1", .adapter = "exec:test", .payload = payload, .attempt = 3});
}

Delivered run_shell(const std::string& script, std::chrono::milliseconds timeout = 10s) {
  return run({"/bin/sh", "-c", script}, timeout);
}

/// A program that keeps the newest version of a note and honours the key, as any out-of-process adapter
/// should.
constexpr const char* k_keeper = R"(
import json, os, sys
folder = sys.argv[1]
delivery = json.load(sys.stdin)
payload = delivery["payload"]
for field, kind in (("version", int), ("text", str)):
    if type(payload.get(field)) is not kind:
        print("/" + field + " does not fit", file=sys.stderr)
        sys.exit(2)
path = os.path.join(folder, "note.json")
if os.path.isdir(path + ".new"):
    print("the disk is full", file=sys.stderr)
    sys.exit(75)
if os.path.exists(path) and json.load(open(path))["version"] >= payload["version"]:
    sys.exit(0)
with open(path + ".new", "w") as file:
    json.dump(payload, file)
os.rename(path + ".new", path)
)";

class Bench final : public conformance::AdapterBench {
 public:
  Bench() { restart(); }
  Adapter& adapter() override { return *m_adapter; }
  void restart() override {
    m_adapter = make_exec("exec:keeper", {"/usr/bin/python3", "-c", k_keeper, m_folder.path().string()}, 20s);
  }
  std::string effects() override { return folder_snapshot(m_folder.path()); }
  std::string payload(int version) override {
    return json::serialize(json::object{{"version", version}, {"text", "Kōwhai"}});
  }
  std::string hostile_payload() override {
    return json::serialize(json::object{{"version", 7}, {"text", "$(touch /tmp/x); `id`\n\"}'\r"}});
  }
  void check_hostile() override {
    const auto note = json::parse(read_file(m_folder / "note.json"));
    CHECK(note.at("text").as_string() == "$(touch /tmp/x); `id`\n\"}'\r");
  }
  std::vector<Malformed> malformed() override {
    return {{R"({"version":"1","text":"a"})", "/version"}, {R"({"version":1})", "/text"}};
  }
  Order order() const override { return Order::newest_wins; }
  void break_halfway() override { std::filesystem::create_directory(m_folder / "note.json.new"); }
  void mend() override { std::filesystem::remove(m_folder / "note.json.new"); }

 private:
  TemporaryFolder m_folder;
  std::unique_ptr<Adapter> m_adapter;
};

}  // namespace

TEST_CASE("Exec: keeps what every adapter owes") {
  conformance::check_adapter([] { return std::make_unique<Bench>(); });
}

TEST_CASE("Exec: the program reads the whole delivery on standard input") {
  const TemporaryFolder folder;
  const std::string path = (folder / "seen.json").string();
  CHECK(run({"/bin/sh", "-c", "cat > '" + path + "'"}, 10s, R"({"kind":"ō"})").kind == Delivered::Kind::done);
  const auto seen = json::parse(read_file(path));
  CHECK(seen == json::value({{"key", "p-1/1/x"},
                             {"project", "p-1"},
                             {"adapter", "exec:test"},
                             {"attempt", 3},
                             {"payload", {{"kind", "ō"}}}}));
}

TEST_CASE("Exec: the exit code is the answer and the first line of standard error the reason") {
  const Delivered done = run_shell("echo taken >&2; echo more >&2");
  CHECK(done.kind == Delivered::Kind::done);
  CHECK(done.reason == "taken");
  const Delivered retry = run_shell("echo 'the archive is shut' >&2; exit 75");
  CHECK(retry.kind == Delivered::Kind::retry);
  CHECK(retry.reason == "the archive is shut");
  const Delivered give_up = run_shell("exit 3");
  CHECK(give_up.kind == Delivered::Kind::give_up);
  CHECK(give_up.reason == "exec:test ended with code 3.");
}

TEST_CASE("Exec: a program stopped from outside is tried again") {
  const Delivered delivered = run_shell("kill -9 $$");
  CHECK(delivered.kind == Delivered::Kind::retry);
  CHECK(delivered.reason == "exec:test was stopped by signal 9.");
}

TEST_CASE("Exec: after the time-out the program and all it started are stopped") {
  const TemporaryFolder folder;
  const std::string path = (folder / "child").string();
  const auto begin = std::chrono::steady_clock::now();
  const Delivered delivered = run_shell("sleep 60 & echo $! > '" + path + "'; wait", 500ms);
  CHECK(std::chrono::steady_clock::now() - begin < 10s);
  CHECK(delivered.kind == Delivered::Kind::retry);
  CHECK(delivered.reason == "exec:test took longer than 500 ms and was stopped.");
  const int child = std::stoi(read_file(path));
  bool gone = false;
  for (int i = 0; i < 100 && !gone; ++i) {
    const std::string stat = "/proc/" + std::to_string(child) + "/stat";
    gone = !std::filesystem::exists(stat) || read_file(stat).find(") Z") != std::string::npos;
    if (!gone) std::this_thread::sleep_for(20ms);
  }
  CHECK(gone);
}

TEST_CASE("Exec: a program that ignores being asked to stop is stopped all the same") {
  const auto begin = std::chrono::steady_clock::now();
  CHECK(run_shell("trap '' TERM; while :; do sleep 1; done", 300ms).kind == Delivered::Kind::retry);
  CHECK(std::chrono::steady_clock::now() - begin < 10s);
}

TEST_CASE("Exec: what a program leaves running in the background holds nobody up") {
  const auto begin = std::chrono::steady_clock::now();
  CHECK(run_shell("sleep 8 & exit 0").kind == Delivered::Kind::done);
  CHECK(std::chrono::steady_clock::now() - begin < 5s);
}

TEST_CASE("Exec: endless output neither fills memory nor holds the program up") {
  const Delivered delivered = run_shell("head -c 5000000 /dev/zero >&2; head -c 5000000 /dev/zero; exit 0");
  CHECK(delivered.kind == Delivered::Kind::done);
  CHECK(delivered.reason.size() <= 500);
}

TEST_CASE("Exec: a reason that is not text becomes text") {
  const Delivered delivered = run_shell("printf 'K\\305\\215whai \\377\\376 \\033[31mred\\n' >&2; exit 1");
  CHECK(delivered.reason == "Kōwhai   [31mred");
  CHECK_NOTHROW(json::parse(json::serialize(json::value(delivered.reason))));
}

TEST_CASE("Exec: a large delivery to a program that does not read it is no trouble") {
  const std::string payload = R"({"text":")" + std::string(4 << 20, 'x') + R"("})";
  CHECK(run({"/bin/true"}, 10s, payload).kind == Delivered::Kind::done);
  CHECK(run({"/bin/sh", "-c", "test $(wc -c) -gt 4000000"}, 10s, payload).kind == Delivered::Kind::done);
}

TEST_CASE("Exec: the program sees nothing of the server but its delivery") {
  ::setenv("FULL_CIRCLE_TEST_SECRET", "shown to nobody", 1);
  const TemporaryFolder folder;
  const std::string path = (folder / "seen").string();
  CHECK(run_shell("{ env; pwd; ls /proc/self/fd; } > '" + path + "'").kind == Delivered::Kind::done);
  ::unsetenv("FULL_CIRCLE_TEST_SECRET");
  const std::string seen = read_file(path);
  CHECK(seen.find("SECRET") == std::string::npos);
  CHECK(seen.find("LANG=C.UTF-8\n") != std::string::npos);
  CHECK(seen.find("TZ=UTC\n") != std::string::npos);
  CHECK(seen.find("\n/\n") != std::string::npos);
  // Standard input, output and error, and the folder that ls itself reads.
  CHECK(seen.ends_with("0\n1\n2\n3\n"));
}

TEST_CASE("Exec: a program that is not there needs a person") {
  const Delivered delivered = run({"/nowhere/at-all"});
  CHECK(delivered.kind == Delivered::Kind::give_up);
  CHECK(delivered.reason == "exec:test cannot be started: No such file or directory.");
}

TEST_CASE("Exec: settings that cannot work are refused at once") {
  CHECK_THROWS_AS(make_exec("exec:x", {}, 1s), std::invalid_argument);
  CHECK_THROWS_AS(make_exec("exec:x", {"sh"}, 1s), std::invalid_argument);
  CHECK_THROWS_AS(make_exec("exec:x", {"/bin/sh"}, 0s), std::invalid_argument);
}

}  // namespace full_circle::exec
