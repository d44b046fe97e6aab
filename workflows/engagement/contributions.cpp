#include "workflows/engagement/contributions.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/json_codec.hpp"
#include "workflows/engagement/views.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>
#include <map>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

constexpr std::string_view yes = "yes";
constexpr std::string_view no = "no";

template <class E>
std::string name_of(E one) {
  return boost::describe::enum_to_string(one, "");
}

/// Fields that only somebody of the council can know, and what does not go together.
std::vector<FieldProblem> faults_of(const GiveContribution& given, TakenInBy by, Day today) {
  std::vector<FieldProblem> faults;
  const auto council_only = [&](bool there, const char* field) {
    if (there && by == TakenInBy::public_page) faults.push_back({field, "is for the council to say"});
  };
  council_only(given.channel && *given.channel != ContributionChannel::online, "/channel");
  council_only(given.received_on.has_value(), "/received_on");
  council_only(given.collected_by.has_value(), "/collected_by");
  if (given.received_on && std::chrono::sys_days{*given.received_on} > std::chrono::sys_days{today})
    faults.push_back({"/received_on", "lies in the future; today is " + day_text(today)});
  const bool petition = given.kind == ContributionKind::petition;
  if (petition && given.signatures.value_or(0) < 1)
    faults.push_back({"/signatures", "a petition has at least one signature"});
  if (!petition && given.signatures) faults.push_back({"/signatures", "is for petitions"});
  const auto& mail = given.contributor ? given.contributor->email : std::nullopt;
  if (mail) {
    const auto at = mail->find('@');
    const bool plain = at != std::string::npos && at > 0 && at + 1 < mail->size() &&
                       mail->find('@', at + 1) == std::string::npos &&
                       mail->find_first_of(" ,;<>\"\\") == std::string::npos;
    if (!plain) faults.push_back({"/contributor/email", "has to be a mail address like name@example.org"});
  }
  const Consents consents = given.consents.value_or(Consents{});
  if (consents.contact && !(given.contributor && (given.contributor->email || given.contributor->telephone ||
                                                  given.contributor->address)))
    faults.push_back({"/consents/contact", "give an address to write to, or a telephone number"});
  if (consents.publish_name && !(given.contributor && given.contributor->name))
    faults.push_back({"/consents/publish_name", "give the name that may be published"});
  return faults;
}

/// The period it is for: the one of this round.
Result<Period> period_for(const Project& project, const Context& context, Instant at) {
  const auto ended = Refusal{.reason = Reason::out_of_turn,
                             .message = "This engagement has ended: nothing more is taken in."};
  if (project.withdrawn || context.project_chart.is_in(project.place, "complete")) return ended;
  const auto& period = project.period;
  const bool opened = period && period->opened_at;
  if (opened && at >= period->opens_at) return *period;
  if (!period || !project.announced_at)
    return Refusal{.reason = Reason::out_of_turn, .message = "This is not open for feedback."};
  return Refusal{.reason = Reason::out_of_turn,
                 .message = "This is not open yet: it opens on " + day_text(period->opens_on) + "."};
}

/// When it counts as received: what came on a day came in time when the day did.
Instant received_at(const GiveContribution& given, const Context& context, Instant now) {
  if (!given.received_on) return now;
  return std::min(now, end_of(*given.received_on, context.zone) - std::chrono::milliseconds{1});
}

std::vector<Label> labels_of(const GiveContribution& given, bool late, int round) {
  std::vector<Label> labels{{"channel", name_of(given.channel.value_or(ContributionChannel::online))},
                            {"kind", name_of(given.kind.value_or(ContributionKind::own_words))},
                            {"late", std::string(late ? yes : no)},
                            {"round", std::to_string(round)}};
  if (given.local_board) labels.push_back({"local_board", *given.local_board});
  for (const auto& community : given.communities) labels.push_back({"community", community});
  return labels;
}

std::string text_of(const json::object& data, std::string_view field) {
  const auto* found = data.if_contains(field);
  const auto* text = found ? found->if_string() : nullptr;
  return text ? std::string(*text) : std::string();
}

