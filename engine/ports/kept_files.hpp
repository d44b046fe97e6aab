#pragma once
/// Files that people gave, kept by what is in them: the same bytes twice are one file. Who gave them, and
/// what they were called, stands elsewhere; here nothing leads from a file to a person.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle {

/// May be used from any thread. Throws when the disk does not answer.
class KeptFiles {
 public:
  virtual ~KeptFiles() = default;

  /// The SHA-256 of the content, as 64 hexadecimal digits: its only name. It is on the disk when this
  /// returns.
  virtual std::string put(std::string_view content) = 0;
  virtual bool holds(std::string_view hash) = 0;
  /// nullopt when there is none.
  virtual std::optional<std::string> read(std::string_view hash) = 0;
  /// Twice is as if once.
  virtual void remove(std::string_view hash) = 0;
  /// Those put so long ago that whatever they were sent with was kept since, or never will be.
  virtual std::vector<std::string> settled() = 0;
};

}  // namespace full_circle
