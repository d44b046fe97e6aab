#include "adapters/notifier/letters.hpp"

#include "adapters/notifier/message.hpp"
#include "adapters/shared/secret.hpp"
#include "engine/record.hpp"
#include "workflows/engagement/contributions.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace full_circle::notifier {

namespace {

constexpr int k_batch = 50;
constexpr std::chrono::minutes k_later{1};
constexpr std::chrono::hours k_an_hour{1};
constexpr std::chrono::hours k_confirmed_within{7 * 24};
/// Anybody can write anybody's address into a form: more letters than this in a day nobody wants.
constexpr std::int64_t k_receipts_a_day = 5;
constexpr std::chrono::hours k_a_day{24};
/// As it stands in a contribution: words hold no quotation mark without a backslash before it.
constexpr std::string_view k_asked_for_copy = R"("copy":true)";
/// Real time: the clock may be moved by hand, or what is due be kept by another process.
constexpr std::chrono::seconds k_looks_anyway{2};

bool is_for_now_lost(const Sent& sent) {
  return sent.kind == Sent::Kind::server_away || sent.kind == Sent::Kind::server_refuses;
}

}  // namespace

struct Letters::Inside {
  explicit Inside(LettersParts the_parts) : parts(std::move(the_parts)) {
    parts.options = checked(std::move(parts.options));
  }

  /// A new secret, and the page on which it confirms.
  std::string confirm_url(const Follower& follower, const std::string& secret) {
    parts.followers.keep_secret(follower.id, sha256_hex(secret), follower.asked_for);
    return parts.options.base_url + "/follow/fc_" + follower.id + "_" + secret;
  }

  /// As short as it can be and still say who asks, what for and how: each part of it is paid for.
  Sent confirmation_by_text(const Follower& follower) {
    if (!parts.texting.offered())
      return {Sent::Kind::later, "There is no gateway for text messages any more."};
    const std::string secret = shared::fresh_secret();
    const std::size_t asked = follower.asked_for.size();
    const std::string what =
        asked == 1 ? parts.scope_name(follower.asked_for.front().scope) : std::to_string(asked) + " things";
    const std::string text = parts.options.council_name + ": did you ask for texts about " + what +
                             "? If so, say yes here:\n" + confirm_url(follower, secret) +
                             "\nIf not, do nothing. To stop, reply STOP";
    return parts.texting.send(sha256_hex("confirm " + secret), follower.address, text);
  }

  Sent confirmation(Carrier& carrier, const Follower& follower) {
    const Instant now = parts.clock.now();
    const std::string secret = shared::fresh_secret();
    Notice notice;
    notice.subject = "Please confirm: messages from " + parts.options.council_name;
    notice.paragraphs.emplace_back("Somebody, we hope you, asked us to write to this address about:");
    for (const Follow& one : follower.asked_for)
      notice.paragraphs.push_back(parts.scope_name(one.scope) + ", " + rhythm_text(one.rhythm) + ".");
    notice.paragraphs.emplace_back(
        "If it was you, open the page below and press the button. If it was not, do nothing: we will not "
        "write to you, and forget this address after seven days.");
    notice.link_text = "Confirm that you want these messages";
    notice.link_url = confirm_url(follower, secret);
    // A new secret is a new letter: its Message-ID must not be that of another.
    const std::string key = "confirm/" + follower.id + "/" + sha256_hex(secret);
    const Address to{"", follower.address};
    return carrier.carry(delivery_hash(key, to.email), parts.options.from_address, to.email,
                         compose(notice, to, parts.options, key, now));
  }

  static std::string rhythm_text(Rhythm rhythm) {
    switch (rhythm) {
      case Rhythm::at_once:
        return "each time something happens";
      case Rhythm::daily:
        return "at most once a day";
      case Rhythm::weekly:
        return "at most once a week";
    }
    throw std::logic_error("a rhythm without a case");
  }

  /// What the ledger has to know of a letter that can be stopped, and its link.
  std::string stop_link(const Recipient& row) {
    parts.ledger.queue(std::array{row}, parts.clock.now());
    const std::string secret = shared::fresh_secret();
    parts.ledger.keep_secrets(std::array{std::pair{row.id, sha256_hex(secret)}});
    return stop_url(parts.options, row.id, secret);
  }

