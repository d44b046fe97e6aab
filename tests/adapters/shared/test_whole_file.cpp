#include "adapters/shared/whole_file.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <system_error>
#include <thread>

namespace full_circle::shared {

TEST_CASE("Whole file: a reader sees the old content or the new, never a piece") {
  const TemporaryFolder folder;
  const auto path = folder / "a/b/file";
  const std::string first(300'000, 'a');
  const std::string second(500'000, 'b');
  write_whole_file(path, first);
  std::atomic<bool> stop{false};
  std::atomic<int> torn{0};
  std::atomic<int> reads{0};
  std::thread reader([&] {
    while (!stop) {
      const auto seen = read_whole_file(path);
      if (!seen || (*seen != first && *seen != second)) ++torn;
      ++reads;
    }
  });
  for (int i = 0; i < 40; ++i) write_whole_file(path, i % 2 == 0 ? second : first);
  stop = true;
  reader.join();
  CHECK(torn == 0);
  CHECK(reads > 0);
}

TEST_CASE("Whole file: the same content again leaves the file alone") {
  const TemporaryFolder folder;
  const auto path = folder / "file";
  write_whole_file(path, "x");
  const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
  std::filesystem::last_write_time(path, long_ago);
  write_whole_file(path, "x");
  CHECK(std::filesystem::last_write_time(path) == long_ago);
  write_whole_file(path, "y");
  CHECK(std::filesystem::last_write_time(path) != long_ago);
}

TEST_CASE("Whole file: what cannot be written throws and leaves nothing behind") {
  const TemporaryFolder folder;
  const auto path = folder / "file";
  std::filesystem::create_directories(path / "in-the-way");
  CHECK_THROWS_AS(write_whole_file(path, "x"), std::system_error);
  std::size_t left = 0;
  for (const auto& item : std::filesystem::directory_iterator(folder.path()))
    left += item.is_regular_file() ? 1 : 0;
  CHECK(left == 0);
}

TEST_CASE("Whole file: what only its owner may read is 0600, and its folder 0700") {
  using std::filesystem::perms;
  const TemporaryFolder folder;
  make_private_folder(folder / "private");
  CHECK(std::filesystem::status(folder / "private").permissions() == perms::owner_all);
  const auto path = folder / "private/file";
  write_whole_file(path, "x");
  CHECK(std::filesystem::status(path).permissions() != (perms::owner_read | perms::owner_write));
  write_whole_file(path, "x", ReadBy::owner);
  CHECK(std::filesystem::status(path).permissions() == (perms::owner_read | perms::owner_write));
  write_whole_file(path, "y", ReadBy::owner);
  CHECK(std::filesystem::status(path).permissions() == (perms::owner_read | perms::owner_write));
}

TEST_CASE("Whole file: what is not there is nothing, not a fault") {
  const TemporaryFolder folder;
  CHECK_FALSE(read_whole_file(folder / "absent"));
  CHECK_FALSE(read_whole_file(folder / "absent/file"));
}

TEST_CASE("Folder lock: one writer at a time") {
  const TemporaryFolder folder;
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  const auto work = [&] {
    for (int i = 0; i < 50; ++i) {
      const FolderLock lock(folder.path());
      most = std::max(most.load(), ++inside);
      std::this_thread::yield();
      --inside;
    }
  };
  std::thread one(work);
  std::thread two(work);
  one.join();
  two.join();
  CHECK(most == 1);
}

}  // namespace full_circle::shared
