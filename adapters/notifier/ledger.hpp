#pragma once
/// Which addresses a delivery has reached. It holds hashes, never addresses.

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace full_circle::notifier {

/// The notes of one delivery; kept on disk and synced line by line, so that a retry after a crash skips whom
/// the server has already taken a message for.
class Ledger {
 public:
  Ledger(const std::filesystem::path& folder, std::string_view key);

  enum class Note { none, accepted, refused };
  Note note_for(const std::string& address_hash) const;
  void add(const std::string& address_hash, Note note);
  std::size_t refused() const { return m_refused.size(); }
  /// When a person sends the delivery again, only those refused are tried again.
  void forget_refused();

 private:
  std::filesystem::path m_path;
  std::set<std::string> m_accepted;
  std::set<std::string> m_refused;
};

}  // namespace full_circle::notifier