  Sent noted(const std::string& id, Sent sent) {
    if (sent.kind == Sent::Kind::accepted) parts.ledger.note(id, RecipientState::sent, parts.clock.now());
    if (sent.kind == Sent::Kind::refused) parts.ledger.note(id, RecipientState::refused, parts.clock.now());
    return sent;
  }

  Sent digest(Carrier& carrier, const Digest& one) {
    const Instant now = parts.clock.now();
    const Address to{"", one.follower.address};
    const std::string key = "digest/" + one.follower.id + "/" + std::to_string(one.items.front().position) +
                            "-" + std::to_string(one.items.back().position);
    const std::string id = delivery_hash(key, to.email);
    // It left, and the program ended before that was noted with what waits.
    if (const auto row = parts.ledger.recipient(id); row && row->state == RecipientState::sent) return {};
    const std::string stop =
        stop_link({.id = id, .key = key, .source = "follower:" + one.follower.id, .address = to.email});
    Notice notice;
    notice.subject = one.items.size() == 1
                         ? one.items.front().text
                         : std::to_string(one.items.size()) + " updates from " + parts.options.council_name;
    notice.paragraphs.emplace_back("What happened since we last wrote to you:");
    for (const DigestItem& item : one.items)
      notice.paragraphs.push_back(item.text + (item.url.empty() ? "" : "\n" + item.url));
    return noted(id, carrier.carry(id, parts.options.from_address, to.email,
                                   compose(notice, to, parts.options, key, now,
                                           {"You get this because you follow what is listed here.", stop})));
  }

  /// Not what they said: the address may be somebody else's. The page behind the link shows it. A letter that
  /// is tried again has a new secret, and the one before opens nothing.
  Sent receipt(Carrier& carrier, const Entry& entry, const std::string& address) {
    const Instant now = parts.clock.now();
    const std::string secret = shared::fresh_secret();
    parts.people.change(entry.id,
                        [&](Entry& kept) { engagement::open_receipt_by_letter(kept, sha256_hex(secret)); });
    Notice notice;
    notice.form = Notice::Form::text_alone;
    notice.subject = "We have what you said: " + entry.id;
    notice.paragraphs.emplace_back("Thank you. Your reference is " + entry.id + ".");
    notice.paragraphs.emplace_back(
        "The page below shows what you said, and later what became of it. Only you have its address: whoever "
        "has it can read the page.");
    notice.paragraphs.emplace_back("If you sent us nothing, somebody mistook your address: do nothing.");
    notice.link_text = "Your receipt";
    notice.link_url = parts.options.base_url + "/receipt/fc_" + entry.id + "_" + secret;
    const std::string key = "receipt/" + entry.id + "/" + sha256_hex(secret);
    const std::string id = delivery_hash(key, address);
    const std::string stop =
        stop_link({.id = id, .key = key, .source = "entry:" + entry.id, .address = address});
    return noted(id, carrier.carry(
                         id, parts.options.from_address, address,
                         compose(notice, {"", address}, parts.options, key, now,
                                 {"You get this because this address was given with what was said.", stop})));
  }

  /// False when the server is away.
  bool send_receipts(Carrier& carrier) {
    while (true) {
      const Instant now = parts.clock.now();
      const auto due = parts.people.letters_due(now, k_batch);
      if (due.empty()) return true;
      for (const Entry& entry : due) {
        if (stopping) return true;
        const std::string address = engagement::copy_address_of(entry);
        const bool pointless = !is_plain_address(address) || parts.followers.stopped("email", address);
        const bool too_many =
            !pointless && parts.people.letters_left(address, now - k_a_day) >= k_receipts_a_day;
        const Sent sent = pointless || too_many ? Sent{} : receipt(carrier, entry, address);
        if (is_for_now_lost(sent) || sent.kind == Sent::Kind::later) {
          parts.people.letter_put_off(entry.id, now + k_later);
        } else {
          // One too many is dropped, and counts for nobody: put off, it would come some day all the same.
          parts.people.letter_left(entry.id, too_many ? "" : address, now);
        }
        if (is_for_now_lost(sent)) return tell(sent);
      }
    }
  }

