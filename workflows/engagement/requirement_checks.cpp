#include "workflows/engagement/requirement_checks.hpp"

#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/calendar/project_clashes.hpp"
#include "workflows/engagement/results.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

std::string join(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string number(int count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

/// Days that no table reaches are never guessed.
Answer uncountable(const Refusal& refusal) {
  return {false, "It cannot be counted: " + refusal.message + "."};
}

}  // namespace

Answer all_branches(const Seen& seen, bool (*good)(const Branch&, const Chart&), std::string_view otherwise) {
  std::string why;
  for (const auto& [entity, branch] : seen.project.branches)
    if (!good(branch, seen.context.branch_chart))
      why += (why.empty() ? "" : " ") + branch.name + " " + std::string(otherwise);
  return {why.empty(), why};
}

Answer clashes_settled(const Seen& seen) {
  const auto& check = seen.project.calendar_check;
  if (!check) return {false, "The calendar has not been checked.", "", "check_calendar"};
  if (!check->clashes.empty() && !check->settled_because)
    return {false,
            "The calendar check names a clash (" + check->clashes.front() +
                ") and not how it was settled: record the check again, with settled_because.",
            "", "check_calendar"};
  if (!seen.context.calendar) return {true};
  if (!seen.context.calendar->complete())
    return {false, "The engagement calendar is still being read; ask again in a moment."};
  // Titles are left out: whoever asks may not be allowed to see the other project.
  const auto today = day_in(seen.now, seen.context.zone);
  const auto clashes = clashes_with_others(seen.project, seen.context, today);
  const auto left = std::count_if(clashes.begin(), clashes.end(),
                                  [](const ClashWith& with) { return with.to_settle && !with.settled; });
  if (left == 0) return {true};
  return {false,
          std::to_string(left) +
              (left == 1 ? " clash with another engagement is" : " clashes with other engagements are") +
              " not settled. The project's clashes show which, and the ways out."};
}

Answer branches_offered(const Seen& seen) {
  const auto& branches = seen.project.branches;
  const bool some = std::any_of(branches.begin(), branches.end(), [&](const auto& entry) {
    return !seen.context.branch_chart.is_in(entry.second.place, "withdrawn_by_council");
  });
  if ((seen.in("consulting") || seen.in("concluded")) && !some)
    return {false, "Mana whenua are to be engaged, and no branch is open for any entity.", "", "open_branch"};
  return all_branches(seen, asked_or_settled, "has not been sent an offer yet.");
}

Day length_from(const Period& period, Instant now, std::string_view zone) {
  return std::max(period.opens_on, day_in(period.opened_at.value_or(now), zone));
}

namespace {

/// "It opens on Thursday 10 June 2027 and has to stay open for ".
std::string has_to_stay_open_for(const Period& period, Day from) {
  if (period.opened_at) return "It opened on " + day_text(from) + " and has to stay open for ";
  if (from == period.opens_on) return "It opens on " + day_text(from) + " and has to stay open for ";
  return "It was to open on " + day_text(period.opens_on) + " and has not; opened today, " + day_text(from) +
         ", it has to stay open for ";
}

std::string close_it_on(Day earliest) {
  return "close it on " + day_text(earliest) + " or later.";
}

Answer fits_days(const Period& period, const PeriodRule& rule, Day from) {
  const int open_days = days_between(from, period.closes_on) + 1;
  const auto open_text = "It is open for " + number(open_days, "day", "days") +
                         (from == period.opens_on ? "" : " from " + day_text(from));
  if (rule.days_min && open_days < *rule.days_min) {
    const auto earliest = plus_days(from, *rule.days_min - 1);
    return {false,
            open_text + " and has to be open for " + std::to_string(*rule.days_min) + ": " +
                close_it_on(earliest),
            to_text(earliest)};
  }
  if (rule.days_max && open_days > *rule.days_max)
    return {false, open_text + "; at most " + std::to_string(*rule.days_max) + " are allowed."};
  return {true};
}

}  // namespace

Answer period_long_enough(const Seen& seen) {
  const auto& rule = seen.definition.period;
  if (!seen.project.period) return {false, "The period has not been set."};
  const auto& period = *seen.project.period;
  // Late, people have what is left of it, not what was planned.
  const Day from = length_from(period, seen.now, seen.context.zone);
  if (!period.opened_at && period.closes_on < from)
    return {false, "Its last day, " + day_text(period.closes_on) + ", has passed: set other days."};
  if (rule.months_min) {
    const auto earliest = plus_months(from, *rule.months_min);
    if (period.closes_on < earliest)
      return {false,
              has_to_stay_open_for(period, from) + "not less than " +
                  number(*rule.months_min, "month", "months") + ": " + close_it_on(earliest),
              to_text(earliest)};
  }
  if (const auto least = rule.working_min()) {
    const auto earliest = counted(*seen.context.working_calendars, from, *least, Counting::onwards);
    if (!earliest.ok()) return uncountable(earliest.refusal());
    if (period.closes_on < earliest.value())
      return {false,
              has_to_stay_open_for(period, from) + count_text(*least) + ": " + close_it_on(earliest.value()),
              to_text(earliest.value())};
  }
  return fits_days(period, rule, from);
}

Day notice_from(const Project& project, std::string_view zone) {
  const bool dates_came_later =
      project.scheduled_at && (project.round > 1 || (project.period && project.period->sequence > 0));
  const auto known_at =
      dates_came_later ? std::max(*project.announced_at, *project.scheduled_at) : *project.announced_at;
  return day_in(known_at, zone);
}

Answer notice_given(const Seen& seen) {
  const auto least = seen.arguments.days ? DayCount{*seen.arguments.days}
                                         : seen.definition.period.notice_min().value_or(DayCount{});
  if (least.days == 0) return {true};
  if (!seen.project.announced_at) return {false, "The project has not been announced."};
  const auto earliest = counted(*seen.context.working_calendars, notice_from(seen.project, seen.context.zone),
                                least, Counting::onwards);
  if (!earliest.ok()) return uncountable(earliest.refusal());
  const auto opens_at = seen.project.period ? std::max(seen.project.period->opens_at, seen.now) : seen.now;
  return {opens_at >= start_of(earliest.value(), seen.context.zone),
          "It takes " + count_text(least) + " between the announcement and the opening: open on " +
              day_text(earliest.value()) + " or later.",
          to_text(earliest.value())};
}

Answer documents_attached(const Seen& seen) {
  std::vector<std::string> missing;
  for (const auto& kind : seen.arguments.values) {
    const bool there = std::any_of(seen.project.documents.begin(), seen.project.documents.end(),
                                   [&](const DocumentAttached& document) {
                                     return boost::describe::enum_to_string(document.kind, "") == kind;
                                   });
    if (!there) missing.push_back(title_of(kind));
  }
  return {missing.empty(), "Missing: " + join(missing) + "."};
}

Answer summary_complete(const Seen& seen) {
  bool any = false;
  for (const auto& document : seen.project.documents) {
    if (document.kind != DocumentKind::summary_of_proposal) continue;
    any = true;
    if (document.fair_summary.value_or(false) && document.says_where_full.value_or(false) &&
        document.states_period.value_or(false))
      return {true};
  }
  return {false,
          any ? "A summary has to be fair, say where the full statement can be read, and state the period."
              : "No summary of the proposal is attached."};
}

Answer spoken_interaction_offered(const Seen& seen) {
  bool sign_language = false;
  bool remote = false;
  bool any = false;
  for (const auto& session : seen.project.sessions) {
    if (session.cancelled || session.round != seen.project.round || session.kind != SessionKind::hearing)
      continue;
    any = true;
    sign_language = sign_language || session.sign_language;
    remote = remote || session.remote_link;
  }
  if (any && sign_language && remote) return {true};
  if (!any) return {false, "No hearing is planned at which people can present their views in person."};
  return {false, std::string("Hearings have to offer ") + (sign_language ? "" : "New Zealand Sign Language") +
                     (!sign_language && !remote ? " and " : "") +
                     (remote ? "" : "an audio or audiovisual link") + "."};
}

Answer translations_ready(const Seen& seen) {
  std::vector<std::string> missing;
  for (const auto& language : seen.arguments.values) {
    const bool there = std::any_of(
        seen.project.documents.begin(), seen.project.documents.end(), [&](const DocumentAttached& document) {
          return document.kind == DocumentKind::translation && document.language.value_or("") == language;
        });
    if (!there) missing.push_back(language);
  }
  return {missing.empty(), "No translation yet for: " + join(missing) + "."};
}

Answer activities_done(const Seen& seen) {
  std::vector<std::string> open;
  for (const auto& name : seen.arguments.values) {
    const auto found = seen.project.activities.find(name);
    if (found != seen.project.activities.end() && found->second.state != ActivityRecord::State::open)
      continue;
    const auto* activity = seen.definition.activity(name);
    open.push_back(activity ? activity->title : name);
  }
  return {open.empty(), "Still to do: " + join(open) + "."};
}

Answer every_theme_answered(const Seen& seen) {
  if (seen.project.themes.empty()) return {false, "No theme has been recorded."};
  std::vector<std::string> open;
  for (const auto& theme : seen.project.themes)
    if (!theme.verdict) open.push_back(theme.title);
  return {open.empty(), "Not answered yet: " + join(open) + "."};
}

Answer results_signed_off(const Seen& seen) {
  const auto& project = seen.project;
  // A sign-off lapses with a change; that nothing else goes out under it is asked of the texts themselves.
  const bool as_they_stand =
      project.signed_off_by &&
      (project.signed_off_hash.empty() || project.signed_off_hash == answer_hash(project, seen.context));
  return {as_they_stand, "Nobody has signed off the answers since the last change."};
}

Answer period_over(const Seen& seen) {
  const auto& period = seen.project.period;
  if (!period) return {false, "The period has not been set."};
  return {seen.now >= period->closes_at, "It is open until the end of " + day_text(period->closes_on) + ".",
          to_text(period->closes_on)};
}

Answer period_started(const Seen& seen) {
  const auto& period = seen.project.period;
  if (!period) return {false, "The period has not been set."};
  return {seen.now >= period->opens_at, "It opens on " + day_text(period->opens_on) + ".",
          to_text(period->opens_on)};
}

Answer rounds_done(const Seen& seen) {
  const int wanted = seen.arguments.count.value_or(1);
  return {seen.project.round >= wanted, "This is round " + std::to_string(seen.project.round) + " of " +
                                            std::to_string(wanted) + ": start another round."};
}

Answer session_planned(const Seen& seen) {
  const auto wanted = seen.arguments.count.value_or(1);
  const auto planned = std::count_if(
      seen.project.sessions.begin(), seen.project.sessions.end(),
      [&](const Session& session) { return !session.cancelled && session.round == seen.project.round; });
  return {planned >= wanted, number(static_cast<int>(planned), "session is", "sessions are") + " planned; " +
                                 std::to_string(wanted) + " are wanted."};
}

}  // namespace full_circle::engagement
