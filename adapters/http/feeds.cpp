#include "adapters/http/feeds.hpp"

#include "adapters/shared/icalendar.hpp"
#include "adapters/shared/payload.hpp"
#include "engine/record.hpp"
#include "workflows/engagement/calendar/council_time.hpp"

#include <algorithm>

namespace full_circle::http {

namespace {

using engagement::Ask;

constexpr int days_back = 13 * 7;
constexpr int days_ahead = 548;
constexpr std::size_t entries_max = 2'000;
constexpr std::size_t feeds_kept = 256;
constexpr std::size_t id_characters_max = 300;

/// An invitation that waits for an answer is no date in anybody's diary.
bool in_diaries(const Ask& ask) {
  return ask.kind != engagement::AskKind::offer;
}

shared::CalendarEntry entry_of(const Ask& ask, const FeedOptions& options) {
  shared::CalendarEntry entry;
  entry.uid = ask.uid + "@" + shared::host_of(options.base_url);
  entry.sequence = ask.sequence;
  entry.kind = boost::describe::enum_to_string(ask.kind, "");
  entry.summary = ask.summary;
  entry.description = ask.description;
  entry.location = ask.location;
  if (ask.is_public && !ask.slug.empty())
    entry.url = shared::absolute_link(options.base_url, "/have-your-say/" + ask.slug);
  if (ask.starts_at) {
    entry.span = shared::CalendarEntry::Span::timed;
    entry.starts_at = *ask.starts_at;
    entry.ends_at = ask.ends_at.value_or(*ask.starts_at);
  } else {
    entry.starts_on = ask.first_on;
    entry.ends_on = std::max(ask.first_on, ask.last_on);
  }
  if (ask.state == engagement::AskState::cancelled) entry.state = shared::CalendarEntry::State::cancelled;
  entry.updated_at = ask.updated_at;
  return entry;
}

std::string name_of(std::string_view scope_text, const FeedOptions& options) {
  return options.council_name + ": " +
         (scope_text == "council" ? "engagement calendar" : std::string(scope_text));
}

}  // namespace

std::optional<FeedScope> read_feed_scope(std::string_view text) {
  if (text == "council") return FeedScope{};
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string kind(text.substr(0, colon));
  const std::string id(text.substr(colon + 1));
  if (id.empty() || id.size() > id_characters_max) return std::nullopt;
  if (kind == "project") return FeedScope{.of = FeedScope::Of::project, .people = {}, .project = id};
  FeedScope scope{.of = FeedScope::Of::people, .people = {}, .project = {}};
  if (kind == "body" || !boost::describe::enum_from_string(kind.c_str(), scope.people.kind))
    return std::nullopt;
  scope.people.id = id;
  return scope;
}

Feeds::Feeds(FeedOptions options, const Services& services)
    : m_options(std::move(options)), m_services(services) {}

std::string Feeds::write(std::string_view scope_text, const FeedScope& scope, engagement::Day today,
                         const engagement::MaySee& may_see) const {
  const auto& calendar = *m_services.context->calendar;
  const auto first = engagement::plus_days(today, -days_back);
  const auto last = engagement::plus_days(today, days_ahead);
  std::vector<engagement::AskPointer> asks;
  if (scope.of == FeedScope::Of::project) {
    asks = calendar.asks_of(scope.project);
  } else {
    const auto found = scope.of == FeedScope::Of::council ? calendar.between(first, last)
                                                          : calendar.between(first, last, scope.people);
    for (const auto& one : found) asks.push_back(one.ask);
  }
  shared::CalendarFile file;
  file.name = name_of(scope_text, m_options);
  file.url = shared::absolute_link(m_options.base_url, "/have-your-say/");
  file.refresh_hours = m_options.refresh_hours;
  for (const auto& ask : asks)
    if (file.entries.size() < entries_max && in_diaries(*ask) && may_see(*ask))
      file.entries.push_back(entry_of(*ask, m_options));
  return shared::to_icalendar(file);
}

std::optional<Feed> Feeds::find(std::string_view scope_text, const FeedScope& scope, std::string_view readers,
                                const engagement::MaySee& may_see) {
  const auto& calendar = m_services.context->calendar;
  if (!calendar || !calendar->complete()) return std::nullopt;
  const auto today = engagement::day_in(m_services.clock.now(), m_services.context->zone);
  const std::int64_t edition = calendar->edition();
  const std::string key = std::string(readers) + "\n" + std::string(scope_text);
  const auto kept = m_kept.find(key);
  if (kept != m_kept.end() && kept->second.edition == edition && kept->second.day == today)
    return kept->second.feed;
  Feed feed;
  feed.body = std::make_shared<const std::string>(write(scope_text, scope, today, may_see));
  feed.tag = '"' + sha256_hex(*feed.body).substr(0, 32) + '"';
  if (kept == m_kept.end() && m_kept.size() >= feeds_kept) m_kept.clear();
  m_kept.insert_or_assign(key, Kept{feed, edition, today});
  return feed;
}

}  // namespace full_circle::http
