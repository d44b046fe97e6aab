#include "workflows/engagement/lifecycle.hpp"

#include "workflows/engagement/stages/close_the_loop.hpp"
#include "workflows/engagement/stages/engage.hpp"
#include "workflows/engagement/stages/evaluate.hpp"
#include "workflows/engagement/stages/mana_whenua.hpp"
#include "workflows/engagement/stages/plan.hpp"
#include "workflows/engagement/stages/prepare.hpp"
#include "workflows/engagement/stages/report.hpp"
#include "workflows/engagement/stages/stopped.hpp"
#include "workflows/engagement/stages/visibility.hpp"

namespace full_circle::engagement {

Chart explore_project_chart() {
  using namespace project_chart;
  using States =
      mp11::mp_list<Underway, Plan, Prepare, Engage, Scheduled, Open, Closed, Report, Analysing, Advised,
                    Decided, CloseTheLoop, Drafting, Published, Evaluate, Unassessed, NotEngaged, Consulting,
                    Concluded, Unannounced, Public, Suspended, Withdrawing, Complete, Withdrawn>;
  return explore<ProjectMachine, States>();
}

}  // namespace full_circle::engagement
