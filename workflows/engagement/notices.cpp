#include "workflows/engagement/notices.hpp"

#include <algorithm>

namespace full_circle::engagement {

const std::vector<NoticeRule>& core_notices() {
  static const std::vector<NoticeRule> rules{
      {"results_published",
       {"public", "entities", "role:lead"},
       "What you said and what was decided: {title}",
       {"Thank you for waiting. The results are published: what people said, what was decided, and why, "
        "including "
        "what was not taken up."},
       "LGA s 82(1)(f), SA step 5"},
      {"period_extended",
       {"public", "entities", "role:lead"},
       "More time: {title}",
       {"You now have until the end of {closes_on} to tell us what you think.", "Why: {reason}"},
       "LGA s 82(1)(d)"},
      {"period_reopened",
       {"public", "entities", "role:lead"},
       "Open again: {title}",
       {"We have opened this again, until the end of {closes_on}. What you told us before still counts.",
        "Why: {reason}"},
       "LGA s 82(1)(d)"},
      {"project_withdrawn",
       {"public", "entities", "role:lead"},
       "This project has stopped: {title}",
       {"The council is not going on with this project.", "The reason: {reason}"},
       "IAP2 core value 7"},
  };
  return rules;
}

const NoticeRule* telling_rule(const Definition& definition, std::string_view event) {
  const auto first = [&](const std::vector<NoticeRule>& rules, auto good) -> const NoticeRule* {
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [&](const NoticeRule& rule) { return rule.on == event && good(rule); });
    return found == rules.end() ? nullptr : &*found;
  };
  const auto to_everybody = [&](const NoticeRule& rule) {
    return rule.reaches_everybody_asked(definition.internal);
  };
  const auto to_public = [](const NoticeRule& rule) { return rule.reaches("public"); };
  if (const auto* rule = first(definition.notices, to_everybody)) return rule;
  if (const auto* rule = first(definition.notices, to_public)) return rule;
  return first(core_notices(), to_everybody);
}

}  // namespace full_circle::engagement
