#pragma once
/// A workflow small enough to read at once: tickets that count. Tests of the engine, the store and the
/// deliveries use it so that they need nothing of engagement.

#include "engine/ports/adapter.hpp"
#include "engine/ports/clock.hpp"
#include "engine/workflow.hpp"

#include <boost/json.hpp>
#include <mutex>
#include <stdexcept>
#include <string>

namespace full_circle::tickets {

namespace json = boost::json;

struct Ticket final : Aggregate {
  std::int64_t seq = 0;
  std::int64_t total = 0;
  std::string slug;
  std::string title;
  std::vector<Label> labels;
  std::int64_t version() const override { return seq; }
};

inline const Ticket& as_ticket(const Aggregate& aggregate) {
  return dynamic_cast<const Ticket&>(aggregate);
}

inline void evolve(Ticket& ticket, const std::string& type, const std::string& data_text) {
  const json::object data = json::parse(data_text).as_object();
  ++ticket.seq;
  if (type == "opened") {
    ticket.title = data.at("title").as_string().c_str();
    ticket.slug = data.at("slug").as_string().c_str();
  } else if (type == "added") {
    ticket.total += data.at("amount").as_int64();
  } else if (type == "slug_changed") {
    ticket.slug = data.at("slug").as_string().c_str();
  } else if (type == "labelled") {
    ticket.labels.clear();
    for (const auto& [kind, value] : data)
      ticket.labels.push_back({std::string(kind), value.as_string().c_str()});
  } else if (type != "asked") {
    throw std::runtime_error("an event of unknown type: " + type);
  }
}

/// Commands: open {title, slug?}, add {amount, times?}, change_slug {slug}, label {kind: value, …},
/// ask {adapter, name, due?, payload?, replaces?} (one delivery), nothing, refuse, wait (not ready), queue
/// (too many are waiting), too_early {again_at}, break (throws), miscount (a bug).
class TicketWorkflow final : public Workflow {
 public:
  Result<Outcome> decide(const std::shared_ptr<const Aggregate>& before, const CommandRequest& command,
                         Instant now) const override {
    const json::object body = command.body.empty() ? json::object{} : json::parse(command.body).as_object();
    if (command.name == "break") throw std::runtime_error("this command always breaks");
    if (!before && command.name != "open")
      return Refusal{.reason = Reason::unknown, .message = "no such ticket"};
    if (before && command.name == "open")
      return Refusal{.reason = Reason::out_of_turn, .message = "the ticket is open already"};
    if (command.name == "refuse")
      return Refusal{.reason = Reason::not_permitted, .message = "nobody may do this"};
    if (command.name == "wait") return not_ready();
    if (command.name == "queue")
      return Refusal{.reason = Reason::too_many, .message = "too many are waiting"};

    if (command.name == "too_early") {
      const auto again_at = parse_instant(text(body, "again_at", ""));
      if (again_at && now < *again_at)
        return Refusal{.reason = Reason::out_of_turn, .message = "not yet", .again_at = again_at};
    }

    Outcome outcome;
    if (command.name == "open") {
      const std::string slug = body.contains("slug") ? body.at("slug").as_string().c_str() : command.project;
      outcome.events.push_back(event("opened", {{"slug", slug}, {"title", text(body, "title", "untitled")}}));
    } else if (command.name == "add") {
      const std::int64_t times = body.contains("times") ? body.at("times").as_int64() : 1;
      for (std::int64_t i = 0; i < times; ++i)
        outcome.events.push_back(event("added", {{"amount", body.at("amount")}}));
    } else if (command.name == "change_slug") {
      outcome.events.push_back(event("slug_changed", {{"slug", body.at("slug")}}));
    } else if (command.name == "label") {
      outcome.events.push_back(event("labelled", body));
    } else if (command.name == "ask") {
      outcome.events.push_back(event("asked", {{"name", body.at("name")}}));
      outcome.deliveries.push_back(delivery(body, now));
    } else if (command.name == "miscount") {
      outcome.events.push_back(event("added", {{"amount", 1}}));
    } else if (command.name != "nothing" && command.name != "too_early") {
      return malformed("", "no such command: " + command.name);
    }
    finish(before, outcome, command.name == "miscount" ? 1 : 0);
    return outcome;
  }

