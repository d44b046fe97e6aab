#pragma once
/// What a file is, by what stands in it and nothing else (libmagic).

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace full_circle::http {

/// May be used from any thread; one file is looked at at a time.
class FileTypes {
 public:
  FileTypes();  ///< throws when the system's list of types cannot be read
  ~FileTypes();
  FileTypes(const FileTypes&) = delete;
  FileTypes& operator=(const FileTypes&) = delete;

  /// "application/pdf"; "application/octet-stream" for what nobody knows.
  std::string of(std::string_view content) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> m_inside;
  mutable std::mutex m_mutex;
};

}  // namespace full_circle::http
