#include "adapters/notifier/public_audience.hpp"

#include "workflows/engagement/contributions.hpp"

#include <algorithm>

namespace full_circle::notifier {

namespace {

constexpr std::string_view k_follower = "follower:";
constexpr std::string_view k_entry = "entry:";
constexpr int k_page = 200;

bool follows_any(const Follower& follower, const std::vector<std::string>& scopes) {
  return std::any_of(follower.confirmed.begin(), follower.confirmed.end(), [&](const Follow& one) {
    return std::find(scopes.begin(), scopes.end(), one.scope) != scopes.end();
  });
}

}  // namespace

PublicAudience::PublicAudience(Followers& followers, Store& store, Texting texting)
    : m_followers(followers), m_reader(store.reader()), m_texting(std::move(texting)) {}

/// The answer that people were promised is never left for later, and a text never comes in a digest.
Rhythm PublicAudience::rhythm_for(const Follower& follower, const Notice& notice) const {
  if (notice.counts_as_telling || follower.channel == text_channel) return Rhythm::at_once;
  Rhythm soonest = Rhythm::weekly;
  for (const Follow& one : follower.confirmed)
    if (std::find(notice.scopes.begin(), notice.scopes.end(), one.scope) != notice.scopes.end())
      soonest = std::min(soonest, one.rhythm);
  return soonest;
}

Reached PublicAudience::reached(const Follower& follower, const Notice& notice) const {
  const bool by_text = follower.channel == text_channel;
  return {.source = std::string(k_follower) + follower.id,
          .address = {"", by_text ? "" : follower.address},
          .number = by_text ? follower.address : "",
          .rhythm = rhythm_for(follower, notice)};
}

PublicAudience::Way PublicAudience::way_to(const Entry& entry, const Address& contact,
                                           Reached& reached) const {
  reached.source = std::string(k_entry) + entry.id;
  if (is_plain_address(contact.email)) {
    reached.address = {shared::clean_line(contact.name), contact.email};
    return m_followers.stopped(email_channel, contact.email) ? Way::stopped : Way::mail;
  }
  const auto number =
      m_texting.offered() ? m_texting.number(engagement::contact_number_of(entry)) : std::nullopt;
  if (!number) return Way::none;
  reached.number = *number;
  return m_followers.stopped(text_channel, *number) ? Way::stopped : Way::text;
}

NotReached PublicAudience::each(const Notice& notice, const std::string& project,
                                const std::function<void(const Reached&)>& take) {
  NotReached not_reached;
  std::string after;
  for (auto page = m_followers.following(notice.scopes, after, k_page); !page.empty();
       page = m_followers.following(notice.scopes, after, k_page)) {
    for (const Follower& one : page) {
      if (one.channel == text_channel && !m_texting.offered())
        ++not_reached.without_gateway;
      else
        take(reached(one, notice));
    }
    after = page.back().id;
  }
  EntryQuery query{.project = project, .book = std::string(engagement::contributions_book), .limit = k_page};
  for (auto page = m_reader->entries(query); !page.empty(); page = m_reader->entries(query)) {
    for (const Entry& entry : page) {
      const auto contact = engagement::contact_of(entry);
      if (!contact) continue;
      Reached found;
      switch (way_to(entry, *contact, found)) {
        case Way::mail:
        case Way::text:
          take(found);
          break;
        case Way::stopped:
          ++not_reached.stopped;
          break;
        case Way::none:
          ++not_reached.without_address;
          break;
      }
    }
    query.after = page.back().position;
  }
  return not_reached;
}

std::optional<Reached> PublicAudience::now(const Notice& notice, const std::string& project,
                                           std::string_view source) {
  if (is_follower(source)) {
    const auto follower = m_followers.find(source.substr(k_follower.size()));
    if (!follower || !follows_any(*follower, notice.scopes)) return std::nullopt;
    return reached(*follower, notice);
  }
  if (!is_contributor(source)) return std::nullopt;
  const auto entry = m_reader->entry(source.substr(k_entry.size()));
  if (!entry || entry->project != project) return std::nullopt;
  const auto contact = engagement::contact_of(*entry);
  Reached found;
  if (!contact) return std::nullopt;
  const Way way = way_to(*entry, *contact, found);
  return way == Way::mail || way == Way::text ? std::optional(found) : std::nullopt;
}

MailOptions without_stopped(MailOptions options, Followers& followers) {
  std::erase_if(options.public_addresses,
                [&](const std::string& address) { return followers.stopped(email_channel, address); });
  return options;
}

bool is_follower(std::string_view source) {
  return source.starts_with(k_follower);
}

bool is_contributor(std::string_view source) {
  return source.starts_with(k_entry);
}

}  // namespace full_circle::notifier
