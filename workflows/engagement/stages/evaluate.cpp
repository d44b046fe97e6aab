// Evaluate (SA step 6): what worked, what others can learn.
#include "workflows/engagement/decide.hpp"

namespace full_circle::engagement {

namespace {

struct Deciding {
  const Asking& asking;

  template <class Other>
  Decided operator()(const Other&) const {
    return std::vector<Event>{};
  }

  Decided operator()(const BeginEvaluation& asked) const {
    return std::vector<Event>{EvaluationBegun{moved(asked.name, asking)}};
  }
  Decided operator()(const RecordEvaluation& asked) const {
    return std::vector<Event>{EvaluationRecorded{asked}};
  }
  Decided operator()(const RecordLesson& asked) const { return std::vector<Event>{LessonRecorded{asked}}; }
  Decided operator()(const CompleteProject& asked) const {
    return std::vector<Event>{ProjectCompleted{moved(asked.name, asking)}};
  }
};

}  // namespace

Decided decide_evaluate(const Command& command, const Asking& asking) {
  return std::visit(Deciding{asking}, command);
}

}  // namespace full_circle::engagement
