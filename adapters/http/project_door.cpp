#include "adapters/http/project_door.hpp"

#include "adapters/http/text.hpp"
#include "workflows/engagement/views.hpp"

#include <algorithm>

namespace full_circle::http {

namespace {

constexpr std::size_t slugs_remembered_max = 10'000;

bool holds(const Caller& caller, std::string_view role, std::string_view project) {
  return std::any_of(caller.grants.begin(), caller.grants.end(), [&](const RoleGrant& grant) {
    return grant.role == role && (grant.project.empty() || grant.project == project);
  });
}

std::shared_ptr<const Aggregate> if_announced(const Services& services, std::string_view id) {
  auto aggregate = services.engine.load(id);
  if (!aggregate) return nullptr;
  const auto& project = engagement::as_project(*aggregate);
  const auto definition = services.context->definitions->by_hash(project.about->definition_hash);
  return definition && engagement::has_public_address(project, *definition) ? aggregate : nullptr;
}

}  // namespace

ProjectDoor::ProjectDoor(Services& services) : m_services(services), m_reader(services.store.reader()) {}

std::optional<Visible> ProjectDoor::seen_by(std::shared_ptr<const Aggregate> aggregate,
                                            const Visitor& visitor) const {
  if (!aggregate) return std::nullopt;
  const engagement::Project& project = engagement::as_project(*aggregate);
  std::string view_class = engagement::view_class(visitor.caller, project);
  if (view_class.empty()) return std::nullopt;
  return Visible{std::move(aggregate), &project, std::move(view_class)};
}

std::optional<Visible> ProjectDoor::find_by_id(std::string_view id, const Visitor& visitor) const {
  return seen_by(m_services.engine.load(id), visitor);
}

const std::string* ProjectDoor::id_of(const std::string& slug) {
  const auto known = m_id_by_slug.find(slug);
  if (known != m_id_by_slug.end()) return &known->second;
  std::optional<ProjectRow> row = m_reader->project(slug);
  if (!row) return nullptr;
  if (m_id_by_slug.size() >= slugs_remembered_max) m_id_by_slug.clear();
  // A slug is given once and stays its project's.
  return &m_id_by_slug.emplace(slug, std::move(row->project)).first->second;
}

std::optional<Visible> ProjectDoor::find(std::string_view id_or_slug, const Visitor& visitor) {
  if (!is_plain_id(id_or_slug)) return std::nullopt;
  const std::string name(id_or_slug);
  if (!m_id_by_slug.contains(name))
    if (auto aggregate = m_services.engine.load(name)) return seen_by(std::move(aggregate), visitor);
  const std::string* id = id_of(name);
  return id ? find_by_id(*id, visitor) : std::nullopt;
}

std::optional<Visible> ProjectDoor::find(std::string_view id_or_slug, const Visitor& visitor,
                                         StoreReader& reader) const {
  if (!is_plain_id(id_or_slug)) return std::nullopt;
  if (auto aggregate = m_services.engine.load(id_or_slug)) return seen_by(std::move(aggregate), visitor);
  const std::optional<ProjectRow> row = reader.project(id_or_slug);
  return row ? find_by_id(row->project, visitor) : std::nullopt;
}

bool ProjectDoor::is_administrator(const Caller& caller) {
  return std::any_of(caller.grants.begin(), caller.grants.end(), [](const RoleGrant& grant) {
    return grant.role == "administrator" && grant.project.empty();
  });
}

bool ProjectDoor::may_look_after(const Caller& caller, const engagement::Project& project) {
  return holds(caller, "administrator", project.id) || holds(caller, "lead", project.id);
}

std::shared_ptr<const Aggregate> ProjectDoor::find_public(std::string_view slug) {
  const std::string* id = is_plain_id(slug) ? id_of(std::string(slug)) : nullptr;
  return id ? if_announced(m_services, *id) : nullptr;
}

std::shared_ptr<const Aggregate> public_project(const Services& services, StoreReader& reader,
                                                std::string_view slug) {
  const auto row = is_plain_id(slug) ? reader.project(slug) : std::nullopt;
  auto aggregate = row ? if_announced(services, row->project) : nullptr;
  return aggregate && !engagement::as_project(*aggregate).taken_down ? aggregate : nullptr;
}

}  // namespace full_circle::http
