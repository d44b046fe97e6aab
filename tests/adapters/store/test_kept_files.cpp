#include "adapters/store/kept_files.hpp"
#include "engine/record.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>
#include <thread>
#include <vector>

using namespace full_circle;

TEST_CASE("Kept files: the same bytes are one file, and come back as they were", "[store]") {
  TemporaryFolder folder;
  const auto files = store::open_kept_files(folder / "attachments");
  const std::string content("a\0b\r\n\xff", 6);
  const auto hash = files->put(content);
  CHECK(hash == sha256_hex(content));
  CHECK(files->put(content) == hash);
  CHECK(files->holds(hash));
  CHECK(files->read(hash) == content);
  CHECK(std::distance(std::filesystem::directory_iterator(folder / "attachments"), {}) == 1);
  CHECK((std::filesystem::status(folder / "attachments" / hash).permissions() &
         std::filesystem::perms::others_all) == std::filesystem::perms::none);
  files->remove(hash);
  files->remove(hash);
  CHECK_FALSE(files->holds(hash));
  CHECK_FALSE(files->read(hash));
}

TEST_CASE("Kept files: what is no hash is never looked for", "[store]") {
  TemporaryFolder folder;
  std::ofstream(folder / "secret") << "secret";
  const auto files = store::open_kept_files(folder / "attachments");
  for (const std::string name : {"../secret", "", ".", "..", "/etc/passwd"}) {
    CHECK_FALSE(files->holds(name));
    CHECK_FALSE(files->read(name));
    files->remove(name);
  }
  CHECK(std::filesystem::exists(folder / "secret"));
}

TEST_CASE("Kept files: only what was put long ago can be nobody's, and what a crash left goes", "[store]") {
  TemporaryFolder folder;
  const auto files = store::open_kept_files(folder / "attachments");
  const auto old = files->put("old");
  files->put("new");
  std::ofstream(folder / "attachments" / ".half.part") << "half";
  const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours{25};
  for (const std::string& name : {old, std::string(".half.part")})
    std::filesystem::last_write_time(folder / "attachments" / name, long_ago);
  CHECK(files->settled() == std::vector<std::string>{old});
  CHECK_FALSE(std::filesystem::exists(folder / "attachments" / ".half.part"));
}

TEST_CASE("Kept files: two who put the same at once both have it", "[store]") {
  TemporaryFolder folder;
  const auto files = store::open_kept_files(folder / "attachments");
  const std::string content(1'000'000, 'x');
  std::vector<std::thread> putting;
  for (int i = 0; i < 4; ++i) putting.emplace_back([&] { files->put(content); });
  for (auto& one : putting) one.join();
  CHECK(files->read(sha256_hex(content)) == content);
}
