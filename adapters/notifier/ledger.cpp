#include "adapters/notifier/ledger.hpp"

#include "adapters/notifier/notice.hpp"
#include "adapters/shared/whole_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace full_circle::notifier {

namespace {

constexpr std::string_view k_accepted = " accepted";
constexpr std::string_view k_refused = " refused";

void append_and_sync(const std::filesystem::path& path, const std::string& line) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const bool written = file >= 0 &&
                       ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                       ::fdatasync(file) == 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  if (!written)
    throw std::system_error(error, std::generic_category(), "the ledger of a message cannot be written");
}

}  // namespace

Ledger::Ledger(const std::filesystem::path& folder, std::string_view key)
    : m_path(folder / (delivery_hash(key, "") + ".ledger")) {
  const auto content = shared::read_whole_file(m_path);
  if (!content) {
    shared::write_whole_file(m_path, "",
                             shared::ReadBy::owner);  // its name is on disk before the first message leaves
    return;
  }
  std::size_t from = 0;
  for (auto end = content->find('\n'); end != std::string::npos; end = content->find('\n', from)) {
    const std::string_view line = std::string_view(*content).substr(from, end - from);
    from = end + 1;
    if (line.ends_with(k_accepted)) m_accepted.emplace(line.substr(0, line.size() - k_accepted.size()));
    if (line.ends_with(k_refused)) m_refused.emplace(line.substr(0, line.size() - k_refused.size()));
  }
  // A line cut short by a crash says nothing; the next one must not be written behind it.
  if (from != content->size())
    shared::write_whole_file(m_path, content->substr(0, from), shared::ReadBy::owner);
}

Ledger::Note Ledger::note_for(const std::string& address_hash) const {
  if (m_accepted.contains(address_hash)) return Note::accepted;
  return m_refused.contains(address_hash) ? Note::refused : Note::none;
}

void Ledger::add(const std::string& address_hash, Note note) {
  const bool accepted = note == Note::accepted;
  append_and_sync(m_path, address_hash + std::string(accepted ? k_accepted : k_refused) + "\n");
  (accepted ? m_accepted : m_refused).insert(address_hash);
}

void Ledger::forget_refused() {
  m_refused.clear();
  std::string content;
  for (const auto& hash : m_accepted) content += hash + std::string(k_accepted) + "\n";
  shared::write_whole_file(m_path, content, shared::ReadBy::owner);
}

}  // namespace full_circle::notifier
