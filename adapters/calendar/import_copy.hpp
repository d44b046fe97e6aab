#pragma once
/// The copy of one imported calendar on disk, and what is known about it.

#include "adapters/calendar/imports.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace full_circle::calendar {

/// NAME.json beside NAME.ics.
struct ImportNotes {
  std::string source;  ///< the url or file that the copy is of: another one's copy does not count
  std::string etag;
  std::string last_modified;
  ImportState state;  ///< without left_out
};

class ImportCopy {
 public:
  ImportCopy(const std::filesystem::path& folder, const ImportSource& source);
  /// nullopt when there is no copy of this source.
  std::optional<std::string> text() const;
  /// Notes that were damaged are empty ones.
  ImportNotes notes() const;
  void keep_text(const std::string& text) const;
  void keep_notes(const ImportNotes& notes) const;

 private:
  std::filesystem::path m_text;
  std::filesystem::path m_notes;
  std::string m_name;
  std::string m_source;
};

}  // namespace full_circle::calendar
