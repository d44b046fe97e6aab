#pragma once
/// What every adapter owes, whatever it speaks to. A test of an adapter implements AdapterBench and calls
/// `check_adapter` in one TEST_CASE before it tests what is special.

#include "engine/ports/adapter.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace full_circle::conformance {

/// One adapter with the outside world it speaks to, both fresh.
class AdapterBench {
 public:
  virtual ~AdapterBench() = default;
  virtual Adapter& adapter() = 0;
  /// As if the server had been stopped and started: a new adapter, the same outside world.
  virtual void restart() = 0;
  /// Everything the outside world has seen, as text; equal texts are equal effects.
  virtual std::string effects() = 0;
  /// A good payload; a larger version is newer and looks different outside.
  virtual std::string payload(int version) = 0;
  /// A payload that fits, with text that tries to be markup, a header, a command or a path; and whether the
  /// outside world took it as text.
  virtual std::string hostile_payload() = 0;
  virtual void check_hostile() = 0;
  /// Payloads that do not fit, each with the field its reason has to name.
  struct Malformed {
    std::string payload;
    std::string field;
  };
  virtual std::vector<Malformed> malformed() = 0;
  /// Whether deliveries replace one another (the newest wins) or each stands for itself.
  enum class Order { newest_wins, each_counts };
  virtual Order order() const = 0;
  /// Makes the outside world fail in the middle of a delivery; `mend` undoes it.
  virtual void break_halfway() = 0;
  virtual void mend() = 0;
};

using MakeBench = std::function<std::unique_ptr<AdapterBench>()>;

inline Delivered deliver(AdapterBench& bench, const std::string& key, const std::string& payload,
                         int attempt = 1) {
  Adapter& adapter = bench.adapter();
  return adapter.deliver({.key = key,
                          .project = "p-1",
                          .adapter = std::string(adapter.name()),
                          .payload = payload,
                          .attempt = attempt});
}

inline bool names_field(const Delivered& delivered, const std::string& field) {
  return delivered.reason.find(field) != std::string::npos;
}

/// Replaces every value inside, one at a time, by one of another type, and removes it; `check` sees each
/// result with the key it happened to.
inline void for_each_damage(
    const boost::json::value& whole, boost::json::value& here,
    const std::function<void(const std::string& key, const std::string& payload)>& check) {
  if (auto* array = here.if_array()) {
    if (!array->empty()) for_each_damage(whole, array->front(), check);
    return;
  }
  auto* object = here.if_object();
  if (object == nullptr) return;
  std::vector<std::string> keys;
  for (const auto& item : *object) keys.emplace_back(item.key());
  for (const auto& key : keys) {
    const boost::json::value kept = object->at(key);
    for (const boost::json::value& wrong :
         {boost::json::value(-7.5), boost::json::value("wrong \r\n\x01"),
          boost::json::value(boost::json::array{nullptr}),
          boost::json::value(boost::json::object{{"wrong", true}}), boost::json::value(nullptr)}) {
      object->at(key) = wrong;
      check(key, boost::json::serialize(whole));
    }
    object->erase(key);
    check(key, boost::json::serialize(whole));
    (*object)[key] = kept;
    for_each_damage(whole, object->at(key), check);
  }
}

