#include "adapters/calendar/import_copy.hpp"

#include "adapters/shared/payload.hpp"
#include "adapters/shared/whole_file.hpp"

#include <boost/json.hpp>

namespace full_circle::calendar {

namespace {

namespace json = boost::json;

json::value instant_or_null(const std::optional<Instant>& instant) {
  return instant ? json::value(to_text(*instant)) : json::value();
}

}  // namespace

ImportCopy::ImportCopy(const std::filesystem::path& folder, const ImportSource& source)
    : m_text(folder / (source.name + ".ics")),
      m_notes(folder / (source.name + ".json")),
      m_name(source.name),
      m_source(source.url.empty() ? source.file.string() : source.url) {}

std::optional<std::string> ImportCopy::text() const {
  if (notes().source != m_source) return std::nullopt;
  return shared::read_whole_file(m_text);
}

ImportNotes ImportCopy::notes() const {
  ImportNotes notes;
  notes.state.name = m_name;
  const auto content = shared::read_whole_file(m_notes);
  if (!content) return notes;
  shared::Payload payload(*content);
  shared::Fields fields = payload.fields();
  ImportNotes kept = notes;
  kept.source = fields.line_or_empty("source");
  kept.etag = fields.line_or_empty("etag");
  kept.last_modified = fields.line_or_empty("last_modified");
  if (fields.has("tried_at")) kept.state.tried_at = fields.instant("tried_at");
  if (fields.has("read_at")) kept.state.read_at = fields.instant("read_at");
  kept.state.problem = fields.line_or_empty("problem");
  kept.state.entries = static_cast<std::size_t>(fields.number_or("entries", 0));
  return payload.ok() && kept.source == m_source ? kept : notes;
}

void ImportCopy::keep_text(const std::string& text) const {
  shared::write_whole_file(m_text, text, shared::ReadBy::owner);
}

void ImportCopy::keep_notes(const ImportNotes& notes) const {
  const json::object content{{"source", m_source},
                             {"etag", notes.etag},
                             {"last_modified", notes.last_modified},
                             {"tried_at", instant_or_null(notes.state.tried_at)},
                             {"read_at", instant_or_null(notes.state.read_at)},
                             {"problem", notes.state.problem},
                             {"entries", notes.state.entries}};
  shared::write_whole_file(m_notes, json::serialize(content) + "\n", shared::ReadBy::owner);
}

}  // namespace full_circle::calendar
