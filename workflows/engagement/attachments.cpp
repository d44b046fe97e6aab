#include "workflows/engagement/attachments.hpp"

#include "workflows/engagement/definition_text.hpp"
#include "workflows/engagement/json.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

constexpr std::array kinds{
    FileKind{"pdf", "application/pdf", "PDF", ".pdf"},
    FileKind{"jpeg", "image/jpeg", "JPEG picture", ".jpg", ".jpeg"},
    FileKind{"png", "image/png", "PNG picture", ".png"},
    FileKind{"text", "text/plain", "plain text", ".txt"},
    FileKind{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
             "Word document (.docx)", ".docx"},
    FileKind{"odt", "application/vnd.oasis.opendocument.text", "OpenDocument text (.odt)", ".odt"},
};

constexpr std::string_view k_attachments = "attachments";

const FileKind* kind_named(std::string_view name) {
  const auto* found =
      std::find_if(kinds.begin(), kinds.end(), [&](const FileKind& one) { return one.name == name; });
  return found == kinds.end() ? nullptr : found;
}

/// The kind of this media type, when the rule takes it.
const FileKind* taken_kind(std::string_view media_type, const AttachmentRule& rule) {
  for (const auto& name : rule.types)
    if (const FileKind* kind = kind_named(name); kind && kind->media_type == media_type) return kind;
  return nullptr;
}

std::string kinds_said(const AttachmentRule& rule) {
  std::string said;
  for (std::size_t index = 0; index < rule.types.size(); ++index) {
    const FileKind* kind = kind_named(rule.types[index]);
    const bool last = index + 1 == rule.types.size();
    said += (index == 0 ? "" : last ? " or " : ", ") + std::string(kind ? kind->said : rule.types[index]);
  }
  return said;
}

bool ends_with_case_folded(std::string_view text, std::string_view ending) {
  if (ending.empty() || text.size() < ending.size()) return false;
  return std::equal(ending.begin(), ending.end(), text.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char ours, char theirs) {
                      return ours == (theirs >= 'A' && theirs <= 'Z' ? theirs - 'A' + 'a' : theirs);
                    });
}

std::string safe_name(std::string_view sent, const FileKind& kind) {
  std::string name = shown_file_name(sent);
  if (!ends_with_case_folded(name, kind.ending) && !ends_with_case_folded(name, kind.other_ending))
    name += kind.ending;
  return name;
}

std::string fault_of(const SentFile& file, const AttachmentRule& rule) {
  if (file.bytes == 0) return "is empty";
  if (file.bytes > rule.each_bytes_max())
    return "is larger than " + std::to_string(rule.each_megabytes_max) +
           " MB, which is the most for one file";
  if (!taken_kind(file.media_type, rule))
    return "is none of the kinds of file that are taken here: " + kinds_said(rule);
  return {};
}

json::object personal_of(const Entry& entry) {
  return entry.personal.empty() ? json::object() : json::parse(entry.personal).as_object();
}

json::object attachment_json(const Attachment& one) {
  return {{"name", one.name},
          {"media_type", one.media_type},
          {"bytes", one.bytes},
          {"hash", one.hash},
          {"received_at", to_text(one.received_at)}};
}

Attachment attachment_from(const json::object& kept) {
  return {.name = json::value_to<std::string>(kept.at("name")),
          .media_type = json::value_to<std::string>(kept.at("media_type")),
          .hash = json::value_to<std::string>(kept.at("hash")),
          .bytes = kept.at("bytes").as_int64(),
          .received_at = parse_instant(kept.at("received_at").as_string()).value()};
}

}  // namespace

std::span<const FileKind> file_kinds() {
  return kinds;
}

std::string shown_file_name(std::string_view sent) {
  constexpr std::size_t longest = 200;
  const auto slash = sent.find_last_of("/\\");
  const std::string_view name = slash == std::string_view::npos ? sent : sent.substr(slash + 1);
  const bool readable = !first_bad_byte(name) && characters_in(name) <= longest &&
                        !has_control_character(name, LineBreaks::refused) &&
                        name.find_first_not_of(". ") != std::string_view::npos;
  return readable ? std::string(name) : "file";
}

std::vector<FieldProblem> attach(Entry& entry, const std::vector<SentFile>& files,
                                 const std::optional<AttachmentRule>& rule, Instant now) {
  std::vector<FieldProblem> faults;
  json::array kept = attachments_view(entry);
  for (std::size_t index = 0; index < files.size(); ++index) {
    const SentFile& file = files[index];
    const std::string field = "/attachments/" + std::to_string(index);
    if (!rule) {
      faults.push_back({field, "cannot be taken: this engagement takes no files"});
      continue;
    }
    if (auto fault = fault_of(file, *rule); !fault.empty()) {
      faults.push_back({field, std::move(fault)});
      continue;
    }
    const bool there = std::any_of(kept.begin(), kept.end(), [&](const json::value& one) {
      return one.at("hash").as_string() == file.hash;
    });
    if (there) continue;
    if (kept.size() >= static_cast<std::size_t>(rule->files_max)) {
      faults.push_back({field, "is one too many: at most " + std::to_string(rule->files_max) +
                                   (rule->files_max == 1 ? " file comes" : " files come") +
                                   " with one contribution"});
      continue;
    }
    kept.push_back(attachment_json({.name = safe_name(file.name, *taken_kind(file.media_type, *rule)),
                                    .media_type = file.media_type,
                                    .hash = file.hash,
                                    .bytes = file.bytes,
                                    .received_at = now}));
  }
  if (!faults.empty() || kept.empty()) return faults;
  json::object personal = personal_of(entry);
  personal[k_attachments] = std::move(kept);
  entry.personal = canonical(personal);
  return {};
}

std::vector<Attachment> attachments_of(const Entry& entry) {
  std::vector<Attachment> all;
  for (const auto& one : attachments_view(entry)) all.push_back(attachment_from(one.as_object()));
  return all;
}

std::optional<Attachment> attachment_of(const Entry& entry, std::string_view hash) {
  for (Attachment& one : attachments_of(entry))
    if (one.hash == hash) return std::move(one);
  return std::nullopt;
}

json::array attachments_view(const Entry& entry) {
  // Most contributions come without, and lists show hundreds of them.
  if (entry.personal.find(k_attachments) == std::string::npos) return {};
  const json::object personal = personal_of(entry);
  const auto* kept = personal.if_contains(k_attachments);
  return kept && kept->is_array() ? kept->get_array() : json::array();
}

std::string attachments_hint(const AttachmentRule& rule) {
  const std::string size = std::to_string(rule.each_megabytes_max) + " MB";
  const std::string many =
      rule.files_max == 1 ? "One file of up to " + size
                          : "Up to " + std::to_string(rule.files_max) + " files of up to " + size + " each";
  return many + ": " + kinds_said(rule) + ".";
}

std::string accepted_endings(const AttachmentRule& rule) {
  std::string endings;
  for (const auto& name : rule.types) {
    const FileKind* kind = kind_named(name);
    if (!kind) continue;
    for (const std::string_view ending : {kind->ending, kind->other_ending})
      if (!ending.empty()) endings += (endings.empty() ? "" : ",") + std::string(ending);
  }
  return endings;
}

std::string size_text(std::int64_t bytes) {
  constexpr std::int64_t kilo = 1'024;
  constexpr std::int64_t mega = kilo * kilo;
  if (bytes < kilo) return std::to_string(bytes) + " bytes";
  if (bytes < mega) return std::to_string((bytes + kilo - 1) / kilo) + " KB";
  const std::int64_t tenths = (bytes * 10 + mega - 1) / mega;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

}  // namespace full_circle::engagement
