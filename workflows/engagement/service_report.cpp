#include "workflows/engagement/service_report.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/heard.hpp"
#include "workflows/engagement/loop_time.hpp"
#include "workflows/engagement/survey.hpp"
#include "workflows/engagement/view_parts.hpp"

#include <cmath>

namespace full_circle::engagement {

namespace {

using std::chrono::sys_days;

json::value day_or_null(const std::optional<Day>& day) {
  return day ? json::value(to_text(*day)) : json::value(nullptr);
}

template <class T>
json::value plain_or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

std::string working_days_text(double days) {
  return number_text(days) + (days == 1 ? " working day" : " working days");
}

std::string people_text(std::int64_t people) {
  return people > 0 && people < shown_from ? "fewer than " + std::to_string(shown_from)
                                           : std::to_string(people);
}

std::int64_t contributions_in(const std::vector<LabelCount>& counts) {
  std::int64_t total = 0;
  for (const LabelCount& one : counts)
    if (one.label.kind == "channel") total += one.count;  // every contribution has one
  return total;
}

Result<std::optional<Day>> read_end(std::string_view name, std::string_view text) {
  if (text.empty()) return std::optional<Day>();
  const auto day = parse_day(text);
  if (!day) return malformed("?" + std::string(name), std::string(name) + " has to be a day like 2027-06-30");
  return day;
}

/// Whether it is the message that tells people the answer.
bool tells_the_answer(const Delivery& delivery) {
  boost::system::error_code error;
  const auto payload = json::parse(delivery.payload, error);
  const auto* object = error ? nullptr : payload.if_object();
  const auto* kind = object ? object->if_contains("kind") : nullptr;
  return kind && *kind == "results_published";
}

/// Null where no such message was made.
std::optional<ToldCount> told_of(const std::string& project, StoreReader& store, Ledger& ledger) {
  std::optional<ToldCount> told;
  DeliveryQuery query{.project = project, .adapter = "notifier", .limit = 200};
  for (auto page = store.deliveries(query); !page.empty(); page = store.deliveries(query)) {
    for (const Delivery& delivery : page) {
      if (!tells_the_answer(delivery)) continue;
      if (!told) told.emplace();
      const SendingProgress progress = ledger.progress(delivery.key());
      for (const auto& [channel, state, count] : progress.counts) {
        told->recipients += count;
        if (state == RecipientState::sent) told->sent += count;
      }
      // A second message tells nobody anew.
      told->contributions_asked = std::max(told->contributions_asked, progress.contributions);
      told->contributions_told = std::max(told->contributions_told, progress.contributions_sent);
    }
    query.after_id = page.back().id;
  }
  return told;
}

/// Contributions whose people gave no address, want no messages, or came after the message went out.
std::int64_t not_reachable(const ToldCount& told, std::int64_t contributions) {
  return std::max<std::int64_t>(0, contributions - told.contributions_asked);
}

json::object told_json(const ToldCount& told, std::int64_t contributions) {
  return {{"contributions", contributions},
          {"contributions_told", told.contributions_told},
          {"contributions_not_reachable", not_reachable(told, contributions)},
          {"recipients", told.recipients},
          {"sent", told.sent}};
}

}  // namespace

Result<ReportPeriod> read_report_period(std::string_view from, std::string_view to) {
  const auto first = read_end("from", from);
  if (!first.ok()) return first.refusal();
  const auto last = read_end("to", to);
  if (!last.ok()) return last.refusal();
  const ReportPeriod period{first.value(), last.value()};
  if (period.from && period.to && sys_days{*period.to} < sys_days{*period.from})
    return malformed("?to", "to cannot lie before from");
  return period;
}

ServiceReport::ServiceReport(const Context& context, ReportPeriod period, Instant now)
    : m_context(context), m_period(period), m_as_of(day_in(now, context.zone)) {
  if (period.to && sys_days{*period.to} < sys_days{m_as_of}) m_as_of = *period.to;
}

bool ServiceReport::holds(const std::optional<Day>& published_on) const {
  return published_on && (!m_period.from || sys_days{*published_on} >= sys_days{*m_period.from}) &&
         (!m_period.to || sys_days{*published_on} <= sys_days{*m_period.to});
}

bool ServiceReport::counts(const Project& project) const {
  // A page that was taken down takes nobody's answer out of the figures.
  if (!has_public_address(project, *definition_of(project, m_context))) return false;
  return holds(loop_time(project, m_context).published_on) ||
         answer_late_since(project, m_context, m_as_of).has_value();
}

void ServiceReport::add_answer(const Project& project, const ProjectCounts& counts) {
  const LoopTime time = loop_time(project, m_context);
  ++m_answered;
  if (time.working_days) m_working_days.push_back(*time.working_days);
  if (time.within_standard.value_or(false)) ++m_within_standard;
  if (!counts.told && !project.told.empty()) {
    ++m_told_otherwise;
    return;
  }
  const std::int64_t contributions = contributions_in(counts.contributions);
  m_to_be_told += contributions;
  if (!counts.told) {
    m_told.contributions_asked += contributions;  // nobody looked whether they can be reached
    return;
  }
  m_told.recipients += counts.told->recipients;
  m_told.sent += counts.told->sent;
  m_told.contributions_asked += counts.told->contributions_asked;
  m_told.contributions_told += counts.told->contributions_told;
}

void ServiceReport::add_reach(const Project& project, const ProjectCounts& counts) {
  m_reach.contributions += contributions_in(counts.contributions);
  for (const LabelCount& one : counts.contributions)
    if (one.label.kind == "channel") m_reach.by_channel[one.label.value] += one.count;
  for (const Session& session : project.sessions) {
    if (session.people) ++m_reach.sessions;
    m_reach.session_people += session.people.value_or(0);
  }
  for (const LabelCount& one : counts.survey) m_survey[one.label] += one.count;
}

void ServiceReport::add(const Project& project, const ProjectCounts& counts) {
  const LoopTime time = loop_time(project, m_context);
  const auto late_since = answer_late_since(project, m_context, m_as_of);
  if (late_since) ++m_overdue;
  if (holds(time.published_on)) add_answer(project, counts);
  const std::int64_t contributions = contributions_in(counts.contributions);
  add_reach(project, counts);
  m_sample = m_sample || project.about->sample.value_or(false);
  m_rows.push_back(json::object{
      {"project", json::object{{"id", project.id},
                               {"slug", project.about->slug},
                               {"title", std::string_view(project.about->title)}}},
      {"decided_on", day_or_null(time.decided_on)},
      {"promised_on", day_or_null(time.promised_on)},
      {"standard_on", day_or_null(time.standard_on)},
      {"published_on", day_or_null(time.published_on)},
      {"working_days", plain_or_null(time.working_days)},
      {"within_standard", plain_or_null(time.within_standard)},
      {"promise_kept", plain_or_null(time.promise_kept)},
      {"overdue_days", late_since ? json::value(days_between(*late_since, m_as_of)) : json::value(nullptr)},
      {"contributions", contributions},
      {"told", counts.told ? json::value(told_json(*counts.told, contributions)) : json::value(nullptr)},
      {"told_how", names(*project.told)}});
}

std::optional<double> ServiceReport::median() const {
  if (m_working_days.empty()) return std::nullopt;
  auto days = m_working_days;
  std::sort(days.begin(), days.end());
  const auto upper = days.size() / 2;
  const auto lower = (days.size() - 1) / 2;
  return static_cast<double>(days[lower] + days[upper]) / 2.0;
}

json::object ServiceReport::reach_json() const {
  json::object by_channel;
  for (const auto& [channel, count] : m_reach.by_channel) by_channel[channel] = count;
  return {{"contributions", m_reach.contributions},
          {"by_channel", std::move(by_channel)},
          {"sessions", m_reach.sessions},
          {"session_people", m_reach.session_people}};
}

json::object ServiceReport::view() const {
  std::vector<LabelCount> survey;
  for (const auto& [label, count] : m_survey) survey.push_back({label, count});
  json::object told = told_json(m_told, m_to_be_told);
  told["projects_told_otherwise"] = m_told_otherwise;
  json::object view{{"from", day_or_null(m_period.from)},
                    {"to", day_or_null(m_period.to)},
                    {"as_of", to_text(m_as_of)},
                    {"standard", count_text(m_context.answer_within)},
                    {"answered", m_answered},
                    {"counted", m_working_days.size()},
                    {"median_working_days", plain_or_null(median())},
                    {"slowest_working_days", nullptr},
                    {"within_standard", m_within_standard},
                    {"overdue", m_overdue},
                    {"told", std::move(told)},
                    {"reach", reach_json()},
                    {"survey", survey_counts(survey)},
                    {"projects", m_rows}};
  if (!m_working_days.empty())
    view["slowest_working_days"] = *std::max_element(m_working_days.begin(), m_working_days.end());
  return view;
}

json::array ServiceReport::public_facts() const {
  const auto projects = [](std::int64_t count) {
    return std::to_string(count) + (count == 1 ? " project" : " projects");
  };
  json::array facts;
  const auto fact = [&](std::string_view name, std::string value) {
    facts.push_back(json::object{{"name", name}, {"value", std::move(value)}});
  };
  fact("Answers published", projects(m_answered));
  if (const auto middle = median()) {
    const auto slowest = *std::max_element(m_working_days.begin(), m_working_days.end());
    fact("Half were answered within", working_days_text(*middle));
    fact("The slowest took", working_days_text(static_cast<double>(slowest)));
    fact("Answered within our standard", std::to_string(m_within_standard) + " of " +
                                             projects(static_cast<std::int64_t>(m_working_days.size())));
  }
  fact("Answers overdue now", m_overdue == 0 ? "None" : projects(m_overdue));
  fact("Contributions received", people_text(m_reach.contributions));
  fact("Drop-ins, workshops and hearings held", std::to_string(m_reach.sessions));
  const std::int64_t unreachable = not_reachable(m_told, m_to_be_told);
  const auto few =
      hidden_counts({m_told.contributions_told, unreachable,
                     std::max<std::int64_t>(0, m_to_be_told - unreachable - m_told.contributions_told)});
  const auto of_contributions = [&](std::int64_t count) {
    return std::to_string(count) + " of " + std::to_string(m_to_be_told);
  };
  if (m_to_be_told >= shown_from && !few[0])
    fact("Contributions whose answer was sent to the people who gave them",
         of_contributions(m_told.contributions_told));
  if (m_to_be_told >= shown_from && !few[1])
    fact("Contributions from people we could not write to", of_contributions(unreachable));
  const auto said = [&](std::string_view answer) {
    const auto found = m_survey.find({"clear", std::string(answer)});
    return found == m_survey.end() ? std::int64_t{0} : found->second;
  };
  const std::vector<std::int64_t> clear{said("yes"), said("partly"), said("no")};
  const std::int64_t all = clear[0] + clear[1] + clear[2];
  if (all >= shown_from && !hidden_counts(clear)[0])
    fact("Said that the answer was clear", std::to_string(clear[0]) + " of " + std::to_string(all));
  return facts;
}

json::array ServiceReport::public_channels() const {
  std::vector<std::int64_t> counts;
  for (const auto& entry : m_reach.by_channel) counts.push_back(entry.second);
  const auto hidden = hidden_counts(counts);
  json::array channels;
  std::size_t at = 0;
  for (const auto& [channel, count] : m_reach.by_channel) {
    std::string name = channel;
    std::replace(name.begin(), name.end(), '_', ' ');
    channels.push_back(
        json::object{{"name", std::move(name)},
                     {"count", hidden[at++] ? std::string("not shown") : std::to_string(count)}});
  }
  return channels;
}

json::object ServiceReport::page() const {
  json::object page{{"title", "How we are doing"},
                    {"standard", working_days_text(m_context.answer_within.days)},
                    {"as_of", day_text(m_as_of)},
                    {"fact", public_facts()},
                    {"sample", m_sample}};
  if (auto channels = public_channels(); !channels.empty())
    page["channels"] = json::object{{"channel", std::move(channels)}};
  return page;
}

void ServiceReport::add_all(
    StoreReader& store, Ledger* ledger,
    const std::function<std::shared_ptr<const Aggregate>(const std::string& project)>& load) {
  ProjectQuery query{.limit = 200};
  for (auto rows = store.projects(query); !rows.empty(); rows = store.projects(query)) {
    for (const ProjectRow& row : rows) {
      const auto aggregate = load(row.project);
      if (!aggregate || !counts(as_project(*aggregate))) continue;
      add(as_project(*aggregate), {.contributions = store.entry_counts(row.project, contributions_book),
                                   .survey = store.entry_counts(row.project, survey_book),
                                   .told = ledger ? told_of(row.project, store, *ledger) : std::nullopt});
    }
    query.cursor = rows.back().project;
  }
}

}  // namespace full_circle::engagement
