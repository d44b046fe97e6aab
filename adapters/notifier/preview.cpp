#include "adapters/notifier/notifier.hpp"
#include "adapters/notifier/public_audience.hpp"

#include <boost/json.hpp>

#include <set>

namespace full_circle::notifier {

namespace json = boost::json;

namespace {

json::object not_reached(std::size_t people, std::string_view why) {
  return {{"people", people}, {"why", why}};
}

/// Who of the public gets a text, and what it costs.
struct Texted {
  std::size_t followers = 0;
  std::size_t contributors = 0;
};

json::object as_json(const Texted& texted, const std::string& text, const Texting& texting) {
  const std::size_t parts = texting.parts(text);
  const std::size_t people = texted.followers + texted.contributors;
  return {{"text", text},
          {"parts", parts},
          {"followers", texted.followers},
          {"contributors", texted.contributors},
          {"people", people},
          {"parts_in_all", parts * people}};
}

/// Counts of the public's people, each address and number once, as they are when a list is made: whoever
/// follows counts as a follower. `seen` holds who gets it in another way.
json::object public_counts(const Notice& notice, const std::string& project, const MailOptions& options,
                           const NotifierParts& parts, std::set<std::string>& seen, Texted& texted,
                           json::array& missing) {
  std::set<std::string> numbers;
  std::set<std::string> listed = seen;
  std::size_t at_once = 0;
  std::size_t in_digest = 0;
  std::size_t contributors = 0;
  const NotReached others = PublicAudience(parts.followers, parts.store, parts.texting)
                                .each(notice, project, [&](const Reached& one) {
                                  if (!one.number.empty()) {
                                    if (numbers.insert(one.number).second)
                                      ++(is_follower(one.source) ? texted.followers : texted.contributors);
                                    return;
                                  }
                                  const std::string hash = delivery_hash("", one.address.email);
                                  if (!listed.insert(hash).second) return;
                                  if (one.rhythm == Rhythm::at_once) seen.insert(hash);
                                  if (!is_follower(one.source)) {
                                    ++contributors;
                                  } else if (one.rhythm == Rhythm::at_once) {
                                    ++at_once;
                                  } else {
                                    ++in_digest;
                                  }
                                });
  if (others.without_address > 0)
    missing.push_back(
        not_reached(others.without_address,
                    parts.texting.offered()
                        ? "agreed to be contacted and gave neither e-mail address nor mobile number: tell "
                          "them another way"
                        : "agreed to be contacted and gave no e-mail address: tell them another way"));
  if (others.without_gateway > 0)
    missing.push_back(
        not_reached(others.without_gateway, "follow by text, and there is no gateway for texts"));
  if (others.stopped > 0)
    missing.push_back(not_reached(others.stopped, "agreed to be contacted and stopped messages since"));
  return {{"list", options.public_addresses.size()},
          {"followers", at_once},
          {"in_digest", in_digest},
          {"contributors", contributors}};
}

std::string text_of(const Notice& notice) {
  std::string text;
  for (const auto& paragraph : notice.paragraphs) text += paragraph + "\n\n";
  if (!notice.link_url.empty()) text += notice.link_text + ":\n" + notice.link_url + "\n";
  return text;
}

}  // namespace

std::optional<json::object> preview(std::string_view payload_text, const std::string& project,
                                    const MailOptions& all_options, const NotifierParts& parts) {
  const MailOptions options = without_stopped(all_options, parts.followers);
  shared::Payload payload(payload_text);
  Notice notice = read_notice(payload.fields(), options);
  if (!payload.ok()) return std::nullopt;
  std::set<std::string> seen;
  json::array audiences;
  json::array missing;
  json::value of_public = nullptr;
  json::value by_text = nullptr;
  for (const auto& audience : notice.audiences) {
    Notice one = notice;
    one.audiences = {audience};
    const Recipients found = recipients_of(one, project, options, parts.identity);
    for (const Address& address : found.addresses) seen.insert(delivery_hash("", address.email));
    audiences.push_back(json::object{{"audience", audience}, {"people", found.addresses.size()}});
    if (found.unusable > 0)
      missing.push_back(not_reached(found.unusable, audience + ": no address that can be written to"));
    if (!found.unreached.empty() && audience != "public")
      missing.push_back(not_reached(0, audience + ": nobody with an address"));
  }
  if (std::find(notice.audiences.begin(), notice.audiences.end(), "public") != notice.audiences.end()) {
    Texted texted;
    of_public = public_counts(notice, project, options, parts, seen, texted, missing);
    if (parts.texting.offered()) by_text = as_json(texted, text_message(notice, options), parts.texting);
  }
  return json::object{{"kind", notice.kind},
                      {"subject", notice.subject},
                      {"text", text_of(notice)},
                      {"audiences", std::move(audiences)},
                      {"public", std::move(of_public)},
                      {"email", seen.size()},
                      {"sms", std::move(by_text)},
                      {"not_reached", std::move(missing)}};
}

}  // namespace full_circle::notifier
