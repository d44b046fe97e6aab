#pragma once
/// What every stage's chart file needs: the machine, the names of all states, and Underway, which holds the
/// three regions that move side by side. Included by lifecycle.cpp only.

#include "engine/chart_explore.hpp"
#include "workflows/engagement/lifecycle.hpp"

namespace full_circle::engagement::project_chart {

namespace event = project_event;

struct Underway;
struct ProjectMachine : ExplorableMachine<ProjectMachine, Underway> {};

struct Plan;
struct Prepare;
struct Engage;
struct Scheduled;
struct Open;
struct Closed;
struct Report;
struct Analysing;
struct Advised;
struct Decided;
struct CloseTheLoop;
struct Drafting;
struct Published;
struct Evaluate;

struct Unassessed;
struct NotEngaged;
struct Consulting;
struct Concluded;

struct Unannounced;
struct Public;

struct Suspended;
struct Withdrawing;
struct Withdrawn;
struct Complete;

/// The branches go on answering while a project is suspended or being withdrawn: an entity's words are kept
/// whenever they come.
using BranchFacts = Facts<event::branch_opened, event::branch_moved, event::branch_noted>;

/// What should not be read in public can be taken down wherever a project stands, also when it is over.
using PageFacts = Facts<event::page_unpublished, event::page_published_again>;

/// The project is being worked on. Deep history: what a suspension left is what resuming finds.
struct Underway : sc::simple_state<Underway, ProjectMachine,
                                   boost::mpl::list<sc::deep_history<Plan>, sc::deep_history<Unassessed>,
                                                    sc::deep_history<Unannounced>>,
                                   sc::has_deep_history> {
  static constexpr std::string_view name = "underway";
  static constexpr std::array<std::string_view, 3> regions{"cycle", "mana_whenua", "visibility"};
  using reactions =
      mp11::mp_append<mp11::mp_list<Move<event::project_suspended, Suspended>>,
                      Facts<event::project_described, event::document_attached, event::activity_assigned,
                            event::activity_completed, event::activity_reopened, event::activity_waived,
                            event::definition_migrated, event::clash_settled, event::overdue_escalated>,
                      BranchFacts>;
};

using Cycle = Underway::orthogonal<0>;
using ManaWhenua = Underway::orthogonal<1>;
using Visibility = Underway::orthogonal<2>;

}  // namespace full_circle::engagement::project_chart
