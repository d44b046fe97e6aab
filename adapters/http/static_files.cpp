#include "adapters/http/static_files.hpp"

#include "adapters/http/response.hpp"
#include "adapters/http/text.hpp"

#include <date/date.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace full_circle::http {

namespace {

constexpr std::size_t file_bytes_max = std::size_t{16} * 1024 * 1024;
constexpr std::size_t kept_bytes_max = std::size_t{32} * 1024 * 1024;

std::string_view type_of(const std::filesystem::path& file) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> types{{
      {".html", "text/html; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".xml", "application/xml; charset=utf-8"},
      {".atom", "application/atom+xml; charset=utf-8"},
      {".ics", media::calendar},
      {".json", "application/json"},
      {".txt", "text/plain; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"},
      {".woff2", "font/woff2"},
  }};
  const std::string extension = file.extension().string();
  const auto found =
      std::find_if(types.begin(), types.end(), [&](const auto& type) { return type.first == extension; });
  return found == types.end() ? "application/octet-stream" : found->second;
}

/// Closes what it holds.
class Descriptor {
 public:
  explicit Descriptor(int number) : m_number(number) {}
  ~Descriptor() {
    if (m_number >= 0) ::close(m_number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return m_number; }

 private:
  int m_number;
};

std::optional<std::string> read_all(int descriptor, std::size_t size) {
  std::string body(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ::ssize_t count = ::read(descriptor, body.data() + done, size - done);
    if (count <= 0) return std::nullopt;
    done += static_cast<std::size_t>(count);
  }
  return body;
}

/// The segments of a path, decoded; nothing when one of them could lead elsewhere.
std::optional<std::filesystem::path> safe_path(std::string_view path) {
  std::filesystem::path safe;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const auto segment = percent_decoded(path.substr(0, slash), Plus::as_it_is);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    if (!segment || segment->empty() || segment->front() == '.') return std::nullopt;
    if (segment->find_first_of("/\\") != std::string::npos) return std::nullopt;
    safe /= *segment;
  }
  return safe;
}

}  // namespace

StaticFolder::StaticFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}

bool StaticFolder::is_inside(const std::filesystem::path& path) const {
  const auto [root, rest] = std::mismatch(m_root.begin(), m_root.end(), path.begin(), path.end());
  return root == m_root.end();
}

StaticFolder::Found StaticFolder::find(std::string_view path) {
  if (m_folder.empty()) return {};
  std::error_code error;
  if (m_root.empty()) {
    m_root = std::filesystem::canonical(m_folder, error);
    if (error) {
      m_root.clear();
      return {};
    }
  }
  const bool wants_folder = path.empty() || path.ends_with('/');
  const auto safe = safe_path(path);
  if (!safe) return {};
  // Links are followed first, so that what is opened is known to be inside.
  const std::filesystem::path real = std::filesystem::canonical(m_root / *safe, error);
  if (error || !is_inside(real)) return {};
  if (!std::filesystem::is_directory(real, error)) {
    if (wants_folder) return {};
    auto file = open(real);
    return Found{file ? Kind::file : Kind::nothing, file};
  }
  const std::filesystem::path index = std::filesystem::canonical(real / "index.html", error);
  if (error || !is_inside(index)) return {};
  auto file = open(index);
  if (!file) return {};
  return Found{wants_folder ? Kind::file : Kind::folder, file};
}

std::shared_ptr<const StaticFile> StaticFolder::open(const std::filesystem::path& file) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat about {};
  if (descriptor.number() < 0 || ::fstat(descriptor.number(), &about) != 0 || !S_ISREG(about.st_mode)) {
    return nullptr;
  }
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size > file_bytes_max) return nullptr;
  const std::int64_t modified_ns = about.st_mtim.tv_sec * 1'000'000'000LL + about.st_mtim.tv_nsec;
  const auto known = m_kept.find(file.native());
  if (known != m_kept.end() && known->second.modified_ns == modified_ns &&
      known->second.size == about.st_size) {
    return known->second.file;
  }
  std::optional<std::string> body = read_all(descriptor.number(), size);
  if (!body) return nullptr;
  std::ostringstream tag;
  tag << '"' << std::hex << modified_ns << '-' << size << '-' << about.st_ino << '"';
  auto read = std::make_shared<StaticFile>();
  read->body = std::make_shared<const std::string>(std::move(*body));
  read->tag = tag.str();
  read->modified_at = std::chrono::sys_seconds{std::chrono::seconds{about.st_mtim.tv_sec}};
  read->content_type = type_of(file);
  if (m_kept_bytes + size > kept_bytes_max) {
    m_kept.clear();
    m_kept_bytes = 0;
  }
  m_kept_bytes += size;
  m_kept.insert_or_assign(file.native(), Kept{read, modified_ns, about.st_size});
  return read;
}

std::string http_date(std::chrono::sys_seconds instant) {
  return date::format("%a, %d %b %Y %T GMT", instant);
}

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::chrono::sys_seconds instant{};
  date::from_stream(in, "%a, %d %b %Y %T GMT", instant);
  if (in.fail()) return std::nullopt;
  return instant;
}

}  // namespace full_circle::http
