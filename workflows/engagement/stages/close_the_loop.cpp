// Close the loop (SA step 5): you said, we decided, because; signed off by a second person, published, told.
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/reasons.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

/// An answer begins from what those who decided made of the theme.
AnswerTheme with_what_was_decided(AnswerTheme answer, const Project& project) {
  if (answer.verdict && answer.because) return answer;
  const auto* decided = decided_on(project, answer.theme);
  if (!decided) return answer;
  if (!answer.verdict) answer.verdict = decided->verdict;
  if (!answer.because) answer.because = decided->reason;
  return answer;
}

struct Deciding {
  const Asking& asking;

  template <class Other>
  Decided operator()(const Other&) const {
    return std::vector<Event>{};
  }

  Decided operator()(const BeginClosing& asked) const {
    return std::vector<Event>{ClosingBegun{asked, moved(asked.name, asking)}};
  }

  void check(const AnswerTheme& answer, const std::string& path, Refusal& refusal) const {
    if (!asking.project.theme(answer.theme))
      refusal.fields.push_back({path + "/theme", "There is no theme " + answer.theme + "."});
    constexpr std::string_view nothing_decided =
        "is missing, and the decision says nothing of this theme that could be taken";
    if (!answer.verdict) refusal.fields.push_back({path + "/verdict", std::string(nothing_decided)});
    auto fault = answer.because ? fault_of_reason(*answer.because) : std::string(nothing_decided);
    if (!fault.empty()) refusal.fields.push_back({path + "/because", std::move(fault)});
  }

  Decided operator()(const AnswerTheme& asked) const {
    Refusal refusal{.reason = Reason::malformed, .message = "The answer is not complete."};
    auto answer = with_what_was_decided(asked, asking.project);
    check(answer, "", refusal);
    if (!refusal.fields.empty()) return refusal;
    return std::vector<Event>{ThemeAnswered{std::move(answer)}};
  }

  Decided operator()(const SignOffResults& asked) const {
    if (!asking.project.editions.empty()) return sign_off_correction();
    const auto& by = asking.project.answered_by;
    if (std::find(by.begin(), by.end(), asking.caller.person) != by.end()) return wrote_it(asked.name);
    if (std::any_of(asking.project.themes.begin(), asking.project.themes.end(),
                    [](const Theme& theme) { return !theme.verdict; }))
      return malformed("", "Every theme needs its answer before the answers can be signed off.");
    return std::vector<Event>{ResultsSignedOff{asked, Name(asking.caller.person)}};
  }

  Refusal wrote_it(std::string_view command) const {
    return not_ready("A second person has to sign off.",
                     {{.name = "second_person",
                       .what = "Someone who wrote none of the answers signs off",
                       .why = "You wrote one of them.",
                       .who = who_may(command, asking.definition),
                       .fix = kebab(command),
                       .source = "SA step 5"}});
  }

  /// What was published changes now, and not before.
  Decided sign_off_correction() const {
    const auto& correction = asking.project.correction;
    if (!correction)
      return Refusal{.reason = Reason::out_of_turn,
                     .message = "The results are published, and no correction waits to be signed off.",
                     .allowed = commands_from(asking.project, asking.context)};
    if (correction->by == asking.caller.person) return wrote_it(SignOffResults::name);
    const int edition = static_cast<int>(asking.project.editions.size()) + 1;
    return std::vector<Event>{
        ResultsCorrected{*correction, edition, Name(correction->by), Name(asking.caller.person)}};
  }

  Decided operator()(const PublishResults& asked) const {
    const int edition = static_cast<int>(asking.project.editions.size()) + 1;
    return std::vector<Event>{ResultsPublished{moved(asked.name, asking), edition}};
  }

  Decided operator()(const CorrectResults& asked) const {
    Refusal refusal{.reason = Reason::malformed, .message = "The correction is not complete."};
    ResultsCorrectionDrafted draft{asked};
    for (std::size_t i = 0; i < draft.answers.size(); ++i) {
      draft.answers[i] = with_what_was_decided(std::move(draft.answers[i]), asking.project);
      check(draft.answers[i], "/answers/" + std::to_string(i), refusal);
    }
    if (!asked.headline && asked.answers.empty())
      refusal.fields.push_back({"", "Name what is corrected: the headline, or answers."});
    if (!refusal.fields.empty()) return refusal;
    return std::vector<Event>{std::move(draft)};
  }

  Decided operator()(const RecordPeopleTold& asked) const { return std::vector<Event>{PeopleTold{asked}}; }
};

}  // namespace

Decided decide_close_the_loop(const Command& command, const Asking& asking) {
  return std::visit(Deciding{asking}, command);
}

}  // namespace full_circle::engagement
