#include "config/kept_project.hpp"

#include "config/calendar_imports.hpp"
#include "config/calendar_keeper.hpp"
#include "config/clock.hpp"

#include "workflows/engagement/calendar/council_time.hpp"

#include <boost/json.hpp>

namespace full_circle::config {
namespace {

constexpr int page = 1'000;

std::string json_text(std::string_view text) {
  return boost::json::serialize(boost::json::string(text.data(), text.size()));
}

Records open_with(const Settings& settings, std::shared_ptr<const engagement::EngagementCalendar> calendar) {
  Records records{settings, open_kept(settings, WhenMissing::refuse), nullptr, nullptr};
  records.reader = records.kept.store->reader();
  records.context = make_context(settings, *records.kept.store, std::move(calendar));
  return records;
}

}  // namespace

Records open_records(const Settings& settings) {
  return open_with(settings, nullptr);
}

Records open_records_with_calendar(const Settings& settings) {
  const auto calendar = std::make_shared<engagement::EngagementCalendar>();
  Records records = open_with(settings, calendar);
  const engagement::EngagementWorkflow workflow(records.context);
  read_calendars(
      *calendar, *records.context, *records.reader,
      [&](const std::string& project) -> std::shared_ptr<const Aggregate> {
        return workflow.replay(nullptr, all_events(*records.reader, project));
      },
      [](const std::string& project, std::string_view why) {
        throw std::runtime_error("project " + project + " cannot be read: " + std::string(why));
      });
  const ServerClock clock;
  make_imports(settings, clock, [&](const std::string& name, const auto& entries) {
    calendar->replace(imported_part(settings, name, entries));
  });
  calendar->tell_complete();
  return records;
}

std::vector<StoredEvent> all_events(StoreReader& reader, std::string_view project) {
  std::vector<StoredEvent> events;
  while (true) {
    auto more = reader.events_of(project, events.empty() ? 0 : events.back().seq, page);
    const bool last = more.size() < static_cast<std::size_t>(page);
    for (StoredEvent& event : more) events.push_back(std::move(event));
    if (last) return events;
  }
}

std::optional<KeptProject> read_project(Records& records, std::string_view id_or_slug,
                                        std::optional<Instant> at) {
  const auto row = records.reader->project(id_or_slug);
  if (!row) return std::nullopt;
  KeptProject kept;
  kept.events = all_events(*records.reader, row->project);
  if (at) std::erase_if(kept.events, [&](const StoredEvent& event) { return event.recorded_at > *at; });
  if (kept.events.empty()) return std::nullopt;
  const engagement::EngagementWorkflow workflow(records.context);
  kept.aggregate = workflow.replay(nullptr, kept.events);
  return kept;
}

std::string export_line(const StoredEvent& event) {
  // `data` is canonical JSON already: it goes in as it stands, because the hash is over these very bytes.
  std::string line = "{\"by\":" + json_text(event.by) + ",\"data\":" + event.data;
  line += ",\"hash\":" + json_text(event.hash) + ",\"on_behalf_of\":" + json_text(event.on_behalf_of);
  line += ",\"previous_hash\":" + json_text(event.previous_hash) + ",\"project\":" + json_text(event.project);
  line += ",\"recorded_at_utc\":" + json_text(to_text(event.recorded_at));
  line += ",\"request_id\":" + json_text(event.request_id) + ",\"seq\":" + std::to_string(event.seq);
  line += ",\"type\":" + json_text(event.type) + ",\"type_version\":" + std::to_string(event.type_version);
  return line + "}";
}

std::optional<StoredEvent> read_export_line(std::string_view line) {
  boost::json::error_code error;
  boost::json::parse_options options;
  options.max_depth = 128;
  const boost::json::value value = boost::json::parse({line.data(), line.size()}, error, {}, options);
  if (error || !value.is_object()) return std::nullopt;
  const boost::json::object& object = value.get_object();
  const auto text = [&](const char* key) -> std::optional<std::string> {
    const auto* found = object.if_contains(key);
    if (!found || !found->is_string()) return std::nullopt;
    return std::string(found->get_string());
  };
  const auto* data = object.if_contains("data");
  const auto* seq = object.if_contains("seq");
  const auto* version = object.if_contains("type_version");
  const auto recorded_at = parse_instant(text("recorded_at_utc").value_or(""));
  if (!data || !seq || !seq->is_int64() || !version || !version->is_int64() || !recorded_at) {
    return std::nullopt;
  }
  StoredEvent event;
  event.project = text("project").value_or("");
  event.seq = seq->get_int64();
  event.type = text("type").value_or("");
  event.type_version = static_cast<int>(version->get_int64());
  event.data = boost::json::serialize(*data);
  event.recorded_at = *recorded_at;
  event.by = text("by").value_or("");
  event.on_behalf_of = text("on_behalf_of").value_or("");
  event.request_id = text("request_id").value_or("");
  event.previous_hash = text("previous_hash").value_or("");
  event.hash = text("hash").value_or("");
  return event;
}

std::string export_end_line(const ExportEnd& end) {
  return "{\"project\":" + json_text(end.project) + ",\"events\":" + std::to_string(end.events) +
         ",\"hash\":" + json_text(end.hash) + "}";
}

std::optional<ExportEnd> read_export_end(std::string_view line) {
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse({line.data(), line.size()}, error);
  if (error || !value.is_object() || value.get_object().size() != 3) return std::nullopt;
  const auto* project = value.get_object().if_contains("project");
  const auto* events = value.get_object().if_contains("events");
  const auto* hash = value.get_object().if_contains("hash");
  if (!project || !project->is_string() || !events || !events->is_int64() || !hash || !hash->is_string()) {
    return std::nullopt;
  }
  return ExportEnd{std::string(project->get_string()), events->get_int64(), std::string(hash->get_string())};
}

std::optional<Instant> instant_or_day(std::string_view text, const std::string& zone) {
  if (const auto day = parse_day(text)) return engagement::end_of(*day, zone) - std::chrono::milliseconds(1);
  return parse_instant(text);
}

}  // namespace full_circle::config
