#include "adapters/http/attachments.hpp"

#include "adapters/http/text.hpp"
#include "engine/record.hpp"

namespace full_circle::http {

ArrivedFile looked_at(const Desk& desk, std::string name, std::string content) {
  ArrivedFile arrived{.file = {.name = std::move(name),
                               .media_type = desk.file_types->of(content),
                               .hash = sha256_hex(content),
                               .bytes = static_cast<std::int64_t>(content.size())},
                      .content = {}};
  arrived.content = std::move(content);
  return arrived;
}

std::vector<ArrivedFile> looked_at(const Desk& desk, const std::vector<SentPart>& parts) {
  std::vector<ArrivedFile> files;
  files.reserve(parts.size());
  for (const SentPart& part : parts)
    files.push_back(looked_at(desk, part.file_name.value_or(""), part.content));
  return files;
}

std::vector<engagement::SentFile> without_content(const std::vector<ArrivedFile>& files) {
  std::vector<engagement::SentFile> all;
  all.reserve(files.size());
  for (const ArrivedFile& one : files) all.push_back(one.file);
  return all;
}

void put_missing(KeptFiles& kept, const std::vector<ArrivedFile>& files) {
  for (const ArrivedFile& one : files)
    if (!kept.holds(one.file.hash)) kept.put(one.content);
}

std::optional<engagement::AttachmentRule> attachment_rule(const Desk& desk,
                                                          const engagement::Project& project) {
  const auto definition = desk.services.context->definitions->by_hash(project.about->definition_hash);
  return definition ? definition->contributions.attachments : std::nullopt;
}

}  // namespace full_circle::http
