#pragma once
/// The outside world, one delivery at a time. Deliveries are at least once; `key` stays the same over
/// retries, and an adapter that honours it repeats no effect.

#include "engine/instant.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle {

struct Work {
  std::string key;  ///< "project/seq/name"
  std::string project;
  std::string adapter;  ///< registered name
  std::string payload;  ///< JSON object; shapes in adapters/README.md
  int attempt = 1;      ///< from 1
  /// Asked between the parts of long work: the program ends, so answer paused(). Any thread.
  std::function<bool()> stopping = [] { return false; };
};

struct Delivered {
  enum class Kind {
    done,
    retry,    ///< try again later; `reason` says what happened
    give_up,  ///< trying again cannot help; a person has to look: becomes an incident
  };
  Kind kind = Kind::done;
  std::string reason;  ///< for people; never holds a secret
  /// With retry: not before, and no attempt is counted. For what came too early, such as a timer, and
  /// for long work that lets others go first.
  std::optional<Instant> again_at{};
  static Delivered done() { return {}; }
  static Delivered retry(std::string reason) { return {Kind::retry, std::move(reason)}; }
  /// Part of long work is done; the rest is due at `at`, behind what is due before.
  static Delivered paused(Instant at) { return {Kind::retry, {}, at}; }
  static Delivered give_up(std::string reason) { return {Kind::give_up, std::move(reason)}; }
};

class Adapter {
 public:
  virtual ~Adapter() = default;
  virtual std::string_view name() const = 0;
  /// Called on a delivery thread, one at a time per adapter; may block up to its own time-out. A throw counts
  /// as retry.
  virtual Delivered deliver(const Work& work) = 0;
};

}  // namespace full_circle
