#pragma once
/// Finds a project for a caller. Who may not see it gets the same answer as when it is not there.

#include "adapters/http/authentication.hpp"
#include "adapters/http/services.hpp"
#include "workflows/engagement/project.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace full_circle::http {

/// A project somebody may see, as it stands.
struct Visible {
  std::shared_ptr<const Aggregate> aggregate;  ///< keeps the project
  const engagement::Project* project = nullptr;
  std::string view_class;
};

class ProjectDoor {
 public:
  explicit ProjectDoor(Services& services);

  /// By id or slug, on the server's thread: remembers which slug is whose.
  std::optional<Visible> find(std::string_view id_or_slug, const Visitor& visitor);
  /// What everybody may know of, by its slug, also when its page is taken down, on the server's thread; null
  /// otherwise.
  std::shared_ptr<const Aggregate> find_public(std::string_view slug);
  /// By id or slug, on any thread with a reader of its own.
  std::optional<Visible> find(std::string_view id_or_slug, const Visitor& visitor, StoreReader& reader) const;
  /// By id only, any thread.
  std::optional<Visible> find_by_id(std::string_view id, const Visitor& visitor) const;
  /// Who may look after a project's deliveries: by grant an administrator or a lead of it. Being named as
  /// lead on its page gives no rights.
  static bool may_look_after(const Caller& caller, const engagement::Project& project);
  static bool is_administrator(const Caller& caller);

 private:
  /// Null when nobody has it. A project's id counts as a slug of its own.
  const std::string* id_of(const std::string& slug);
  std::optional<Visible> seen_by(std::shared_ptr<const Aggregate> aggregate, const Visitor& visitor) const;

  Services& m_services;
  std::unique_ptr<StoreReader> m_reader;
  std::unordered_map<std::string, std::string> m_id_by_slug;
};

/// What everybody may read of, by its slug, on any thread with a reader of its own; null otherwise.
std::shared_ptr<const Aggregate> public_project(const Services& services, StoreReader& reader,
                                                std::string_view slug);

}  // namespace full_circle::http
