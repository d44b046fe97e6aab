#include "adapters/http/feeds.hpp"

#include "adapters/http/text.hpp"
#include "adapters/shared/icalendar.hpp"
#include "adapters/shared/payload.hpp"
#include "engine/record.hpp"
#include "workflows/engagement/calendar/council_time.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace full_circle::http {

namespace {

using engagement::Ask;

constexpr int days_back = 13 * 7;
constexpr int days_ahead = 548;
constexpr std::size_t entries_max = 2'000;
constexpr std::size_t feeds_kept = 256;

/// An invitation that waits for an answer is no date in anybody's diary.
bool in_diaries(const Ask& ask) {
  return ask.kind != engagement::AskKind::offer;
}

shared::CalendarEntry::Kind kind_of(engagement::AskKind kind) {
  using engagement::AskKind;
  using Kind = shared::CalendarEntry::Kind;
  switch (kind) {
    case AskKind::period:
      return Kind::period;
    case AskKind::session:
      return Kind::session;
    case AskKind::hui:
      return Kind::hui;
    case AskKind::decision_meeting:
      return Kind::decision_meeting;
    case AskKind::answer_due:
      return Kind::answer_due;
    case AskKind::partner:
      return Kind::partner;
    case AskKind::meeting:
      return Kind::meeting;
    case AskKind::offer:
      break;
  }
  throw std::logic_error("an ask that is in nobody's diary");
}

shared::CalendarEntry::State state_of(engagement::AskState state) {
  using engagement::AskState;
  using State = shared::CalendarEntry::State;
  switch (state) {
    case AskState::proposed:
      return State::tentative;
    case AskState::confirmed:
      return State::confirmed;
    case AskState::cancelled:
      return State::cancelled;
  }
  throw std::logic_error("a state of an ask without a case");
}

shared::CalendarEntry entry_of(const Ask& ask, const FeedOptions& options) {
  shared::CalendarEntry entry;
  entry.uid = ask.uid + "@" + shared::host_of(options.base_url);
  entry.sequence = ask.sequence;
  entry.kind = kind_of(ask.kind);
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
  entry.state = state_of(ask.state);
  entry.audience =
      ask.is_public ? shared::CalendarEntry::Audience::everyone : shared::CalendarEntry::Audience::staff;
  entry.updated_at = ask.updated_at;
  return entry;
}

/// "Waitauira Council: engagement calendar, kowhai-bay": the id alone, since ids are all there is of people.
std::string name_of(std::string_view scope_text, const FeedOptions& options) {
  const std::string name = options.council_name + ": engagement calendar";
  const auto colon = scope_text.find(':');
  return colon == std::string_view::npos ? name : name + ", " + std::string(scope_text.substr(colon + 1));
}

bool is_earlier(const engagement::AskPointer& one, const engagement::AskPointer& other) {
  return std::tie(one->first_on, one->uid) < std::tie(other->first_on, other->uid);
}

/// Keeps 2,000: what goes on and is to come from the earliest on, then what is over from the latest back. How
/// many are left out.
std::size_t keep_nearest(std::vector<engagement::AskPointer>& asks, engagement::Day today) {
  std::sort(asks.begin(), asks.end(), is_earlier);
  if (asks.size() <= entries_max) return 0;
  const std::size_t left_out = asks.size() - entries_max;
  const auto to_come = std::stable_partition(asks.begin(), asks.end(), [&](const auto& ask) {
    return std::max(ask->first_on, ask->last_on) < today;
  });
  const auto over = static_cast<std::size_t>(to_come - asks.begin());
  asks.erase(asks.begin(), asks.begin() + static_cast<std::ptrdiff_t>(std::min(over, left_out)));
  asks.resize(std::min(asks.size(), entries_max));
  std::sort(asks.begin(), asks.end(), is_earlier);
  return left_out;
}

bool names(const Ask& ask, const engagement::People& people) {
  return std::find(ask.people.begin(), ask.people.end(), people) != ask.people.end();
}

}  // namespace

