#pragma once
/// The engagement workflow as the engine runs it, and the context its parts share.

#include "engine/workflow.hpp"
#include "workflows/engagement/calendar/maramataka.hpp"
#include "workflows/engagement/calendar/working_calendars.hpp"
#include "workflows/engagement/definition.hpp"
#include "workflows/engagement/event_hook.hpp"
#include "workflows/engagement/population.hpp"
#include "workflows/engagement/project.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Definitions by hash: the current ones, and older ones that projects still keep to, read when first asked
/// for.
class Definitions {
 public:
  /// `older` finds a kept definition's text by its hash (engine/ports/store.hpp: document).
  Definitions(std::vector<Definition> current,
              std::function<std::optional<std::string>(std::string_view)> older,
              std::vector<std::string> adapters);
  std::shared_ptr<const Definition> current(std::string_view name) const;  ///< null when there is none
  std::shared_ptr<const Definition> by_hash(std::string_view hash) const;  ///< null when it was never kept
  std::vector<std::shared_ptr<const Definition>> all() const;              ///< current ones by name

 private:
  std::map<std::string, std::shared_ptr<const Definition>, std::less<>> m_current;
  std::function<std::optional<std::string>(std::string_view)> m_older;
  std::vector<std::string> m_adapters;
  mutable std::mutex m_mutex;
  mutable std::map<std::string, std::shared_ptr<const Definition>, std::less<>> m_by_hash;
};

class EngagementCalendar;
struct ThemeCounts;

/// From how many asks at once in one week a load is called what; the council's own settings.
struct AskLevels {
  int steady = 2;
  int heavy = 3;
  int too_many = 4;
  int entity_too_many = 3;  ///< of one mana whenua entity
};

struct Context {
  Chart project_chart;
  Chart branch_chart;
  std::shared_ptr<const Definitions> definitions;
  std::string zone = "Pacific/Auckland";
  std::vector<std::string> calendar_adapters{"calendar"};  ///< told of every change of a calendar
  std::vector<EventHook> event_hooks{};                    ///< told of events
  std::vector<std::string> site_mirrors{};                 ///< told when a page was written
  std::shared_ptr<const EngagementCalendar> calendar{};    ///< of all projects; null where none is kept
  AskLevels ask_levels{};
  /// The council's own standard: people hear back within this, counted from the decision.
  DayCount answer_within{20, "employment"};
  /// Working days as this council counts them; never null.
  std::shared_ptr<const WorkingCalendars> working_calendars = shipped_working_calendars();
  std::shared_ptr<const Maramataka> maramataka = shipped_maramataka();  ///< never null
  Population population{};  ///< who lives here; no sets where the council has given none
  /// A project's contributions as of the last commit; null: none are kept, and no advice is frozen.
  std::function<ThemeCounts(std::string_view project)> contribution_counts{};
  /// Whether the message that tells people of the results has still to reach somebody, and was not given up,
  /// as of the last commit; null: nothing is sent from here.
  std::function<bool(std::string_view project)> telling_under_way{};
};

class EngagementWorkflow final : public Workflow {
 public:
  explicit EngagementWorkflow(std::shared_ptr<const Context> context);
  Result<Outcome> decide(const std::shared_ptr<const Aggregate>& before, const CommandRequest& command,
                         Instant now) const override;
  std::shared_ptr<const Aggregate> replay(const std::shared_ptr<const Aggregate>& from,
                                          std::span<const StoredEvent> events) const override;
  Projection project(const Aggregate& aggregate) const override;
  std::string materialise(const Aggregate& aggregate, const std::string& adapter, const std::string& payload,
                          Instant now) const override;
  const Context& context() const { return *m_context; }

 private:
  Projection rows_of(const Project& project) const;
  Result<std::vector<Event>> decide_events(const Project& project, const CommandRequest& request,
                                           Instant now) const;

  std::shared_ptr<const Context> m_context;
};

/// The project inside the engine's snapshot.
const Project& as_project(const Aggregate& aggregate);

/// Lower case, without macrons or other marks: "Kōwhai" is "kowhai".
std::string without_marks(std::string_view text);

/// Folds text for search: lower case, no macrons or marks, double vowels as one ("Ngaati" = "Ngāti" =
/// "ngati").
std::string fold(std::string_view text);

/// Every command's names, for routes and the OpenAPI document: project commands and branch commands.
struct CommandDescription {
  std::string name;  ///< snake_case
  bool branch = false;
  bool creates = false;     ///< create_project
  std::string schema_json;  ///< JSON Schema (2020-12) of the body
};
const std::vector<CommandDescription>& command_descriptions();

}  // namespace full_circle::engagement
