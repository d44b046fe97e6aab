#include "workflows/engagement/privacy.hpp"

#include "engine/record.hpp"
#include "workflows/engagement/attachments.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/workflow.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <iterator>
#include <set>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

constexpr int page_size = 200;
/// Fewer digits are no telephone number of anybody alone.
constexpr std::size_t digits_min = 7;

std::string folded(std::string_view address) {
  std::string text(address);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string digits(std::string_view text) {
  std::string all;
  std::copy_if(text.begin(), text.end(), std::back_inserter(all),
               [](char c) { return c >= '0' && c <= '9'; });
  return all;
}

/// Without what is dialled before it: "+64 21 555 0123", "0064 21 …" and "021 555 0123" are one number.
std::string national(std::string_view text) {
  std::string all = digits(text);
  if (all.starts_with("00")) all.erase(0, 2);
  if (all.starts_with("64")) all.erase(0, 2);
  return all.substr(std::min(all.find_first_not_of('0'), all.size()));
}

bool same_number(std::string_view one, std::string_view other) {
  const std::string number = national(one);
  return number.size() >= digits_min && number == national(other);
}

/// Nothing that is refused is repeated: it may be somebody's address.
std::optional<Refusal> refused(const AskHeld& whom) {
  const int ways = int(whom.email.has_value()) + int(whom.telephone.has_value()) +
                   int(whom.name.has_value()) + int(whom.reference.has_value());
  if (ways != 1)
    return malformed("/email",
                     "Give a mail address, a telephone number, a name, or the reference of a contribution: "
                     "one of them.");
  if (whom.email && whom.email->find('@') == std::string::npos)
    return malformed("/email", "has to be a mail address like name@example.org");
  if (whom.telephone && digits(*whom.telephone).size() < digits_min)
    return malformed("/telephone", "has to be a telephone number");
  return std::nullopt;
}

std::string part_of(const Entry& entry, std::string_view field) {
  if (entry.personal.empty()) return {};
  const json::value person = json::parse(entry.personal);
  const auto* part = person.as_object().if_contains(field);
  return part && part->is_string() ? std::string(part->get_string()) : std::string();
}

bool is_of(const Entry& entry, const AskHeld& whom) {
  if (whom.email) return folded(part_of(entry, "email")) == folded(*whom.email);
  if (whom.telephone) return same_number(part_of(entry, "telephone"), *whom.telephone);
  return fold(part_of(entry, "name")) == fold(*whom.name);
}

std::vector<Entry> entries_of(PersonalRecords& records, const AskHeld& whom) {
  std::vector<Entry> found;
  if (whom.reference) {
    auto entry = records.entry(*whom.reference);
    if (entry && entry->book == contributions_book) found.push_back(*std::move(entry));
    return found;
  }
  const std::string text = whom.email ? *whom.email : whom.telephone ? R"("telephone":)" : R"("name":)";
  std::int64_t after = 0;
  for (auto page = records.entries_with(text, after, page_size); !page.empty();
       page = records.entries_with(text, after, page_size)) {
    after = page.back().position;
    for (Entry& entry : page)
      if (is_of(entry, whom)) found.push_back(std::move(entry));
  }
  return found;
}

std::string source_of(const Entry& entry) {
  return "entry:" + entry.id;
}
std::string source_of(const Follower& follower) {
  return "follower:" + follower.id;
}

json::array follows_json(const std::vector<Follow>& follows) {
  static constexpr std::array<std::string_view, 3> rhythms{"at_once", "daily", "weekly"};
  json::array list;
  for (const Follow& follow : follows)
    list.push_back(json::object{{"what", follow.scope},
                                {"rhythm", rhythms.at(static_cast<std::size_t>(follow.rhythm))}});
  return list;
}

json::value following_json(const AddressKept& kept) {
  if (!kept.follower) return nullptr;
  return json::object{{"address", kept.follower->address},
                      {"confirmed", follows_json(kept.follower->confirmed)},
                      {"waits_to_be_confirmed", follows_json(kept.follower->asked_for)},
                      {"news_waiting", kept.waiting}};
}

std::optional<Person> account_of(Identity& identity, std::string_view address) {
  for (Person& person : identity.list_people())
    if (!person.email.empty() && folded(person.email) == folded(address)) return std::move(person);
  return std::nullopt;
}

json::value account_json(const std::optional<Person>& person) {
  if (!person) return nullptr;
  json::array roles;
  for (const RoleGrant& grant : person->grants)
    roles.push_back(json::object{{"role", grant.role}, {"project", grant.project}, {"entity", grant.entity}});
  return json::object{
      {"id", person->id}, {"name", person->name}, {"email", person->email}, {"roles", std::move(roles)}};
}

/// What is no row of ours, so that whoever asks knows where else to look.
json::array elsewhere() {
  return {"What others said about them in their own words, and what staff wrote in notes and documents.",
          "Messages that were sent already, and those a mail folder keeps.",
          "Backups and logs of the machines, until they are overwritten.",
          "Calendars, sites and other systems that were told of something."};
}

}  // namespace

