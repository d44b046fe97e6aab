#pragma once
/// Projects in memory, the least recently used forgotten first. Any thread.

#include "engine/workflow.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace full_circle {

/// A project and the hash its next event has to name.
struct ProjectState {
  std::shared_ptr<const Aggregate> aggregate;  ///< null: no such project
  std::string last_hash;
};

/// Lets unordered maps of strings be asked with a string_view.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class ProjectStates {
 public:
  explicit ProjectStates(std::size_t limit) : m_limit(limit) {}

  /// Changes whenever the writer publishes or drops a project of the same slot; see keep_if_unchanged().
  using Mark = std::uint64_t;
  struct Found {
    ProjectState state;  ///< aggregate null: not in memory
    Mark mark = 0;
  };
  Found find(std::string_view project);
  /// From the writer, after its commit.
  void publish(const std::string& project, ProjectState state);
  void drop(std::string_view project);
  /// From a reader that replayed while the writer went on: kept only if the writer published nothing in
  /// between, so that an older state never hides a newer one.
  void keep_if_unchanged(std::string_view project, ProjectState state, Mark mark);

 private:
  struct Entry {
    std::string project;
    ProjectState state;
  };
  void put(std::string_view project, ProjectState state);
  Mark& mark_of(std::string_view project) { return m_marks[TextHash{}(project) % m_marks.size()]; }

  std::size_t m_limit;
  std::mutex m_mutex;
  std::list<Entry> m_newest_first;
  std::unordered_map<std::string_view, std::list<Entry>::iterator, TextHash, std::equal_to<>> m_places;
  std::array<Mark, 256> m_marks{};
};

}  // namespace full_circle
