#include "adapters/notifier/notifier.hpp"

#include "adapters/notifier/invited.hpp"
#include "adapters/notifier/message.hpp"
#include "adapters/notifier/public_audience.hpp"
#include "adapters/shared/secret.hpp"
#include "engine/record.hpp"

#include <algorithm>
#include <map>

namespace full_circle::notifier {

namespace {

/// How many are queued in one transaction, and get their secrets in one.
constexpr std::size_t k_queue_batch = 1'000;
constexpr int k_send_batch = 100;
/// Then other deliveries have their turn. What a loss of power can cost is this many second copies.
constexpr std::size_t k_turn = 200;

constexpr std::string_view k_named = "named";

std::string counted(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

bool is_for_public(const Notice& notice) {
  return std::find(notice.audiences.begin(), notice.audiences.end(), "public") != notice.audiences.end();
}

std::string why(std::string_view source) {
  if (is_follower(source))
    return "You get this because you follow this project, its local board or everything we ask about.";
  return "You get this because you told us what you think, and agreed to be contacted. The address of your "
         "receipt is not kept here: if you still have it, it shows your own words and what became of them.";
}

std::chrono::hours until_digest(Rhythm rhythm) {
  return std::chrono::hours{rhythm == Rhythm::weekly ? 7 * 24 : 24};
}

/// How far a sending came that let others go first.
struct Place {
  std::string after;    ///< the last recipient that was looked at
  std::string put_off;  ///< why somebody before that one waits
  enum class Gateway { answers, away } gateway = Gateway::answers;
};

/// One turn of a delivery on its way.
class Sending {
 public:
  Sending(const Work& work, const Notice& notice, const MailOptions& options, const NotifierParts& parts,
          PublicAudience& people, OpenCarrier& open, Place& place)
      : m_work(work),
        m_notice(notice),
        m_options(options),
        m_parts(parts),
        m_people(people),
        m_named(
            recipients_of(notice, work.project, without_stopped(options, parts.followers), parts.identity)),
        m_invited(parts.ledger, notice),
        m_carrier(open(domain_of(options.from_address))),
        m_place(place) {
    m_invited.add_to(m_named, parts.identity);
    for (const Address& one : m_named.addresses) m_addresses[id_of(one.email)] = one;
  }

  Delivered run() {
    if (!m_parts.ledger.list_closed(m_work.key)) make_list();
    for (auto batch = next_batch(); !batch.empty(); batch = next_batch()) {
      if (m_noted >= k_turn) return paused();
      if (auto ended = send(batch)) return *std::move(ended);
      m_place.after = batch.back().id;
    }
    m_parts.ledger.settle();
    if (!m_place.put_off.empty()) return Delivered::retry(m_place.put_off);
    return ended();
  }

 private:
  std::vector<Recipient> next_batch() {
    return m_parts.ledger.queued(m_work.key, m_place.after, k_send_batch);
  }

  Delivered paused() {
    m_parts.ledger.settle();
    return Delivered::paused(m_parts.clock.now());
  }

  std::string id_of(std::string_view address) const { return delivery_hash(m_work.key, address); }

  /// Everybody who is to get it, as of now, each address once.
  void make_list() {
    const Instant now = m_parts.clock.now();
    m_parts.ledger.queue_refused(m_work.key, now);
    std::vector<Recipient> waiting;
    std::map<std::string, std::int64_t> contributions;  // by recipient: some follow as well, or gave several
    const auto queue = [&](std::string_view to, std::string source, std::string_view channel) {
      Recipient one{
          .id = id_of(to), .key = m_work.key, .source = std::move(source), .channel = std::string(channel)};
      // The council's own list has no stop link: one reader must not end it for all.
      if (one.source != k_named) one.address = to;
      if (is_contributor(one.source)) one.contributions = ++contributions[one.id];
      waiting.push_back(std::move(one));
      if (waiting.size() < k_queue_batch) return;
      m_parts.ledger.queue(waiting, now);
      waiting.clear();
    };
    for (const Address& one : m_named.addresses) queue(one.email, std::string(k_named), email_channel);
    if (is_for_public(m_notice))
      m_people.each(m_notice, m_work.project, [&](const Reached& one) {
        if (one.number.empty())
          queue(one.address.email, one.source, email_channel);
        else
          queue(one.number, one.source, text_channel);
      });
    m_parts.ledger.queue(waiting, now);
    m_parts.ledger.close_list(m_work.key, now);
  }

  /// Where it goes now; null when they are not to be written to any more.
  std::optional<Reached> now(const Recipient& recipient) {
    if (recipient.source != k_named) return m_people.now(m_notice, m_work.project, recipient.source);
    const auto found = m_addresses.find(recipient.id);
    if (found == m_addresses.end()) return std::nullopt;
    return Reached{.source = std::string(k_named), .address = found->second};
  }

  /// The secrets of a batch, kept before the first of it leaves.
  std::map<std::string, std::string> secrets_for(const std::vector<Recipient>& batch) {
    std::map<std::string, std::string> secrets;
    std::vector<std::pair<std::string, std::string>> hashes;
    for (const Recipient& one : batch) {
      if (one.source == k_named || one.channel == text_channel) continue;
      const std::string& secret = secrets[one.id] = shared::fresh_secret();
      hashes.emplace_back(one.id, sha256_hex(secret));
    }
    if (!hashes.empty()) m_parts.ledger.keep_secrets(hashes);
    return secrets;
  }

  /// What ends the delivery early, if anything does.
  std::optional<Delivered> send(const std::vector<Recipient>& batch) {
    const auto secrets = secrets_for(batch);
    for (const Recipient& recipient : batch) {
      if (m_work.stopping()) return paused();
      const bool by_text = recipient.channel == text_channel;
      if (by_text && m_place.gateway == Place::Gateway::away) continue;
      const auto reached = now(recipient);
      const auto secret = secrets.find(recipient.id);
      RecipientState state = RecipientState::stopped;
      if (reached && reached->rhythm != Rhythm::at_once) {
        keep_for_digest(*reached);
        state = RecipientState::in_digest;
      } else if (reached) {
        Standing standing;
        if (secret != secrets.end())
          standing = {why(recipient.source), stop_url(m_options, recipient.id, secret->second)};
        const Sent sent =
            by_text ? send_text(*reached, recipient.id) : send_to(*reached, recipient.id, standing);
        if (by_text && sent.kind == Sent::Kind::server_away) {
          // What goes by mail does not wait for it.
          m_place.gateway = Place::Gateway::away;
          m_place.put_off = sent.reason;
          continue;
        }
        if (sent.kind == Sent::Kind::server_away) return Delivered::retry(sent.reason);
        if (sent.kind == Sent::Kind::server_refuses) return Delivered::give_up(sent.reason);
        if (sent.kind == Sent::Kind::later) {
          m_place.put_off = sent.reason;
          continue;
        }
        state = sent.kind == Sent::Kind::accepted ? RecipientState::sent : RecipientState::refused;
      }
      note(recipient, state);
    }
    return std::nullopt;
  }

  Sent send_to(const Reached& to, const std::string& id, const Standing& standing) {
    const Instant now = m_parts.clock.now();
    m_invited.note(to.address, now);
    return m_carrier->carry(id, m_options.from_address, to.address.email,
                            compose(m_notice, to.address, m_options, m_work.key, now, standing));
  }

  Sent send_text(const Reached& to, const std::string& id) const {
    if (!m_parts.texting.offered())
      return {Sent::Kind::server_away, "There is no gateway for text messages any more."};
    return m_parts.texting.send(id, to.number, text_message(m_notice, m_options));
  }

  /// Before the next one leaves: this is what keeps anybody from a second copy.
  void note(const Recipient& recipient, RecipientState state) {
    m_parts.ledger.note(recipient.id, state, m_parts.clock.now());
    ++m_noted;
  }

  void keep_for_digest(const Reached& to) {
    m_parts.followers.keep_for_digest(to.source.substr(to.source.find(':') + 1),
                                      {.key = m_work.key, .text = m_notice.subject, .url = m_notice.link_url},
                                      m_parts.clock.now() + until_digest(to.rhythm));
  }

  Delivered ended() {
    const SendingProgress progress = m_parts.ledger.progress(m_work.key);
    std::size_t all = 0;
    std::size_t refused = 0;
    std::string refused_by;
    for (const auto& [channel, state, people] : progress.counts) {
      const auto count = static_cast<std::size_t>(people);
      // Whatever kept them in the queue: while anybody is in it, nobody says that people were told.
      if (state == RecipientState::queued)
        return Delivered::retry(counted(count, "person is", "people are") + " still to be written to.");
      all += count;
      if (state != RecipientState::refused) continue;
      refused += count;
      refused_by += refused_by.empty() ? "The " : " and the ";
      refused_by += channel == text_channel ? "text message gateway" : "mail server";
    }
    if (m_parts.ledger.sent_beside(m_work.key, k_named) > 0) std::erase(m_named.unreached, "public");
    Delivered delivered = concluded(m_notice, m_named);
    if (refused > 0)
      delivered = Delivered::give_up(refused_by + " refused " +
                                     counted(refused, "address for good; everybody else has their message.",
                                             "addresses for good; everybody else has their message."));
    if (all > 0 && delivered.kind == Delivered::Kind::done) delivered.reason.clear();
    // A person looks at it and may have it tried again: then somebody else may be there to be told.
    if (delivered.kind == Delivered::Kind::give_up) m_parts.ledger.open_list(m_work.key);
    return delivered;
  }

  const Work& m_work;
  const Notice& m_notice;
  const MailOptions& m_options;
  const NotifierParts& m_parts;
  PublicAudience& m_people;
  Recipients m_named;
  std::map<std::string, Address> m_addresses;  ///< of m_named, by the recipient's id
  Invited m_invited;
  std::unique_ptr<Carrier> m_carrier;
  Place& m_place;
  std::size_t m_noted = 0;  ///< in this turn
};

class Notifier final : public Adapter {
 public:
  Notifier(OpenCarrier open, MailOptions options, NotifierParts parts)
      : m_open(std::move(open)),
        m_options(checked(std::move(options))),
        m_parts(std::move(parts)),
        m_people(m_parts.followers, m_parts.store, m_parts.texting) {}

  std::string_view name() const override { return "notifier"; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    const Notice notice = read_notice(payload.fields(), m_options);
    if (!payload.ok()) return payload.give_up();
    Delivered delivered =
        Sending(work, notice, m_options, m_parts, m_people, m_open, m_places[work.key]).run();
    if (!delivered.again_at) m_places.erase(work.key);
    return delivered;
  }

 private:
  OpenCarrier m_open;
  MailOptions m_options;
  NotifierParts m_parts;
  PublicAudience m_people;
  std::map<std::string, Place> m_places;  ///< of those that paused, by their key
};

}  // namespace

std::unique_ptr<Adapter> make_notifier(OpenCarrier open, MailOptions options, NotifierParts parts) {
  return std::make_unique<Notifier>(std::move(open), std::move(options), std::move(parts));
}

std::string stop_url(const MailOptions& options, std::string_view recipient, std::string_view secret) {
  return options.base_url + "/stop/fc_" + std::string(recipient) + "_" + std::string(secret);
}

}  // namespace full_circle::notifier
