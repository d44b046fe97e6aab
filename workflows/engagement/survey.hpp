#pragma once
/// A few questions to those who took part, once they have their answer. Nobody is asked who they are: an
/// entry has no person, and few answers are shown to nobody outside (heard.hpp: shown_from). Sources: SA step
/// 6, IAP2 core values 6 and 7.

#include "engine/ports/store.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/project.hpp"
#include "workflows/engagement/types.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

struct Context;

inline constexpr std::string_view survey_book = "survey";

BOOST_DEFINE_ENUM_CLASS(SurveyAnswer, yes, partly, no)

/// Everything may be left out, but not all of it.
struct AnswerSurvey {
  std::optional<SurveyAnswer> clear;  ///< was the answer clear?
  std::optional<SurveyAnswer> easy;   ///< was it easy to take part?
  std::optional<Text> words;
};
BOOST_DESCRIBE_STRUCT(AnswerSurvey, (), (clear, easy, words))

/// From the day the answer is published until the project is complete, where there is a public page.
bool takes_survey(const Project& project, const Context& context);

/// Reads a body; every problem is named.
Result<AnswerSurvey> read_survey(std::string_view body);
/// `key` is the form's: sent twice it is one entry.
Result<Entry> take_in_survey(const AnswerSurvey& answer, std::string id, std::string key,
                             const Project& project, const Context& context, Instant now);

/// {"answers", "clear": {"yes", "partly", "no", "not_said"}, "easy": {…}}.
boost::json::object survey_counts(const std::vector<LabelCount>& counts);
/// {"received_on", "clear", "easy", "words"}.
boost::json::object survey_answer_view(const Entry& entry, const Context& context);
/// Values of the page "survey", with what was said so far.
boost::json::object survey_page(const Project& project, const std::string& key,
                                const boost::json::object& said, const std::vector<FieldProblem>& faults);

}  // namespace full_circle::engagement
