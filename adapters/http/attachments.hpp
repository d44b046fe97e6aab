#pragma once
/// Files on their way in and out: what the API and the form share.

#include "adapters/http/desk.hpp"
#include "adapters/http/multipart.hpp"
#include "workflows/engagement/attachments.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::http {

/// The most that a request with files takes: all of them, and what is said beside them.
inline constexpr std::size_t attaching_bytes_max = std::size_t{engagement::attached_megabytes_max + 2} << 20;

/// A file whose content has been looked at.
struct ArrivedFile {
  engagement::SentFile file;
  std::string content;
};
ArrivedFile looked_at(const Desk& desk, std::string name, std::string content);
std::vector<ArrivedFile> looked_at(const Desk& desk, const std::vector<SentPart>& parts);
std::vector<engagement::SentFile> without_content(const std::vector<ArrivedFile>& files);

/// Puts on the disk what is not there. Called before a contribution names them, and once more in the
/// transaction in which it does: an erasure may have taken the only other copy in between.
void put_missing(KeptFiles& kept, const std::vector<ArrivedFile>& files);

/// Which files come with a contribution to this project; nothing: none.
std::optional<engagement::AttachmentRule> attachment_rule(const Desk& desk,
                                                          const engagement::Project& project);

}  // namespace full_circle::http
