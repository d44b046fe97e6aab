#include "workflows/engagement/contributions.hpp"

#include "workflows/engagement/attachments.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/communities.hpp"
#include "workflows/engagement/json_codec.hpp"
#include "workflows/engagement/themes.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

constexpr std::string_view yes = "yes";
constexpr std::string_view no = "no";
constexpr std::string_view answer_label = "answer:";
constexpr std::string_view signatures_label = "signatures";
constexpr std::string_view k_receipt = "receipt";
constexpr std::string_view k_letter_receipt = "receipt_by_letter";
constexpr std::string_view k_late = "late";
constexpr std::string_view k_taken_in_by = "taken_in_by";
constexpr std::string_view k_round = "round";
constexpr std::string_view taken_back = "[taken back by the person who said it]";

template <class E>
std::string name_of(E one) {
  return boost::describe::enum_to_string(one, "");
}

/// Communities and local boards that nobody here knows of: anybody can send the open form any word.
void check_names(const GiveContribution& given, const Project& project, const Population& population,
                 std::vector<FieldProblem>& faults) {
  const auto known = [&](PeopleKind kind, const std::vector<Name>& named, const Name& name) {
    return std::find(named.begin(), named.end(), name) != named.end() || population.find(kind, name).group;
  };
  const auto communities = communities_of(project);
  if (given.local_board && !known(PeopleKind::local_board, project.about->local_boards, *given.local_board))
    faults.push_back({"/local_board", "is no local board that this engagement names"});
  for (std::size_t index = 0; index < given.communities.size(); ++index)
    if (!known(PeopleKind::community, communities, given.communities[index]))
      faults.push_back(
          {"/communities/" + std::to_string(index), "is no community that this engagement names"});
}

/// Fields that only somebody of the council can know, and what does not go together.
std::vector<FieldProblem> faults_of(const GiveContribution& given, TakenInBy by, Day today) {
  std::vector<FieldProblem> faults;
  const auto council_only = [&](bool there, const char* field) {
    if (there && by == TakenInBy::public_page) faults.push_back({field, "is for the council to say"});
  };
  council_only(given.channel && *given.channel != ContributionChannel::online, "/channel");
  council_only(given.kind && *given.kind != ContributionKind::own_words, "/kind");
  council_only(given.received_on.has_value(), "/received_on");
  council_only(given.collected_by.has_value(), "/collected_by");
  if (given.received_on && std::chrono::sys_days{*given.received_on} > std::chrono::sys_days{today})
    faults.push_back({"/received_on", "lies in the future; today is " + day_text(today)});
  if (given.channel == ContributionChannel::partner && !given.collected_by)
    faults.push_back({"/collected_by", "say which organisation it came through"});
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
  if (consents.copy && !mail) faults.push_back({"/consents/copy", "give the mail address it is to go to"});
  if (consents.publish_name && !(given.contributor && given.contributor->name))
    faults.push_back({"/consents/publish_name", "give the name that may be published"});
  return faults;
}

/// Answers to questions that were not asked, or with options that are not theirs.
void check_answers(const GiveContribution& given, const ContributionRule& rule,
                   std::vector<FieldProblem>& faults) {
  if (!given.answers) return;
  std::set<std::string_view> seen;
  for (std::size_t index = 0; index < given.answers->size(); ++index) {
    const QuestionAnswer& answer = (*given.answers)[index];
    const std::string field = "/answers/" + std::to_string(index);
    const Question* question = rule.question(answer.question);
    if (!question) {
      faults.push_back({field + "/question", "is no question of this form"});
      continue;
    }
    if (!seen.insert(answer.question).second) faults.push_back({field + "/question", "is answered twice"});
    if (answer.given.empty() || (question->kind != "any_of" && answer.given.size() > 1))
      faults.push_back(
          {field + "/given", question->kind == "any_of" ? "has to name at least one" : "has to be one"});
    if (question->kind == "words") continue;
    for (const auto& option : answer.given)
      if (std::find(question->options.begin(), question->options.end(), option) == question->options.end())
        faults.push_back({field + "/given", "“" + option.substr(0, 60) + "” is not one of the options"});
  }
}

/// The period it is for: the last that was open by then, of this round or an earlier one. The council takes
/// in what turns up after the project is complete.
Result<Period> period_for(const Project& project, const Context& context, TakenInBy by, Instant at) {
  const bool complete = context.project_chart.is_in(project.place, "complete");
  if (project.withdrawn || (complete && by == TakenInBy::public_page))
    return Refusal{.reason = Reason::out_of_turn,
                   .message = "This engagement has ended: nothing more is taken in."};
  const auto& period = project.period;
  if (period && period->opened_at && at >= period->opens_at) return *period;
  std::optional<Period> before;
  for (const Period& one : project.earlier_periods)
    if (one.opened_at && at >= one.opens_at) before = one;
  if (before) return *before;
  if (!period || !project.announced_at)
    return Refusal{.reason = Reason::out_of_turn, .message = "This is not open for feedback."};
  return Refusal{.reason = Reason::out_of_turn,
                 .message = "This is not open yet: it opens on " + day_text(period->opens_on) + "."};
}