  std::shared_ptr<const Aggregate> replay(const std::shared_ptr<const Aggregate>& from,
                                          std::span<const StoredEvent> events) const override {
    auto ticket = from ? std::make_shared<Ticket>(as_ticket(*from)) : std::make_shared<Ticket>();
    for (const StoredEvent& each : events) evolve(*ticket, each.type, each.data);
    return ticket;
  }

  Projection project(const Aggregate& aggregate) const override {
    const Ticket& ticket = as_ticket(aggregate);
    return {.slug = ticket.slug,
            .summary = json::serialize(json::object{{"title", ticket.title}, {"total", ticket.total}}),
            .search_text = ticket.title,
            .labels = ticket.labels};
  }

  /// Adds what is newest, and breaks when asked to.
  std::string materialise(const Aggregate& aggregate, const std::string&, const std::string& payload,
                          Instant) const override {
    json::object made = json::parse(payload).as_object();
    if (made.contains("unmakeable")) throw std::runtime_error("this payload cannot be made");
    made["total"] = as_ticket(aggregate).total;
    return json::serialize(made);
  }

 private:
  static std::string text(const json::object& body, const char* key, const char* otherwise) {
    return body.contains(key) ? body.at(key).as_string().c_str() : otherwise;
  }
  static NewEvent event(std::string type, json::object data) {
    return {.type = std::move(type), .type_version = 1, .data = json::serialize(data), .on_behalf_of = {}};
  }
  static NewDelivery delivery(const json::object& body, Instant now) {
    const std::string due = text(body, "due", "");
    return {.adapter = text(body, "adapter", ""),
            .name = text(body, "name", ""),
            .due_at = due.empty() ? now : parse_instant(due).value(),
            .payload = body.contains("payload") ? json::serialize(body.at("payload")) : "{}",
            .replaces = text(body, "replaces", "")};
  }
  static Refusal not_ready() {
    Refusal refusal{.reason = Reason::not_ready, .message = "not ready"};
    refusal.requirements.push_back(
        {.name = "tea_made", .what = "The tea is made", .why = "the kettle is cold"});
    refusal.requirements.push_back({.name = "cups_out", .what = "The cups are out", .met = true});
    return refusal;
  }
  void finish(const std::shared_ptr<const Aggregate>& before, Outcome& outcome, std::int64_t error) const {
    auto after = before ? std::make_shared<Ticket>(as_ticket(*before)) : std::make_shared<Ticket>();
    for (const NewEvent& each : outcome.events) evolve(*after, each.type, each.data);
    after->seq += error;
    outcome.projection = project(*after);
    outcome.reply = json::serialize(json::object{{"total", after->total}});
    outcome.after = std::move(after);
  }
};

/// A clock that stands until it is set.
class SetClock final : public Clock {
 public:
  explicit SetClock(Instant now) : m_now(now) {}
  Instant now() const override {
    const std::lock_guard lock(m_mutex);
    return m_now;
  }
  void set(Instant now) {
    const std::lock_guard lock(m_mutex);
    m_now = now;
  }
  void pass(std::chrono::milliseconds time) {
    const std::lock_guard lock(m_mutex);
    m_now += time;
  }

 private:
  mutable std::mutex m_mutex;
  Instant m_now;
};

inline Instant a_morning() {
  return parse_instant("2027-06-14T00:00:00Z").value();
}

inline CommandRequest command(std::string project, std::string name, std::string body = "{}",
                              std::string idempotency_key = {}) {
  CommandRequest request;
  request.project = std::move(project);
  request.name = std::move(name);
  request.body = std::move(body);
  request.caller = {.person = "tester", .grants = {}};
  request.request_id = "request-1";
  request.idempotency_key = std::move(idempotency_key);
  return request;
}

}  // namespace full_circle::tickets
