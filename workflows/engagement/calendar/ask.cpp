#include "workflows/engagement/calendar/ask.hpp"

#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/calendar/entries.hpp"
#include "workflows/engagement/communities.hpp"
#include "workflows/engagement/json_codec.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace full_circle::engagement {

namespace {

constexpr std::array<std::string_view, 26> changing{
    "project_created",      "project_described",     "communities_identified", "period_set",
    "period_extended",      "period_reopened",       "engagement_scheduled",   "preparation_reopened",
    "session_planned",      "session_moved",         "session_cancelled",      "scope_set",
    "decision_meeting_set", "another_round_started", "project_announced",      "project_withdrawn",
    "project_suspended",    "project_resumed",       "definition_migrated",    "branch_opened",
    "branch_moved",         "branch_noted",          "clash_settled",          "period_closed",
    "page_unpublished",     "page_published_again"};

/// Puts a project's asks together.
class Collecting {
 public:
  Collecting(const Project& project, const Context& context)
      : m_project(project),
        m_context(context),
        m_people(people_of(project)),
        m_entries(entries_of(project, context)) {}

  std::vector<Ask> all() {
    for (const auto& entry : m_entries) add(entry);
    for (const auto& [entity, branch] : m_project.branches) add_offer(branch);
    return std::move(m_asks);
  }

 private:
  Ask made(const CalendarEntry& entry) const {
    Ask ask{.uid = entry.uid,
            .owner = m_project.id,
            .slug = m_project.about->slug,
            .title = m_project.about->title,
            .summary = entry.summary,
            .description = entry.description,
            .location = entry.location};
    ask.is_public = entry.is_public;
    ask.sequence = entry.sequence;
    ask.updated_at = m_project.updated_at;
    ask.state = entry.cancelled  ? AskState::cancelled
                : entry.proposed ? AskState::proposed
                                 : AskState::confirmed;
    return ask;
  }

  void add(const CalendarEntry& entry) {
    Ask ask = made(entry);
    if (!boost::describe::enum_from_string(std::string(entry.kind).c_str(), ask.kind))
      throw std::logic_error("an entry of the calendar of no known kind");
    if (entry.on) {
      ask.first_on = entry.on->first;
      ask.last_on = entry.on->second;
    } else {
      ask.starts_at = entry.at->first;
      ask.ends_at = entry.at->second;
      ask.first_on = day_in(entry.at->first, m_context.zone);
      ask.last_on =
          std::max(ask.first_on, day_in(entry.at->second - std::chrono::milliseconds{1}, m_context.zone));
    }
    if (ask.kind == AskKind::hui) {
      ask.people = {{PeopleKind::entity, entry.entity}};
      ask.joins = entry.joins;
    } else {
      ask.people = m_people;
      ask.whole_district = m_project.about->whole_district.value_or(false);
    }
    if (ask.kind == AskKind::decision_meeting) {
      ask.people.push_back({PeopleKind::body, fold(entry.body)});
    }
    m_asks.push_back(std::move(ask));
  }

  /// From the day an entity is asked to the day it answers, or is asked to have answered.
  void add_offer(const Branch& branch) {
    if (!branch.offer || !branch.offered_at) return;
    const auto first_on = day_in(*branch.offered_at, m_context.zone);
    const auto last_on =
        branch.answered_at ? day_in(*branch.answered_at, m_context.zone) : branch.offer->respond_by;
    Ask ask = made({.uid = m_project.id + "/" + branch.entity + "/offer-" + std::to_string(branch.round),
                    .summary = "Invitation to " + branch.name + ": " + m_project.about->title,
                    .is_public = false});
    ask.kind = AskKind::offer;
    const bool stopped = m_project.withdrawn && !branch.answered_at;
    ask.state = stopped ? AskState::cancelled : AskState::confirmed;
    ask.first_on = first_on;
    ask.last_on = std::max(first_on, std::min(last_on, branch.offer->respond_by));
    ask.people = {{PeopleKind::entity, branch.entity}};
    m_asks.push_back(std::move(ask));
  }