inline void check_repeats(const MakeBench& make) {
  SECTION("Adapter: a delivery made twice has one effect") {
    const auto bench = make();
    CHECK(deliver(*bench, "p-1/7/x", bench->payload(7)).kind == Delivered::Kind::done);
    const std::string once = bench->effects();
    CHECK_FALSE(once.empty());
    CHECK(deliver(*bench, "p-1/7/x", bench->payload(7), 2).kind == Delivered::Kind::done);
    CHECK(bench->effects() == once);
  }
  SECTION("Adapter: a delivery repeated after a restart has one effect") {
    const auto bench = make();
    CHECK(deliver(*bench, "p-1/7/x", bench->payload(7)).kind == Delivered::Kind::done);
    const std::string once = bench->effects();
    bench->restart();
    CHECK(deliver(*bench, "p-1/7/x", bench->payload(7), 2).kind == Delivered::Kind::done);
    CHECK(bench->effects() == once);
  }
  SECTION("Adapter: an older version that arrives late changes nothing") {
    const auto bench = make();
    if (bench->order() == AdapterBench::Order::newest_wins) {
      CHECK(deliver(*bench, "p-1/9/x", bench->payload(9)).kind == Delivered::Kind::done);
      const std::string newest = bench->effects();
      CHECK(deliver(*bench, "p-1/8/x", bench->payload(8)).kind == Delivered::Kind::done);
      CHECK(bench->effects() == newest);
      CHECK(deliver(*bench, "p-1/10/x", bench->payload(10)).kind == Delivered::Kind::done);
      CHECK(bench->effects() != newest);
    }
  }
  SECTION("Adapter: half a success and a retry come to the same as one success") {
    const auto undisturbed = make();
    CHECK(deliver(*undisturbed, "p-1/7/x", undisturbed->payload(7)).kind == Delivered::Kind::done);
    const auto bench = make();
    bench->break_halfway();
    bool failed = false;
    try {
      failed = deliver(*bench, "p-1/7/x", bench->payload(7)).kind == Delivered::Kind::retry;
    } catch (const std::exception&) {
      failed = true;  // a throw counts as retry
    }
    CHECK(failed);
    bench->mend();
    CHECK(deliver(*bench, "p-1/7/x", bench->payload(7), 2).kind == Delivered::Kind::done);
    CHECK(bench->effects() == undisturbed->effects());
  }
}

inline void check_bad_payloads(const MakeBench& make) {
  SECTION("Adapter: hostile text stays text") {
    const auto bench = make();
    CHECK(deliver(*bench, "p-1/7/x", bench->hostile_payload()).kind == Delivered::Kind::done);
    bench->check_hostile();
  }
  SECTION("Adapter: a payload that does not fit is given up, with the field named") {
    const auto bench = make();
    const std::string before = bench->effects();
    for (const auto& bad : bench->malformed()) {
      CAPTURE(bad.payload, bad.field);
      const Delivered delivered = deliver(*bench, "p-1/7/x", bad.payload);
      CHECK(delivered.kind == Delivered::Kind::give_up);
      CHECK(names_field(delivered, bad.field));
    }
    CHECK(bench->effects() == before);
  }
  SECTION("Adapter: a payload that is no object is given up") {
    const auto bench = make();
    const std::string deep = std::string(2000, '[') + std::string(2000, ']');
    for (const std::string& text :
         {std::string(), std::string("x"), std::string("[]"), std::string("null"), std::string("\"{}\""),
          std::string("{\"kind\":\"\xFF\"}"), std::string("{\"a\":1,}"), deep}) {
      CAPTURE(text.substr(0, 40));
      CHECK(deliver(*bench, "p-1/7/x", text).kind == Delivered::Kind::give_up);
    }
  }
}

/// A payload damaged in any one place never throws, and is given up only with the damaged field named.
inline void check_damaged_payloads(const MakeBench& make) {
  SECTION("Adapter: damage to any field is either borne or named") {
    const auto bench = make();
    boost::json::value whole = boost::json::parse(bench->payload(7));
    for_each_damage(whole, whole, [&](const std::string& key, const std::string& payload) {
      CAPTURE(key, payload);
      Delivered delivered;
      CHECK_NOTHROW(delivered = deliver(*bench, "p-1/7/x", payload));
      const bool borne_or_named = delivered.kind == Delivered::Kind::done ||
                                  (delivered.kind == Delivered::Kind::give_up && names_field(delivered, key));
      CHECK(borne_or_named);
    });
  }
}

/// Call it inside a TEST_CASE.
inline void check_adapter(const MakeBench& make) {
  check_repeats(make);
  check_bad_payloads(make);
  check_damaged_payloads(make);
}

}  // namespace full_circle::conformance