  /// False when the server is away.
  bool send_confirmations(Carrier& carrier) {
    while (true) {
      const auto due = parts.followers.to_confirm(parts.clock.now(), k_batch);
      if (due.empty()) return true;
      for (const Follower& listed : due) {
        if (stopping) return true;
        // Letters before this one took a while: they may have stopped, or asked for more.
        const auto one = parts.followers.find(listed.id);
        if (!one) continue;
        const bool pointless = one->asked_for.empty();
        const bool by_text = one->channel == text_channel;
        const Sent sent = pointless ? Sent{}
                          : by_text ? confirmation_by_text(*one)
                                    : confirmation(carrier, *one);
        const bool waits = is_for_now_lost(sent) || sent.kind == Sent::Kind::later;
        if (waits) {
          parts.followers.letter_put_off(one->id, parts.clock.now() + k_later);
        } else {
          parts.followers.letter_left(one->id, parts.clock.now());
        }
        if (!is_for_now_lost(sent)) continue;
        tell(sent);
        if (!by_text) return false;  // letters do not wait for the gateway
      }
    }
  }
  bool send_digests(Carrier& carrier) {
    while (true) {
      const auto due = parts.followers.digests_due(parts.clock.now(), k_batch);
      if (due.empty()) return true;
      for (const Digest& one : due) {
        if (stopping) return true;
        if (!parts.followers.find(one.follower.id)) continue;  // stopped while others' digests left
        const Sent sent = digest(carrier, one);
        const bool waits = is_for_now_lost(sent) || sent.kind == Sent::Kind::later;
        if (waits) {
          parts.followers.digest_put_off(one.follower.id, parts.clock.now() + k_later);
        } else {
          parts.followers.digest_left(one.follower.id, one.items.back().position);
        }
        if (is_for_now_lost(sent)) return tell(sent);
      }
    }
  }
  bool tell(const Sent& sent) {
    parts.warn("letters wait: " + sent.reason);
    return false;
  }

  bool send_due() {
    const Instant now = parts.clock.now();
    if (now >= forgets_at) {
      parts.followers.forget_unconfirmed(now - k_confirmed_within);
      forgets_at = now + k_an_hour;
    }
    parts.people.look_for_letters(k_asked_for_copy, now);
    if (parts.followers.to_confirm(now, 1).empty() && parts.followers.digests_due(now, 1).empty() &&
        parts.people.letters_due(now, 1).empty())
      return true;
    const auto carrier = parts.open(domain_of(parts.options.from_address));
    return send_confirmations(*carrier) && send_receipts(*carrier) && send_digests(*carrier);
  }

  void run() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      woken = false;
      lock.unlock();
      try {
        send_due();
      } catch (const std::exception& problem) {
        parts.warn(std::string("letters wait: ") + problem.what());
      }
      lock.lock();
      rung.wait_for(lock, k_looks_anyway, [this] { return stopping || woken; });
    }
  }

  LettersParts parts;
  Instant forgets_at{};
  std::mutex mutex;
  std::condition_variable rung;
  bool woken = false;
  std::atomic<bool> stopping = false;
  std::thread thread;
};

Letters::Letters(LettersParts parts) : m_inside(std::make_unique<Inside>(std::move(parts))) {}

Letters::~Letters() {
  stop();
}

void Letters::start() {
  if (m_inside->thread.joinable()) return;
  m_inside->thread = std::thread([inside = m_inside.get()] { inside->run(); });
}

void Letters::stop() {
  {
    const std::lock_guard lock(m_inside->mutex);
    m_inside->stopping = true;
  }
  m_inside->rung.notify_all();
  if (m_inside->thread.joinable()) m_inside->thread.join();
}

void Letters::wake() {
  {
    const std::lock_guard lock(m_inside->mutex);
    m_inside->woken = true;
  }
  m_inside->rung.notify_all();
}

bool Letters::send_due() {
  return m_inside->send_due();
}

}  // namespace full_circle::notifier
