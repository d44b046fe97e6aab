#include "engine/project_states.hpp"

namespace full_circle {

ProjectStates::Found ProjectStates::find(std::string_view project) {
  const std::lock_guard lock(m_mutex);
  const auto place = m_places.find(project);
  if (place == m_places.end()) return {{}, mark_of(project)};
  m_newest_first.splice(m_newest_first.begin(), m_newest_first, place->second);
  return {place->second->state, mark_of(project)};
}

void ProjectStates::publish(const std::string& project, ProjectState state) {
  const std::lock_guard lock(m_mutex);
  ++mark_of(project);
  put(project, std::move(state));
}

void ProjectStates::drop(std::string_view project) {
  const std::lock_guard lock(m_mutex);
  ++mark_of(project);
  const auto place = m_places.find(project);
  if (place == m_places.end()) return;
  const auto entry = place->second;
  m_places.erase(place);
  m_newest_first.erase(entry);
}

void ProjectStates::keep_if_unchanged(std::string_view project, ProjectState state, Mark mark) {
  const std::lock_guard lock(m_mutex);
  if (mark_of(project) == mark) put(project, std::move(state));
}

void ProjectStates::put(std::string_view project, ProjectState state) {
  const auto place = m_places.find(project);
  if (place != m_places.end()) {
    place->second->state = std::move(state);
    m_newest_first.splice(m_newest_first.begin(), m_newest_first, place->second);
    return;
  }
  if (m_limit == 0) return;
  if (m_places.size() >= m_limit) {
    m_places.erase(m_newest_first.back().project);
    m_newest_first.pop_back();
  }
  m_newest_first.push_front({std::string(project), std::move(state)});
  m_places.emplace(m_newest_first.front().project, m_newest_first.begin());
}

}  // namespace full_circle