json::object erased_view(const Erased& erased) {
  return {{"contributions", erased.contributions}, {"words", erased.words},
          {"followers", erased.followers},         {"waiting", erased.waiting},
          {"messages", erased.messages},           {"keys", erased.keys},
          {"attachments", erased.attachments}};
}

// ── Shown ───────────────────────────────────────────────────────────────────────────────────────────────

AddressKept Privacy::following(const AskHeld& whom) {
  if (whom.email) return m_records.kept_of(email_channel, *whom.email);
  const auto number = whom.telephone ? m_number(*whom.telephone) : std::nullopt;
  return number ? m_records.kept_of(text_channel, *number) : AddressKept{};
}

json::array Privacy::messages_of(const std::string& source) {
  static constexpr std::array<std::string_view, 6> states{"queued",  "sent",    "refused",
                                                          "bounced", "stopped", "in_digest"};
  json::array list;
  for (const Recipient& one : m_records.recipients(source))
    list.push_back(json::object{{"message", one.key},
                                {"state", states.at(static_cast<std::size_t>(one.state))},
                                {"at", to_text(one.noted_at)}});
  return list;
}

Result<json::object> Privacy::held(const AskHeld& asked) {
  if (auto refusal = refused(asked)) return *std::move(refusal);
  json::array contributions;
  json::array messages;
  const auto add_messages = [&](const std::string& source) {
    for (auto& message : messages_of(source)) messages.push_back(std::move(message));
  };
  for (const Entry& entry : entries_of(m_records, asked)) {
    json::object shown = contribution_view(entry, true);
    shown["project"] = entry.project;
    shown["sender_key"] = !entry.key.empty();
    contributions.push_back(std::move(shown));
    add_messages(source_of(entry));
  }
  const AddressKept kept = following(asked);
  if (kept.follower) add_messages(source_of(*kept.follower));
  const auto account = asked.email ? account_of(m_identity, *asked.email) : std::nullopt;
  return json::object{
      {"contributions", std::move(contributions)},
      {"following", following_json(kept)},
      {"stopped_at", kept.stopped_at ? json::value(to_text(*kept.stopped_at)) : json::value(nullptr)},
      {"messages", std::move(messages)},
      {"account", account_json(account)},
      {"elsewhere", elsewhere()}};
}

// ── Erased ──────────────────────────────────────────────────────────────────────────────────────────────

/// Whom messages went to first: it is found through the entry, which is still found by the address.
void Privacy::forget_entry(const Entry& entry, bool words, bool rehearsed, Erased& erased) {
  const bool takes_words = words && !words_taken_back(entry);
  const auto messages = static_cast<std::int64_t>(m_records.recipients(source_of(entry)).size());
  Entry after = entry;
  forget_contributor(after);
  erased.messages += messages;
  erased.contributions += after.personal == entry.personal && after.key == entry.key ? 0 : 1;
  erased.words += takes_words ? 1 : 0;
  const auto files = attachments_of(entry);
  erased.attachments += static_cast<std::int64_t>(files.size());
  if (rehearsed) return;
  m_records.forget_recipients(source_of(entry));
  m_records.change(entry.id, [&](Entry& kept) {
    if (takes_words) take_words_back(kept);
    forget_contributor(kept);
  });
  for (const Attachment& file : files) forget_file(file.hash);
}

void Privacy::forget_file(const std::string& hash) {
  m_records.when_nobody_has(hash, [&] { m_files.remove(hash); });
}

void Privacy::forget_files_of_nobody() {
  std::vector<std::string> files = m_files.settled();
  if (files.empty()) return;
  std::set<std::string> named;
  std::int64_t after = 0;
  for (auto page = m_records.entries_with("attachments", after, page_size); !page.empty();
       page = m_records.entries_with("attachments", after, page_size)) {
    after = page.back().position;
    for (const Entry& entry : page)
      for (const Attachment& file : attachments_of(entry)) named.insert(file.hash);
  }
  std::erase_if(files, [&](const std::string& hash) { return named.contains(hash); });
  for (const std::string& hash : files) forget_file(hash);
}

