#include "adapters/store/kept_files.hpp"

#include "adapters/shared/whole_file.hpp"
#include "engine/record.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>

namespace full_circle::store {

namespace {

namespace fs = std::filesystem;

/// Far longer than any request lasts between a file and the contribution that names it.
constexpr std::chrono::hours settled_after{24};
constexpr std::size_t hash_digits = 64;

/// Hashes come in addresses too: nothing else is looked for on the disk.
bool is_hash(std::string_view text) {
  return text.size() == hash_digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// What a crash left half-written.
bool is_left_over(const std::string& name) {
  return name.starts_with('.') && name.ends_with(".part");
}

class FolderOfFiles final : public KeptFiles {
 public:
  explicit FolderOfFiles(fs::path folder) : m_folder(std::move(folder)) {
    shared::make_private_folder(m_folder);
  }

  std::string put(std::string_view content) override {
    std::string hash = sha256_hex(content);
    // Two writing the same file at once would write to one temporary name.
    const std::lock_guard lock(m_mutex);
    if (!holds(hash)) shared::write_whole_file(m_folder / hash, content, shared::ReadBy::owner);
    return hash;
  }
  bool holds(std::string_view hash) override { return is_hash(hash) && fs::exists(m_folder / hash); }
  std::optional<std::string> read(std::string_view hash) override {
    if (!is_hash(hash)) return std::nullopt;
    return shared::read_whole_file(m_folder / hash);
  }
  void remove(std::string_view hash) override {
    if (is_hash(hash)) fs::remove(m_folder / hash);
  }
  std::vector<std::string> settled() override;

 private:
  fs::path m_folder;
  std::mutex m_mutex;
};

std::vector<std::string> FolderOfFiles::settled() {
  std::vector<std::string> found;
  const auto before = fs::file_time_type::clock::now() - settled_after;
  for (const auto& file : fs::directory_iterator(m_folder)) {
    std::error_code gone;
    const auto written = fs::last_write_time(file.path(), gone);
    if (gone || written >= before) continue;
    std::string name = file.path().filename().string();
    if (is_left_over(name)) {
      fs::remove(file.path());
    } else if (is_hash(name)) {
      found.push_back(std::move(name));
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::unique_ptr<KeptFiles> open_kept_files(const fs::path& folder) {
  return std::make_unique<FolderOfFiles>(folder);
}

}  // namespace full_circle::store
