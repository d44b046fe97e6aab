#pragma once
/// Calendars to follow, made from the engagement calendar: of the whole council, a local board, a community,
/// a topic, an entity or a project. What is public is open to everybody; the rest takes a key of its own in
/// the address, because calendar programs cannot sign in. Used by the server's thread alone.

#include "adapters/http/services.hpp"
#include "workflows/engagement/calendar/calendar_view.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle::http {

struct Feed {
  std::shared_ptr<const std::string> body;
  std::string tag;  ///< its ETag: the same text has the same, also after a restart
};

/// "council", "local_board:ID", "community:ID", "topic:ID", "entity:ID", "project:ID"; nothing for any other.
struct FeedScope {
  enum class Of { council, people, project } of = Of::council;
  engagement::People people;  ///< of people
  std::string project;        ///< of a project
};
std::optional<FeedScope> read_feed_scope(std::string_view text);

struct FeedOptions {
  std::string base_url;
  std::string council_name;
  int refresh_hours = 6;
};

class Feeds {
 public:
  Feeds(FeedOptions options, const Services& services);

  /// Entries from thirteen weeks ago to eighteen months ahead that `may_see` lets through, 2,000 at most:
  /// what goes on and is to come before what is over, and what is left out is counted in the description.
  /// `readers` names those who see the same; made anew only when the calendar or the day is another. Nothing
  /// while the calendar is being read.
  std::optional<Feed> find(std::string_view scope_text, const FeedScope& scope, std::string_view readers,
                           const engagement::MaySee& may_see);

 private:
  struct Kept {
    Feed feed;
    std::int64_t edition = 0;
    engagement::Day day{};
    std::uint64_t asked = 0;  ///< when it was last asked for, counted in questions
  };
  /// What a scope shows.
  struct Shown {
    std::vector<engagement::AskPointer> asks;
    bool known = true;  ///< false for people whom nothing here names: anybody can make up their ids
  };
  Shown shown(const FeedScope& scope, engagement::Day today, const engagement::MaySee& may_see) const;
  std::string write(std::string_view scope_text, std::vector<engagement::AskPointer> asks,
                    engagement::Day today) const;
  void keep(const std::string& key, Kept kept);

  FeedOptions m_options;
  const Services& m_services;
  std::map<std::string, Kept, std::less<>> m_kept;
  std::uint64_t m_asked = 0;
};

}  // namespace full_circle::http