void Privacy::forget_following(const AskHeld& whom, bool rehearsed, Erased& erased) {
  const AddressKept kept = following(whom);
  if (!kept.follower) return;
  erased.messages += static_cast<std::int64_t>(m_records.recipients(source_of(*kept.follower)).size());
  erased.waiting += kept.waiting;
  ++erased.followers;
  if (rehearsed) return;
  m_records.forget_recipients(source_of(*kept.follower));
  m_records.forget_follower(kept.follower->id);
}

Erased Privacy::forget(const ErasePerson& asked, const AskHeld& whom, bool rehearsed) {
  Erased erased;
  forget_following(whom, rehearsed, erased);
  for (const Entry& entry : entries_of(m_records, whom))
    forget_entry(entry, asked.words.value_or(false), rehearsed, erased);
  return erased;
}

bool Privacy::empty_log() {
  m_log_holds_it = !m_records.clear_files();
  return !m_log_holds_it;
}

Result<Erased> Privacy::erase(const ErasePerson& asked, std::string_view by, Instant now) {
  const AskHeld whom{
      .email = asked.email, .telephone = asked.telephone, .name = std::nullopt, .reference = asked.reference};
  if (auto refusal = refused(whom)) return *std::move(refusal);
  if (asked.email && folded(asked.reason).find(folded(*asked.email)) != std::string::npos)
    return malformed("/reason", "is kept, so it must not hold the address");
  if (asked.telephone && digits(asked.reason).find(national(*asked.telephone)) != std::string::npos)
    return malformed("/reason", "is kept, so it must not hold the number");
  Erased erased = forget(asked, whom, true);
  if (asked.dry_run.value_or(false)) return erased;
  if (!erased.nothing()) {
    m_records.note({.at = now,
                    .by = std::string(by),
                    .reason = asked.reason,
                    .counts = json::serialize(erased_view(erased))});
    erased = forget(asked, whom, false);
    m_log_holds_it = true;
  }
  erased.from_files = !m_log_holds_it || empty_log();
  return erased;
}

Erased Privacy::sweep(const std::function<std::optional<Instant>(const std::string& project)>& ended_at,
                      Instant now) {
  constexpr std::string_view of_project = "project:";
  Erased erased;
  const auto is_over = [&](const std::string& project) {
    const auto ended = ended_at(project);
    return ended && *ended + m_retention.contributor <= now;
  };
  for (const std::string& project : m_records.projects_of_people()) {
    if (!is_over(project)) continue;
    for (auto page = m_records.entries_of_people(project, page_size); !page.empty();
         page = m_records.entries_of_people(project, page_size))
      for (const Entry& entry : page) forget_entry(entry, false, false, erased);
  }
  for (const std::string& scope : m_records.scopes(of_project))
    if (is_over(scope.substr(of_project.size()))) erased.followers += m_records.forget_follows(scope);
  const auto in_pages = [](const auto& forget) {
    std::int64_t all = 0;
    for (std::int64_t some = forget(); some > 0; some = forget()) all += some;
    return all;
  };
  erased.keys =
      in_pages([&] { return m_records.forget_keys(now - m_retention.sender_key, import_key, page_size); });
  erased.messages +=
      in_pages([&] { return m_records.forget_recipients_before(now - m_retention.recipient, page_size); });
  forget_files_of_nobody();
  if (erased.contributions + erased.followers > 0)
    m_records.note({.at = now,
                    .by = "system",
                    .reason = "The time for which it is kept is over.",
                    .counts = json::serialize(erased_view(erased))});
  if (!erased.nothing()) m_log_holds_it = true;
  erased.from_files = !m_log_holds_it || empty_log();
  return erased;
}

json::object Privacy::erasures(std::int64_t before, int limit) {
  json::array items;
  const auto found = m_records.erasures(before, limit);
  for (const Erasure& erasure : found)
    items.push_back(json::object{{"id", std::to_string(erasure.id)},
                                 {"at", to_text(erasure.at)},
                                 {"by", erasure.by},
                                 {"reason", erasure.reason},
                                 {"counts", json::parse(erasure.counts)}});
  const bool full = found.size() == static_cast<std::size_t>(limit);
  return {{"items", std::move(items)},
          {"next", full ? json::value(std::to_string(found.back().id)) : json::value(nullptr)}};
}

}  // namespace full_circle::engagement
