#include "workflows/engagement/privacy.hpp"

#include "engine/record.hpp"
#include "workflows/engagement/contributions.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

constexpr int page_size = 200;
constexpr std::string_view email_channel = "email";

std::string folded(std::string_view address) {
  std::string text(address);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// Nothing that is refused is repeated: it may be somebody's address.
std::optional<Refusal> refused(const std::optional<Line>& email, const std::optional<Name>& reference) {
  if (email.has_value() == reference.has_value())
    return malformed("/email", "Give a mail address, or the reference of a contribution: one of the two.");
  if (email && email->find('@') == std::string::npos)
    return malformed("/email", "has to be a mail address like name@example.org");
  return std::nullopt;
}

std::string mail_of(const Entry& entry) {
  if (entry.personal.empty()) return {};
  const json::value person = json::parse(entry.personal);
  const auto* mail = person.as_object().if_contains("email");
  return mail && mail->is_string() ? folded(mail->get_string()) : std::string();
}

std::vector<Entry> entries_of(PersonalRecords& records, const std::optional<Line>& email,
                              const std::optional<Name>& reference) {
  std::vector<Entry> found;
  if (reference) {
    auto entry = records.entry(*reference);
    if (entry && entry->book == contributions_book) found.push_back(*std::move(entry));
    return found;
  }
  std::int64_t after = 0;
  for (auto page = records.entries_with(*email, after, page_size); !page.empty();
       page = records.entries_with(*email, after, page_size)) {
    after = page.back().position;
    for (Entry& entry : page)
      if (mail_of(entry) == folded(*email)) found.push_back(std::move(entry));
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
          {"messages", erased.messages},           {"keys", erased.keys}};
}

// ── Shown ───────────────────────────────────────────────────────────────────────────────────────────────

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
  if (auto refusal = refused(asked.email, asked.reference)) return *std::move(refusal);
  json::array contributions;
  json::array messages;
  const auto add_messages = [&](const std::string& source) {
    for (auto& message : messages_of(source)) messages.push_back(std::move(message));
  };
  for (const Entry& entry : entries_of(m_records, asked.email, asked.reference)) {
    json::object shown = contribution_view(entry, true);
    shown["project"] = entry.project;
    shown["sender_key"] = !entry.key.empty();
    contributions.push_back(std::move(shown));
    add_messages(source_of(entry));
  }
  AddressKept kept;
  std::optional<Person> account;
  if (asked.email) {
    kept = m_records.kept_of(email_channel, *asked.email);
    account = account_of(m_identity, *asked.email);
    if (kept.follower) add_messages(source_of(*kept.follower));
  }
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
void Privacy::forget_entry(const Entry& entry, const ErasePerson& asked, Erased& erased) {
  const bool words = asked.words.value_or(false) && !words_taken_back(entry);
  const auto messages = static_cast<std::int64_t>(m_records.recipients(source_of(entry)).size());
  erased.messages += messages;
  erased.contributions += entry.personal.empty() && entry.key.empty() ? 0 : 1;
  erased.words += words ? 1 : 0;
  if (asked.dry_run.value_or(false)) return;
  m_records.forget_recipients(source_of(entry));
  m_records.change(entry.id, [&](Entry& kept) {
    if (words) take_words_back(kept);
    forget_contributor(kept);
  });
}

void Privacy::forget_following(const std::string& address, bool rehearsed, Erased& erased) {
  const AddressKept kept = m_records.kept_of(email_channel, address);
  if (!kept.follower) return;
  erased.messages += static_cast<std::int64_t>(m_records.recipients(source_of(*kept.follower)).size());
  erased.waiting += kept.waiting;
  ++erased.followers;
  if (rehearsed) return;
  m_records.forget_recipients(source_of(*kept.follower));
  m_records.forget_follower(kept.follower->id);
}

Result<Erased> Privacy::erase(const ErasePerson& asked, std::string_view by, Instant now) {
  if (auto refusal = refused(asked.email, asked.reference)) return *std::move(refusal);
  if (asked.email && folded(asked.reason).find(folded(*asked.email)) != std::string::npos)
    return malformed("/reason", "is kept, so it must not hold the address");
  const bool rehearsed = asked.dry_run.value_or(false);
  Erased erased;
  if (asked.email) forget_following(*asked.email, rehearsed, erased);
  for (const Entry& entry : entries_of(m_records, asked.email, asked.reference))
    forget_entry(entry, asked, erased);
  if (rehearsed || erased.nothing()) return erased;
  m_records.note({.at = now,
                  .by = std::string(by),
                  .reason = asked.reason,
                  .counts = json::serialize(erased_view(erased))});
  m_records.clear_files();
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
      for (const Entry& entry : page) forget_entry(entry, ErasePerson{}, erased);
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
  if (!erased.nothing()) m_records.clear_files();
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