json::object data_of(const Entry& entry) {
  return json::parse(entry.data).as_object();
}

}  // namespace

Result<Entry> take_in(const GiveContribution& given, TakenInBy by, std::string_view person,
                      ContributionIds ids, const Project& project, const Context& context, Instant now) {
  auto faults = faults_of(given, by, day_in(now, context.zone));
  if (!faults.empty())
    return Refusal{.reason = Reason::malformed,
                   .message = "The contribution cannot be taken in as it is.",
                   .fields = std::move(faults)};
  const Instant received = received_at(given, context, now);
  const auto period = period_for(project, context, received);
  if (!period.ok()) return period.refusal();
  const bool late = received >= period.value().closes_at;
  const int round = period.value().round;

  auto data = codec::write(given).as_object();
  data.erase("contributor");
  data.erase("received_on");
  data["channel"] = name_of(given.channel.value_or(ContributionChannel::online));
  data["kind"] = name_of(given.kind.value_or(ContributionKind::own_words));
  data["consents"] = codec::write(given.consents.value_or(Consents{}));
  data["late"] = late;
  data["round"] = round;
  data["taken_in_by"] = person;
  data["receipt"] = ids.receipt_hash;
  return Entry{.project = project.id,
               .book = std::string(contributions_book),
               .id = std::move(ids.reference),
               .key = std::move(ids.key),
               .received_at = received,
               .data = canonical(data),
               .personal = given.contributor ? canonical(codec::write(*given.contributor)) : std::string(),
               .search_text = fold(given.words),
               .labels = labels_of(given, late, round)};
}

json::object contribution_view(const Entry& entry, bool with_contributor) {
  json::object view = data_of(entry);
  view.erase("receipt");
  view["reference"] = entry.id;
  view["received_at"] = to_text(entry.received_at);
  if (with_contributor)
    view["contributor"] = entry.personal.empty() ? json::value(nullptr) : json::parse(entry.personal);
  return view;
}

json::object receipt_view(const Entry& entry, const Project& project, const Context& context) {
  const json::object data = data_of(entry);
  const auto definition = context.definitions->by_hash(project.about->definition_hash);
  const bool shown = definition && has_public_page(project, *definition);
  return {
      {"reference", entry.id},
      {"project", json::object{{"title", std::string_view(project.about->title)},
                               {"url", shown ? "/have-your-say/" + project.about->slug + "/" : ""}}},
      {"received_at", to_text(entry.received_at)},
      {"received_text", day_text(day_in(entry.received_at, context.zone)) + ", " +
                            clock_text(entry.received_at, context.zone)},
      {"late", data.at("late")},
      {"words", data.at("words")},
      {"consents", data.at("consents")},
      {"hear_back_by", project.scope ? json::value(to_text(project.scope->answer_by)) : json::value(nullptr)},
      {"answered", !project.editions.empty()}};
}

json::object contribution_counts_view(const std::vector<LabelCount>& counts) {
  std::map<std::string, json::object> by;
  std::int64_t total = 0;
  std::int64_t late = 0;
  for (const auto& [label, count] : counts) {
    if (label.kind == "late") {
      total += count;
      if (label.value == yes) late = count;
      continue;
    }
    by[label.kind][label.value] = count;
  }
  return {{"total", total},
          {"late", late},
          {"by_channel", by["channel"]},
          {"by_kind", by["kind"]},
          {"by_round", by["round"]},
          {"by_local_board", by["local_board"]},
          {"by_community", by["community"]}};
}

std::optional<Address> contact_of(const Entry& entry) {
  if (entry.personal.empty()) return std::nullopt;
  const json::object data = data_of(entry);
  const auto* consents = data.if_contains("consents");
  const auto* agreed =
      consents && consents->is_object() ? consents->get_object().if_contains("contact") : nullptr;
  if (!agreed || *agreed != true) return std::nullopt;
  const json::object contributor = json::parse(entry.personal).as_object();
  return Address{text_of(contributor, "name"), text_of(contributor, "email")};
}

std::string receipt_hash_of(const Entry& entry) {
  return text_of(data_of(entry), "receipt");
}

}  // namespace full_circle::engagement
