#pragma once
/// What the parts of the store's conformance suite share.

#include "engine/ports/store.hpp"
#include "engine/record.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <memory>

namespace full_circle::conformance {

/// Makes a fresh, empty store.
using FreshStore = std::function<std::unique_ptr<Store>()>;

namespace detail {

inline Instant at(int minutes) {
  return parse_instant("2027-06-14T00:00:00Z").value() + std::chrono::minutes(minutes);
}

inline StoredEvent event(const std::string& project, std::int64_t seq, std::string data = "{}") {
  StoredEvent event;
  event.project = project;
  event.seq = seq;
  event.type = "happened";
  event.type_version = 3;
  event.data = std::move(data);
  event.recorded_at = at(static_cast<int>(seq));
  event.by = "ana";
  event.on_behalf_of = "tauira-ki-tai";
  event.request_id = "r-" + std::to_string(seq);
  event.previous_hash = first_previous_hash();
  event.hash = record_hash(event);
  return event;
}

/// Events first … last, and a projection that a test can then change.
inline Commit commit(const std::string& project, std::int64_t first, std::int64_t last) {
  Commit commit;
  commit.project = project;
  commit.decided_at = at(0);
  for (std::int64_t seq = first; seq <= last; ++seq) commit.events.push_back(event(project, seq));
  commit.projection = {.slug = "slug-of-" + project,
                       .summary = R"({"id":")" + project + R"(","version":)" + std::to_string(last) + "}",
                       .search_text = "",
                       .labels = {}};
  return commit;
}

inline NewDelivery delivery(std::string adapter, std::string name, int due_minutes) {
  return {.adapter = std::move(adapter),
          .name = std::move(name),
          .due_at = at(due_minutes),
          .payload = R"({"kind":"note"})",
          .replaces = {}};
}

/// One event with deliveries, or with labels and words to search for.
inline Commit with(const std::string& project, std::int64_t seq, std::vector<NewDelivery> deliveries) {
  Commit each = commit(project, seq, seq);
  each.deliveries = std::move(deliveries);
  return each;
}
inline Commit labelled(const std::string& project, std::int64_t seq, std::vector<Label> labels,
                       std::string search = "") {
  Commit each = commit(project, seq, seq);
  each.projection.labels = std::move(labels);
  each.projection.search_text = std::move(search);
  return each;
}

inline bool write(Store& store, const Commit& commit) {
  auto writer = store.writer();
  writer->begin();
  const bool written = writer->append(commit);
  writer->commit();
  return written;
}

/// A change in a transaction of its own.
template <class Change>
auto change(Store& store, Change change) {
  auto writer = store.writer();
  writer->begin();
  auto result = change(*writer);
  writer->commit();
  return result;
}

inline std::vector<std::string> ids(const std::vector<ProjectRow>& rows) {
  std::vector<std::string> found;
  for (const ProjectRow& row : rows) found.push_back(row.project);
  return found;
}

inline std::vector<std::string> names(const std::vector<Delivery>& deliveries) {
  std::vector<std::string> found;
  for (const Delivery& each : deliveries) found.push_back(each.name);
  return found;
}

using Texts = std::vector<std::string>;

inline bool same(const StoredEvent& a, const StoredEvent& b) {
  return a.project == b.project && a.seq == b.seq && a.type == b.type && a.type_version == b.type_version &&
         a.data == b.data && a.recorded_at == b.recorded_at && a.by == b.by &&
         a.on_behalf_of == b.on_behalf_of && a.request_id == b.request_id &&
         a.previous_hash == b.previous_hash && a.hash == b.hash;
}

/// Everything of one commit is there, or nothing is.
inline void nothing_of(Store& store, const Commit& commit, std::size_t events_before) {
  auto reader = store.reader();
  CHECK(reader->events_of(commit.project, 0, 100).size() == events_before);
  CHECK(reader->deliveries({.project = commit.project}).empty());
  const auto reply = change(
      store, [&](StoreWriter& writer) { return writer.reply_for(commit.caller, commit.idempotency_key); });
  CHECK_FALSE(reply.has_value());
}

inline Commit full_commit(const std::string& project, std::int64_t first, std::int64_t last) {
  Commit full = commit(project, first, last);
  full.deliveries.push_back(delivery("lines", "note", 0));
  full.caller = "ana";
  full.idempotency_key = "key-of-" + project + std::to_string(first);
  full.reply = {.request_hash = "hash", .version = last, .reply = "{}"};
  return full;
}

}  // namespace detail

}  // namespace full_circle::conformance