/// The council itself still takes in what reaches it another way.
Refusal taken_down(const Project& project, const Context& context) {
  return {.reason = Reason::out_of_turn,
          .message = "This page was taken down on " +
                     day_text(day_in(project.taken_down->since, context.zone)) +
                     ", and takes nothing in: " + project.taken_down->reason};
}

Refusal only_invited() {
  return {.reason = Reason::not_permitted,
          .message = "This engagement is with those who were invited; the council takes in what they say."};
}

/// When it counts as received: what came on a day came in time when the day did.
Instant received_at(const GiveContribution& given, const Context& context, Instant now) {
  if (!given.received_on) return now;
  return std::min(now, end_of(*given.received_on, context.zone) - std::chrono::milliseconds{1});
}

std::vector<Label> labels_of(const GiveContribution& given, const ContributionRule& rule, bool late,
                             int round) {
  std::vector<Label> labels{{"channel", name_of(given.channel.value_or(ContributionChannel::online))},
                            {"kind", name_of(given.kind.value_or(ContributionKind::own_words))},
                            {std::string(k_late), std::string(late ? yes : no)},
                            {"round", std::to_string(round)}};
  if (given.signatures) labels.push_back({std::string(signatures_label), std::to_string(*given.signatures)});
  if (given.local_board) labels.push_back({"local_board", *given.local_board});
  for (const auto& community : given.communities) labels.push_back({"community", community});
  for (const auto& answer : given.answers.value_or(std::vector<QuestionAnswer>{})) {
    if (rule.question(answer.question)->kind == "words") continue;
    for (const auto& option : answer.given)
      labels.push_back({std::string(answer_label) + answer.question, option});
  }
  return labels;
}

/// Everything they wrote, for the search.
std::string all_words(const GiveContribution& given) {
  std::string all = given.words;
  for (const auto& answer : given.answers.value_or(std::vector<QuestionAnswer>{}))
    for (const auto& text : answer.given) all += "\n" + text;
  return all;
}

std::string text_of(const json::object& data, std::string_view field) {
  const auto* found = data.if_contains(field);
  const auto* text = found ? found->if_string() : nullptr;
  return text ? std::string(*text) : std::string();
}

json::object data_of(const Entry& entry) {
  return json::parse(entry.data).as_object();
}

/// What they said of themselves; null when that is nothing, or forgotten.
json::value contributor_of(const Entry& entry) {
  if (entry.personal.empty()) return nullptr;
  json::object personal = json::parse(entry.personal).as_object();
  personal.erase("attachments");
  return personal.empty() ? json::value(nullptr) : json::value(std::move(personal));
}

bool agreed_to(const json::object& data, std::string_view purpose) {
  const auto* consents = data.if_contains("consents");
  const auto* agreed =
      consents && consents->is_object() ? consents->get_object().if_contains(purpose) : nullptr;
  return agreed && *agreed == true;
}

}  // namespace

Result<Entry> take_in(const GiveContribution& given, TakenInBy by, std::string_view person,
                      ContributionIds ids, const Project& project, const Context& context, Instant now) {
  const auto definition = context.definitions->by_hash(project.about->definition_hash);
  const ContributionRule rule = definition ? definition->contributions : ContributionRule{};
  if (by == TakenInBy::public_page && project.taken_down) return taken_down(project, context);
  if (by == TakenInBy::public_page && rule.from != "anyone") return only_invited();
  auto faults = faults_of(given, by, day_in(now, context.zone));
  if (by == TakenInBy::public_page) check_names(given, project, context.population, faults);
  check_answers(given, rule, faults);
  if (!faults.empty())
    return Refusal{.reason = Reason::malformed,
                   .message = "The contribution cannot be taken in as it is.",
                   .fields = std::move(faults)};
  const Instant received = received_at(given, context, now);
  const auto period = period_for(project, context, by, received);
  if (!period.ok()) return period.refusal();
  const bool late = received >= period.value().closes_at;
  const int round = period.value().round;

  auto data = codec::write(given).as_object();
  data.erase("contributor");
  data.erase("received_on");
  data["channel"] = name_of(given.channel.value_or(ContributionChannel::online));
  data["kind"] = name_of(given.kind.value_or(ContributionKind::own_words));
  data["consents"] = codec::write(given.consents.value_or(Consents{}));
  data[k_late] = late;
  data[k_round] = round;
  data[k_taken_in_by] = person;
  data[k_receipt] = ids.receipt_hash;
  return Entry{.project = project.id,
               .book = std::string(contributions_book),
               .id = std::move(ids.reference),
               .key = std::move(ids.key),
               .received_at = received,
               .data = canonical(data),
               .personal = given.contributor ? canonical(codec::write(*given.contributor)) : std::string(),
               .search_text = fold(all_words(given)),
               .labels = labels_of(given, rule, late, round)};
}

