#pragma once
/// Files that come with somebody's words. What a file is called and what stands in it can tell who sent it,
/// so its place is in the part of a contribution that is forgotten with the person; the file itself is kept
/// by its hash (engine/ports/kept_files.hpp). Source: SA step 3 (people say it in the way that suits them),
/// Privacy Act 2020 IPP 5 and 9.

#include "engine/instant.hpp"
#include "engine/ports/store.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/definition.hpp"

#include <boost/json/array.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// A kind of file that a definition may take.
struct FileKind {
  std::string_view name;  ///< as definitions have it
  std::string_view media_type;
  std::string_view said;    ///< as people read it
  std::string_view ending;  ///< ".pdf"
  std::string_view other_ending{};
};
std::span<const FileKind> file_kinds();

/// All files of one sending, in units of 1,048,576 bytes: what the way in has to let through.
inline constexpr int attached_megabytes_max = 30;

/// A file as it was sent, and what it turned out to be.
struct SentFile {
  std::string name;        ///< anything: it is the sender's word
  std::string media_type;  ///< by its content, never by the sender's word
  std::string hash;
  std::int64_t bytes = 0;
};

/// One that a contribution names.
struct Attachment {
  std::string name;  ///< one line, without a path, with the ending of its kind
  std::string media_type;
  std::string hash;
  std::int64_t bytes = 0;
  Instant received_at{};
};

/// Adds them to a contribution; one that it names already is there once. Nothing is added when there is a
/// fault: "/attachments/0" is the first of `files`. No rule: none are taken.
std::vector<FieldProblem> attach(Entry& entry, const std::vector<SentFile>& files,
                                 const std::optional<AttachmentRule>& rule, Instant now);
/// In the order they came; empty when they are forgotten.
std::vector<Attachment> attachments_of(const Entry& entry);
std::optional<Attachment> attachment_of(const Entry& entry, std::string_view hash);

/// What a file is called, without the folders it lay in; "file" when that cannot be shown.
std::string shown_file_name(std::string_view sent);
/// [{"name", "media_type", "bytes", "hash", "received_at"}]
boost::json::array attachments_view(const Entry& entry);
/// "Up to 3 files of up to 10 MB each: PDF, JPEG picture …"
std::string attachments_hint(const AttachmentRule& rule);
/// ".pdf,.jpg,.jpeg": what a browser offers to choose from.
std::string accepted_endings(const AttachmentRule& rule);
/// "1.2 MB", "640 KB", "12 bytes".
std::string size_text(std::int64_t bytes);

}  // namespace full_circle::engagement
