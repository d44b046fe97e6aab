#include "workflows/engagement/calendar/entries.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/due_days.hpp"
#include "workflows/engagement/views.hpp"
#include "workflows/engagement/workflow.hpp"

#include <boost/json.hpp>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

json::object entry_json(const CalendarEntry& entry, const std::string& url) {
  return {{"uid", entry.uid},
          {"sequence", entry.sequence},
          {"kind", entry.kind},
          {"summary", entry.summary},
          {"description", entry.description},
          {"location", entry.location},
          {"url", url},
          {"all_day", entry.on.has_value()},
          {"starts_on", entry.on ? to_text(entry.on->first) : ""},
          {"ends_on", entry.on ? to_text(entry.on->second) : ""},
          {"starts_at", entry.at ? to_text(entry.at->first) : ""},
          {"ends_at", entry.at ? to_text(entry.at->second) : ""},
          {"proposed", entry.proposed},
          {"cancelled", entry.cancelled},
          {"audience", entry.is_public ? "public" : "staff"}};
}

CalendarEntry period_entry(const Project& project, const Period& period, bool stopped, bool is_public) {
  const std::string round = period.round > 1 ? " (round " + std::to_string(period.round) + ")" : "";
  return {.uid = project.id + "/period-" + std::to_string(period.round),
          .sequence = period.sequence + (stopped ? 1 : 0),
          .kind = "period",
          .summary = "Open for feedback: " + project.about->title + round,
          .description = project.about->summary,
          .on = {{period.opens_on, period.closes_on}},
          .cancelled = stopped,
          .is_public = is_public};
}

CalendarEntry meeting_entry(const Project& project, const DecisionMeeting& meeting, bool off,
                            bool is_public) {
  return {.uid = project.id + "/decision-meeting-" + std::to_string(meeting.round),
          .sequence = meeting.sequence,
          .kind = "decision_meeting",
          .summary = meeting.body + " decides: " + project.about->title,
          .location = meeting.place,
          .at = {{meeting.starts_at, meeting.starts_at + std::chrono::hours{1}}},
          .cancelled = off,
          .is_public = is_public,
          .body = meeting.body};
}

bool shown_to_public(const Project& project, const Context& context) {
  const auto definition = context.definitions->by_hash(project.about->definition_hash);
  return definition && has_public_page(project, *definition);
}

/// What people were told stands; until engagement is scheduled the dates are a proposal.
bool proposes(const Project& project, const Context& context) {
  return !project.scheduled_at || working_stage(project.place, context.project_chart) == "prepare";
}

}  // namespace

std::vector<CalendarEntry> entries_of(const Project& project, const Context& context) {
  const bool is_public = shown_to_public(project, context);
  const bool stopped = project.withdrawn.has_value();
  const bool proposed = proposes(project, context) && !stopped;
  const std::string title = project.about->title;
  std::vector<CalendarEntry> entries;
  for (const auto& earlier : project.earlier_periods)
    entries.push_back(period_entry(project, earlier, false, is_public));
  if (project.period) {
    entries.push_back(
        period_entry(project, *project.period, stopped && !project.period->closed_at, is_public));
    entries.back().proposed = proposed;
  }
  for (const auto& session : project.sessions) {
    const bool off = session.cancelled || (stopped && !session.people);
    entries.push_back({.uid = project.id + "/" + session.session,
                       .sequence = session.sequence + (off && !session.cancelled ? 1 : 0),
                       .kind = "session",
                       .summary = session.title + ": " + title,
                       .description = session.changed_because,
                       .location = session.place,
                       .at = {{session.starts_at, session.ends_at}},
                       .proposed = proposed && !off && !session.people,
                       .cancelled = off,
                       .is_public = is_public});
  }
  for (const auto& meeting : project.earlier_meetings)
    entries.push_back(meeting_entry(project, meeting, meeting.called_off, is_public));
  if (project.decision_meeting) {
    auto meeting = *project.decision_meeting;
    const bool off = stopped && project.decisions.empty();
    if (off) ++meeting.sequence;
    entries.push_back(meeting_entry(project, meeting, off, is_public));
  }
  if (project.scope)
    entries.push_back({.uid = project.id + "/answer-due",
                       .sequence = project.scope_sequence + (stopped ? 1 : 0),
                       .kind = "answer_due",
                       .summary = "People hear back by today: " + title,
                       .on = {{project.scope->answer_by, project.scope->answer_by}},
                       .proposed = proposed,
                       .cancelled = stopped,
                       .is_public = is_public});
  for (const auto& [entity, branch] : project.branches)
    for (const auto& hui : branch.hui) {
      const bool off = hui.cancelled || (stopped && !hui.held);
      entries.push_back({.uid = project.id + "/" + entity + "/" + hui.id,
                         .sequence = hui.sequence + (off && !hui.cancelled ? 1 : 0),
                         .kind = "hui",
                         .summary = "Hui with " + branch.name + ": " + title,
                         .location = hui.place,
                         .at = {{hui.starts_at, hui.ends_at}},
                         .cancelled = off,
                         .is_public = false,
                         .entity = entity,
                         .joins = hui.joins ? hui.joins->project + "/" + entity + "/" + hui.joins->hui : ""});
    }
  return entries;
}

json::object calendar_entries(const Project& project, const Context& context) {
  const std::string url = shown_to_public(project, context) ? "/have-your-say/" + project.about->slug : "";
  json::array list;
  for (const auto& entry : entries_of(project, context)) list.push_back(entry_json(entry, url));
  return {{"kind", "project_calendar"},
          {"slug", project.about->slug},
          {"version", project.version},
          {"name", std::string_view(project.about->title)},
          {"updated_at", to_text(project.updated_at)},
          {"entries", std::move(list)}};
}

}  // namespace full_circle::engagement
