#pragma once
/// Parts of a project that its versions share. Every command makes the next version from a copy of the last;
/// with these, a copy takes a pointer for each part, and only what a command changes is made anew.

#include <memory>
#include <optional>
#include <utility>

namespace full_circle::engagement {

/// A value that versions share until one of them edits it. Reads like the value itself.
template <class T>
class Shared {
 public:
  Shared() : m_value(nothing()) {}
  Shared(T value) : m_value(std::make_shared<T>(std::move(value))) {}  // NOLINT(*-explicit-*)

  const T& operator*() const { return *m_value; }
  const T* operator->() const { return m_value.get(); }
  /// This version's own, to change. A version is edited before anybody else can see it.
  T& edit() {
    if (m_value.use_count() != 1) m_value = std::make_shared<T>(*m_value);
    return *m_value;
  }

  /// Whether nobody edited it between the two: equal values made apart do not count.
  bool same_as(const Shared& other) const { return m_value == other.m_value; }

  // For containers.
  auto begin() const { return std::as_const(*m_value).begin(); }
  auto end() const { return std::as_const(*m_value).end(); }
  bool empty() const { return m_value->empty(); }
  auto size() const { return m_value->size(); }
  decltype(auto) front() const { return std::as_const(*m_value).front(); }
  decltype(auto) back() const { return std::as_const(*m_value).back(); }
  template <class Key>
  decltype(auto) at(const Key& key) const {
    return std::as_const(*m_value).at(key);
  }
  template <class Key>
  auto find(const Key& key) const {
    return std::as_const(*m_value).find(key);
  }
  template <class Key>
  bool contains(const Key& key) const {
    return m_value->contains(key);
  }

 private:
  /// One for all, so that an empty part costs no memory of its own.
  static const std::shared_ptr<T>& nothing() {
    static const auto value = std::make_shared<T>();
    return value;
  }
  std::shared_ptr<T> m_value;
};

/// A value or none, set as a whole. Reads like std::optional.
template <class T>
class SharedOptional {
 public:
  SharedOptional() = default;
  SharedOptional& operator=(T value) {
    m_value = std::make_shared<const T>(std::move(value));
    return *this;
  }
  void reset() { m_value.reset(); }

  /// Whether neither was set since one was copied from the other.
  bool same_as(const SharedOptional& other) const { return m_value == other.m_value; }

  bool has_value() const { return m_value != nullptr; }
  explicit operator bool() const { return has_value(); }
  const T& operator*() const { return *m_value; }
  const T* operator->() const { return m_value.get(); }

 private:
  std::shared_ptr<const T> m_value;
};

}  // namespace full_circle::engagement