  const Project& m_project;
  const Context& m_context;
  const std::vector<People> m_people;
  const std::vector<CalendarEntry> m_entries;
  std::vector<Ask> m_asks;
};

}  // namespace

bool asks_of_people(AskKind kind, PeopleKind people) {
  switch (kind) {
    case AskKind::answer_due:
      return false;
    case AskKind::decision_meeting:
    case AskKind::meeting:
      return people == PeopleKind::body;
    case AskKind::hui:
    case AskKind::offer:
      return people == PeopleKind::entity;
    case AskKind::period:
    case AskKind::session:
    case AskKind::partner:
      return people != PeopleKind::body;
  }
  throw std::logic_error("a kind of ask without a case");
}

bool counts_alone(AskKind kind) {
  return kind == AskKind::hui || kind == AskKind::partner || kind == AskKind::meeting;
}

bool takes_up(const Ask& host, const Ask& joining) {
  return joining.kind == AskKind::hui && joining.joins == host.uid && host.joins.empty() && counts(host) &&
         counts(joining) && host.people == joining.people && host.starts_at < joining.ends_at &&
         joining.starts_at < host.ends_at;
}

bool one_meeting(const Ask& one, const Ask& other) {
  return asks_of_people(one.kind, PeopleKind::body) && asks_of_people(other.kind, PeopleKind::body) &&
         one.starts_at && one.starts_at == other.starts_at;
}

bool counts(const Ask& ask) {
  return ask.state != AskState::cancelled && ask.kind != AskKind::answer_due;
}

const SettledWith* word_on(const std::vector<SettledWith>& said, std::string_view with,
                           const SharedDays& clash) {
  const auto covers = [&](const SharedDays& seen) {
    return seen.first_on <= clash.first_on && seen.last_on >= clash.last_on &&
           std::includes(seen.people.begin(), seen.people.end(), clash.people.begin(), clash.people.end());
  };
  const auto found = std::find_if(said.rbegin(), said.rend(), [&](const SettledWith& one) {
    return one.with == with && std::any_of(one.shared.begin(), one.shared.end(), covers);
  });
  return found == said.rend() ? nullptr : &*found;
}

CalendarPart calendar_part(const Project& project, const Context& context) {
  std::vector<SettledWith> settled;
  for (const auto& one : project.clashes_settled)
    settled.push_back(
        {one.with, boost::describe::enum_to_string(one.how, ""), one.reason, one.for_both, one.shared});
  return {.owner = project.id,
          .title = project.about->title,
          .asks = Collecting(project, context).all(),
          .settled = std::move(settled)};
}

bool changes_calendar_part(std::string_view event_type) {
  return std::find(changing.begin(), changing.end(), event_type) != changing.end();
}

std::string write_calendar_part(const CalendarPart& part) {
  return boost::json::serialize(codec::write(part));
}

std::optional<CalendarPart> read_calendar_part(std::string_view text) {
  codec::Reading reading;
  reading.trusted = true;
  CalendarPart part;
  boost::system::error_code error;
  const auto value = boost::json::parse(text, error);
  if (!error) codec::read(reading, value, part, "");
  if (error || !reading.problems.empty()) return std::nullopt;
  return part;
}

std::vector<People> people_of(const Project& project) {
  std::vector<People> people;
  for (const auto& board : project.about->local_boards) people.push_back({PeopleKind::local_board, board});
  for (const auto& community : communities_of(project)) people.push_back({PeopleKind::community, community});
  for (const auto& topic : project.about->topics) people.push_back({PeopleKind::topic, topic});
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

std::string people_text(const People& people) {
  switch (people.kind) {
    case PeopleKind::local_board:
      return "the local board " + people.id;
    case PeopleKind::community:
      return "the community " + people.id;
    case PeopleKind::topic:
      return "people interested in " + people.id;
    case PeopleKind::entity:
      return people.id;
    case PeopleKind::body:
      return "the decision-makers (" + people.id + ")";
  }
  throw std::logic_error("a kind of people without a case");
}

}  // namespace full_circle::engagement
