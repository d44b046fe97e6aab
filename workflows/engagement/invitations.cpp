#include "workflows/engagement/invitations.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string_view>

namespace full_circle::engagement {

namespace {

namespace json = boost::json;

/// An entry of the calendar that an event makes, moves or calls off.
struct Concerned {
  std::string entry;  ///< its UID without the project: "session-1", "ENTITY/hui-1"
  std::vector<std::string> audiences;
  bool renamed = false;  ///< nothing but its words is another
};

/// The lead, and the roles that the definition tells of sessions: whoever was asked to come hears of changes.
std::vector<std::string> council_people(const Definition& definition) {
  std::vector<std::string> people{"role:lead"};
  for (const auto& rule : definition.notices) {
    if (rule.on != "session_planned" && rule.on != "session_moved" && rule.on != "session_cancelled")
      continue;
    for (const auto& audience : rule.audiences) {
      const bool known = std::find(people.begin(), people.end(), audience) != people.end();
      if (audience.starts_with("role:") && !known) people.push_back(audience);
    }
  }
  return people;
}

struct Concerning {
  const Project* before;
  const Project& after;
  const Definition& definition;

  std::vector<Concerned> operator()(const SessionPlanned& event) const { return session(event.session); }
  std::vector<Concerned> operator()(const SessionMoved& event) const { return session(event.session); }
  std::vector<Concerned> operator()(const SessionCancelled& event) const { return session(event.session); }
  std::vector<Concerned> operator()(const ProjectWithdrawn&) const { return not_over(); }
  /// A change of words leaves SEQUENCE as it is: the later DTSTAMP makes it the newer one (RFC 5546 s 2.1.5).
  std::vector<Concerned> operator()(const ProjectDescribed&) const {
    const bool renamed = before && std::string_view(before->about->title) != after.about->title;
    if (!renamed || after.withdrawn) return {};
    auto all = not_over(after.updated_at);
    for (auto& one : all) one.renamed = true;
    return all;
  }
  std::vector<Concerned> operator()(const BranchMoved& event) const {
    const auto* branch = after.branch(event.entity);
    // What a project that stops has arranged was crossed out when it stopped.
    if (!branch || branch->hui.empty() || after.withdrawn) return {};
    // An entity that is left alone before a date was agreed, or after the hui, has nothing to cross out.
    const bool called_off = branch->hui.back().cancelled &&
                            (std::holds_alternative<MoveHui>(event.said) ||
                             (event.step == "withdraw" && branch->date.council && branch->date.entity));
    if (event.step != "date_agreed" && !called_off) return {};
    return {hui(event.entity, branch->hui.back())};
  }
  template <class Other>
  std::vector<Concerned> operator()(const Other&) const {
    return {};
  }

 private:
  /// What was arranged, was not called off, did not take place, and does not begin before `from`.
  std::vector<Concerned> not_over(Instant from = Instant::min()) const {
    std::vector<Concerned> all;
    for (const auto& one : after.sessions)
      if (!one.cancelled && !one.people && one.starts_at >= from) all.push_back(session(one.session).front());
    for (const auto& [entity, branch] : after.branches)
      for (const auto& one : branch.hui)
        if (!one.cancelled && !one.held && one.starts_at >= from) all.push_back(hui(entity, one));
    return all;
  }
  static Concerned hui(const std::string& entity, const Hui& one) {
    return {entity + "/" + one.id, {"entity:" + entity, "role:lead"}};
  }
  std::vector<Concerned> session(const Name& session) const {
    return {{session, council_people(definition)}};
  }
};

std::string text(const json::object& entry, std::string_view key) {
  return json::value_to<std::string>(entry.at(key));
}

InvitationNotice notice_of(const Concerned& concerned, json::object entry, const Project& after,
                           const Context& context) {
  const bool off = entry.at("cancelled").as_bool();
  const bool changed = concerned.renamed || entry.at("sequence").to_number<int>() > 0;
  const std::string_view what = off ? "Cancelled: " : changed ? "Changed: " : "Please keep this time free: ";
  InvitationNotice notice;
  notice.name = "invitation_" + concerned.entry;
  notice.audiences = concerned.audiences;
  notice.subject = std::string(what) + text(entry, "summary");
  const auto from = parse_instant(text(entry, "starts_at"));
  const auto to = parse_instant(text(entry, "ends_at"));
  if (from && to) notice.paragraphs.push_back(span_text(*from, *to, context.zone));
  if (const auto place = text(entry, "location"); !place.empty()) notice.paragraphs.push_back(place);
  if (const auto why = text(entry, "description"); !why.empty()) notice.paragraphs.push_back(why);
  notice.paragraphs.emplace_back(off ? "This message takes it out of a calendar that had it."
                                     : "A calendar program can take it up from this message.");
  notice.invitation = {{"method", off ? "cancel" : "request"},
                       {"updated_at", to_text(after.updated_at)},
                       {"entry", std::move(entry)}};
  return notice;
}

}  // namespace

std::vector<InvitationNotice> invitations_of(const Event& event, const Project* before, const Project& after,
                                             const Definition& definition, const Context& context) {
  const auto concerned = std::visit(Concerning{before, after, definition}, event);
  if (concerned.empty()) return {};
  std::vector<InvitationNotice> notices;
  const auto calendar = calendar_entries(after, context);
  for (const Concerned& one : concerned) {
    const std::string uid = after.id + "/" + one.entry;
    for (const auto& entry : calendar.at("entries").as_array())
      if (text(entry.as_object(), "uid") == uid)
        notices.push_back(notice_of(one, entry.as_object(), after, context));
  }
  return notices;
}

}  // namespace full_circle::engagement