Result<bool> takes_contributions(const Project& project, const Context& context, Instant now) {
  const auto definition = context.definitions->by_hash(project.about->definition_hash);
  if (project.taken_down) return taken_down(project, context);
  if (definition && definition->contributions.from != "anyone") return only_invited();
  const auto period = period_for(project, context, TakenInBy::public_page, now);
  return period.ok() ? Result<bool>(true) : period.refusal();
}

Result<bool> takes_more(const Project& project, const Context& context, TakenInBy by, Instant now) {
  const auto period = period_for(project, context, by, now);
  if (by == TakenInBy::public_page && period.ok()) {
    if (project.taken_down) return taken_down(project, context);
    if (now >= period.value().closes_at)
      return Refusal{.reason = Reason::out_of_turn,
                     .message = "The time for feedback is over: nothing is added to what was said in time."};
  }
  return period.ok() ? Result<bool>(true) : period.refusal();
}

json::object contribution_view(const Entry& entry, bool with_contributor) {
  json::object view = data_of(entry);
  view.erase(k_receipt);
  view.erase(k_letter_receipt);
  view["themes"] = json::value_from(themes_of(entry));
  view["reference"] = entry.id;
  view["received_at"] = to_text(entry.received_at);
  if (with_contributor) {
    view["contributor"] = contributor_of(entry);
    view["attachments"] = attachments_view(entry);
  }
  return view;
}

json::object contribution_counts_view(const std::vector<LabelCount>& counts) {
  std::map<std::string, json::object> by;
  std::map<std::string, json::object> answers;
  std::int64_t total = 0;
  std::int64_t late = 0;
  std::int64_t signatures = 0;
  for (const auto& [label, count] : counts) {
    if (label.kind == k_late) {
      total += count;
      if (label.value == yes) late = count;
      continue;
    }
    if (label.kind == signatures_label) {
      signatures += count * std::stoll(label.value);
    } else if (label.kind.starts_with(answer_label)) {
      answers[label.kind.substr(answer_label.size())][label.value] = count;
    } else {
      by[label.kind][label.value] = count;
    }
  }
  json::object by_answer;
  for (auto& [question, options] : answers) by_answer[question] = std::move(options);
  return {{"total", total},
          {k_late, late},
          {"signatures", signatures},
          {"by_channel", by["channel"]},
          {"by_kind", by["kind"]},
          {"by_round", by["round"]},
          {"by_local_board", by["local_board"]},
          {"by_community", by["community"]},
          {"by_answer", std::move(by_answer)}};
}

std::optional<Address> contact_of(const Entry& entry) {
  if (entry.personal.empty()) return std::nullopt;
  if (!agreed_to(data_of(entry), "contact")) return std::nullopt;
  const json::object contributor = json::parse(entry.personal).as_object();
  return Address{text_of(contributor, "name"), text_of(contributor, "email")};
}

std::string contact_number_of(const Entry& entry) {
  if (entry.personal.empty() || !agreed_to(data_of(entry), "contact")) return {};
  return text_of(json::parse(entry.personal).as_object(), "telephone");
}

std::vector<std::string> receipt_hashes_of(const Entry& entry) {
  const json::object data = data_of(entry);
  std::vector<std::string> hashes;
  for (const auto field : {k_receipt, k_letter_receipt})
    if (auto hash = text_of(data, field); !hash.empty()) hashes.push_back(std::move(hash));
  return hashes;
}

std::string copy_address_of(const Entry& entry) {
  if (entry.book != contributions_book || entry.personal.empty() || !agreed_to(data_of(entry), "copy"))
    return {};
  return text_of(json::parse(entry.personal).as_object(), "email");
}

void open_receipt_by_letter(Entry& entry, std::string_view secret_hash) {
  json::object data = data_of(entry);
  data[k_letter_receipt] = secret_hash;
  entry.data = canonical(data);
}

bool says_the_same(const Entry& one, const Entry& other) {
  const auto said = [](const Entry& entry) {
    json::object data = data_of(entry);
    // What depends on when and by whom it was sent, and not on what was said.
    for (const auto field : {k_receipt, k_letter_receipt, k_late, k_round, k_taken_in_by}) data.erase(field);
    return data;
  };
  return said(one) == said(other) && contributor_of(one) == contributor_of(other);
}

void forget_contributor(Entry& entry) {
  entry.personal.clear();
  // That of an import stays: the row must not come back with the next copy of the file.
  if (!entry.key.starts_with(import_key)) entry.key.clear();
}

void take_words_back(Entry& entry) {
  json::object data = data_of(entry);
  data["words"] = taken_back;
  if (auto* answers = data.if_contains("answers"); answers && answers->is_array()) {
    for (auto& answer : answers->get_array()) {
      const std::string kind = std::string(answer_label) + text_of(answer.as_object(), "question");
      const bool option = std::any_of(entry.labels.begin(), entry.labels.end(),
                                      [&](const Label& label) { return label.kind == kind; });
      if (!option) answer.as_object()["given"] = json::array{taken_back};
    }
  }
  entry.data = canonical(data);
  entry.search_text.clear();
}

bool words_taken_back(const Entry& entry) {
  return text_of(data_of(entry), "words") == taken_back;
}

}  // namespace full_circle::engagement
