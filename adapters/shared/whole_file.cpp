#include "adapters/shared/whole_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace full_circle::shared {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what, const fs::path& path) {
  throw std::system_error(errno, std::generic_category(), what + " " + path.filename().string());
}

/// Closes on every way out.
struct Descriptor {
  explicit Descriptor(int value) : number(value) {}
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number;
};

void write_all(const Descriptor& file, std::string_view content, const fs::path& path) {
  while (!content.empty()) {
    const auto written = ::write(file.number, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("cannot write", path);
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void write_whole_file(const fs::path& path, std::string_view content, ReadBy read_by) {
  const auto folder = path.parent_path();
  fs::create_directories(folder);
  const mode_t mode = read_by == ReadBy::owner ? 0600 : 0644;
  if (const auto existing = read_whole_file(path); existing && *existing == content) {
    if (read_by == ReadBy::owner && ::chmod(path.c_str(), mode) != 0) fail("cannot protect", path);
    return;
  }
  fs::path temporary = folder / ("." + path.filename().string() + "." + std::to_string(::getpid()) + ".part");
  try {
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (file.number < 0) fail("cannot create", path);
    // One of the same name may be left from a crash, with another mode.
    if (read_by == ReadBy::owner && ::fchmod(file.number, mode) != 0) fail("cannot protect", path);
    write_all(file, content, path);
    if (::fsync(file.number) != 0) fail("cannot sync", path);
    if (::rename(temporary.c_str(), path.c_str()) != 0) fail("cannot replace", path);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.number < 0 || ::fsync(directory.number) != 0) fail("cannot sync the folder of", path);
}

void make_private_folder(const fs::path& folder) {
  if (fs::create_directories(folder)) fs::permissions(folder, fs::perms::owner_all);
}

std::optional<std::string> read_whole_file(const fs::path& path) {
  constexpr std::size_t size_max = std::size_t{64} << 20;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    fail("cannot open", path);
  }
  std::string content;
  char block[16384];
  for (;;) {
    const auto got = ::read(file.number, block, sizeof block);
    if (got < 0) {
      if (errno == EINTR) continue;
      fail("cannot read", path);
    }
    if (got == 0) return content;
    if (content.size() + static_cast<std::size_t>(got) > size_max) {
      errno = EFBIG;
      fail("cannot read", path);
    }
    content.append(block, static_cast<std::size_t>(got));
  }
}

FolderLock::FolderLock(const fs::path& folder) {
  fs::create_directories(folder);
  const auto path = folder / ".lock";
  m_file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (m_file < 0) fail("cannot open", path);
  while (::flock(m_file, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    const int error = errno;
    ::close(m_file);
    errno = error;
    fail("cannot lock", path);
  }
}

FolderLock::~FolderLock() {
  ::close(m_file);
}

}  // namespace full_circle::shared
