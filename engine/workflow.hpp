#pragma once
/// What the engine needs of a workflow; it knows no stage and no field of one.

#include "engine/envelope.hpp"
#include "engine/result.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace full_circle {

/// All that is known of one project at one version. Immutable once shared.
class Aggregate {
 public:
  virtual ~Aggregate() = default;
  virtual std::int64_t version() const = 0;  ///< seq of the last event
};

struct NewEvent {
  std::string type;
  int type_version = 1;
  std::string data;  ///< canonical JSON
  std::string on_behalf_of;
};

/// Outside work an event calls for. The stored key is "project/seq/name": the same over every retry.
struct NewDelivery {
  std::string adapter;  ///< "notifier", "publisher", "calendar", "timer", "exec:NAME"; empty: only `replaces`
  std::string name;     ///< unique among the deliveries of one command: "opened_notice"
  Instant due_at{};
  std::string payload;   ///< JSON object; for "timer": {"command":…,"target":…,"body":{…}}
  std::string replaces;  ///< drop still-waiting deliveries of this project whose name is this, or empty
};

/// What lists and searches see of a project; labels are (kind, value): ("stage", "plan"), ("topic", "parks").
struct Label {
  std::string kind;
  std::string value;
  friend auto operator<=>(const Label&, const Label&) = default;
};
struct Projection {
  std::string slug;         ///< unique, in public addresses
  std::string summary;      ///< JSON object, a list row of the API
  std::string search_text;  ///< folded: lower case, no macrons, double vowels as one
  std::vector<Label> labels;
  std::optional<std::string> calendar;  ///< what the calendar reads of it; absent: as it was
};

/// A text that is kept for ever under its SHA-256.
struct KeptDocument {
  std::string hash;
  std::string text;
};

/// What a command leads to. `after` is the project with the events applied.
struct Outcome {
  std::vector<NewEvent> events;
  std::vector<NewDelivery> deliveries;
  Projection projection;
  std::shared_ptr<const Aggregate> after;
  std::string reply;  ///< JSON object the caller gets
  std::vector<KeptDocument> documents{};  ///< what its events name by hash
};

/// A command, its project as it stands (null: no such project yet), and now; pure.
class Workflow {
 public:
  virtual ~Workflow() = default;
  virtual Result<Outcome> decide(const std::shared_ptr<const Aggregate>& before,
                                 const CommandRequest& command, Instant now) const = 0;
  /// Total over any history that decide ever produced; throws only when an event cannot be read at all.
  virtual std::shared_ptr<const Aggregate> replay(const std::shared_ptr<const Aggregate>& from,
                                                  std::span<const StoredEvent> events) const = 0;
  /// Rebuilds the projection rows, for `rebuild` after their shape changed.
  virtual Projection project(const Aggregate& aggregate) const = 0;
  /// Fills in what a delivery needs at the moment it is made (a page shows the newest state). `payload` as
  /// stored.
  virtual std::string materialise(const Aggregate& aggregate, const std::string& adapter,
                                  const std::string& payload, Instant now) const = 0;
};

}  // namespace full_circle