std::optional<FeedScope> read_feed_scope(std::string_view text) {
  if (text == "council") return FeedScope{};
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string kind(text.substr(0, colon));
  const std::string id(text.substr(colon + 1));
  if (!is_plain_id(id)) return std::nullopt;
  if (kind == "project") return FeedScope{.of = FeedScope::Of::project, .people = {}, .project = id};
  FeedScope scope{.of = FeedScope::Of::people, .people = {}, .project = {}};
  if (kind == "body" || !boost::describe::enum_from_string(kind.c_str(), scope.people.kind))
    return std::nullopt;
  scope.people.id = id;
  return scope;
}

Feeds::Feeds(FeedOptions options, const Services& services)
    : m_options(std::move(options)), m_services(services) {}

Feeds::Shown Feeds::shown(const FeedScope& scope, engagement::Day today,
                          const engagement::MaySee& may_see) const {
  const auto& calendar = *m_services.context->calendar;
  const auto first = engagement::plus_days(today, -days_back);
  const auto last = engagement::plus_days(today, days_ahead);
  const auto is_shown = [&](const Ask& ask) { return in_diaries(ask) && may_see(ask); };
  Shown shown;
  if (scope.of == FeedScope::Of::project) {
    shown.asks = calendar.asks_of(scope.project);
    std::erase_if(shown.asks, [&](const auto& ask) { return !is_shown(*ask); });
    return shown;
  }
  const bool of_all = scope.of == FeedScope::Of::council;
  for (auto& found : of_all ? calendar.between(first, last) : calendar.between(first, last, scope.people))
    if (is_shown(*found.ask)) shown.asks.push_back(std::move(found.ask));
  // What asks the whole district is in everybody's calendar, and says nothing of who there is.
  shown.known = of_all || std::any_of(shown.asks.begin(), shown.asks.end(),
                                      [&](const auto& ask) { return names(*ask, scope.people); });
  return shown;
}

std::string Feeds::write(std::string_view scope_text, std::vector<engagement::AskPointer> asks,
                         engagement::Day today) const {
  shared::CalendarFile file;
  file.name = name_of(scope_text, m_options);
  file.url = shared::absolute_link(m_options.base_url, "/have-your-say/");
  file.refresh_hours = m_options.refresh_hours;
  if (const auto left_out = keep_nearest(asks, today); left_out > 0)
    file.description = "This calendar holds " + std::to_string(entries_max) +
                       " entries at most: " + std::to_string(left_out) +
                       " are left out. What is over is left out first, then what is furthest ahead.";
  for (const auto& ask : asks) file.entries.push_back(entry_of(*ask, m_options));
  return shared::to_icalendar(file);
}

/// When there are too many, the one that nobody has asked for the longest goes.
void Feeds::keep(const std::string& key, Kept kept) {
  if (!m_kept.contains(key) && m_kept.size() >= feeds_kept)
    m_kept.erase(std::min_element(m_kept.begin(), m_kept.end(), [](const auto& one, const auto& other) {
      return one.second.asked < other.second.asked;
    }));
  m_kept.insert_or_assign(key, std::move(kept));
}

std::optional<Feed> Feeds::find(std::string_view scope_text, const FeedScope& scope, std::string_view readers,
                                const engagement::MaySee& may_see) {
  const auto& calendar = m_services.context->calendar;
  if (!calendar || !calendar->complete()) return std::nullopt;
  const auto today = engagement::day_in(m_services.clock.now(), m_services.context->zone);
  const std::int64_t edition = calendar->edition();
  const std::string key = std::string(readers) + "\n" + std::string(scope_text);
  const auto kept = m_kept.find(key);
  if (kept != m_kept.end() && kept->second.edition == edition && kept->second.day == today) {
    kept->second.asked = ++m_asked;
    return kept->second.feed;
  }
  auto to_show = shown(scope, today, may_see);
  Feed feed;
  feed.body = std::make_shared<const std::string>(write(scope_text, std::move(to_show.asks), today));
  feed.tag = '"' + sha256_hex(*feed.body).substr(0, 32) + '"';
  if (to_show.known) keep(key, Kept{feed, edition, today, ++m_asked});
  return feed;
}

}  // namespace full_circle::http
