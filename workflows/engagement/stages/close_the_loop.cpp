// Close the loop (SA step 5): you said, we decided, because; signed off by a second person, published, told.
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/reasons.hpp"
#include "workflows/engagement/results.hpp"

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

/// The shape of a BCP 47 tag: a language of two or three letters, and what narrows it down.
bool is_language(std::string_view tag) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  std::size_t part = 0;
  for (std::size_t from = 0; from <= tag.size(); ++part) {
    const auto end = std::min(tag.find('-', from), tag.size());
    const auto one = tag.substr(from, end - from);
    const bool fits = part == 0
                          ? one.size() >= 2 && one.size() <= 3 && std::all_of(one.begin(), one.end(), letter)
                          : !one.empty() && one.size() <= 8 && one.find('_') == std::string_view::npos;
    if (!fits) return false;
    from = end + 1;
  }
  return true;
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

  void check(const PlainWords& plain, const std::string& path, Refusal& refusal) const {
    const auto* theme = asking.project.theme(plain.theme);
    if (!theme) {
      refusal.fields.push_back({path + "/theme", "There is no theme " + plain.theme + "."});
    } else if (!theme->verdict && (plain.we_decided || plain.because)) {
      refusal.fields.push_back({path + "/theme", "It has no answer yet that could be said in plain words."});
    }
    if (!plain.because) return;
    if (auto fault = fault_of_reason(*plain.because); !fault.empty())
      refusal.fields.push_back({path + "/because", std::move(fault)});
  }

  void check(const TranslatedBlock& block, const Name& language, const std::string& path,
             Refusal& refusal) const {
    const Name theme = block.theme.value_or(Name());
    if (is_of_theme(block.block) != block.theme.has_value()) {
      refusal.fields.push_back({path + "/theme", block.theme ? "This block belongs to no theme; leave it out."
                                                             : "Say which theme this block belongs to."});
    } else if (block.theme && !asking.project.theme(theme)) {
      refusal.fields.push_back({path + "/theme", "There is no theme " + theme + "."});
    } else if (words_of(asking.project, block.block, theme).empty()) {
      refusal.fields.push_back({path + "/block", "There are no English words yet to translate."});
    } else if (!block.text && !translation_of(asking.project, language, block.block, theme)) {
      refusal.fields.push_back({path + "/text", "Nobody has entered this text yet."});
    }
  }
  void check(const TranslateResults& said, const std::string& path, Refusal& refusal) const {
    if (!is_language(said.language))
      refusal.fields.push_back({path + "/language", "has to be a language tag (BCP 47), like mi or zh-hans"});
    else if (said.language == "en" || said.language.starts_with("en-"))
      refusal.fields.push_back(
          {path + "/language", "English is what is translated: edit-results changes it."});
    if (said.blocks.empty()) refusal.fields.push_back({path + "/blocks", "Name at least one block."});
    for (std::size_t i = 0; i < said.blocks.size(); ++i)
      check(said.blocks[i], said.language, path + "/blocks/" + std::to_string(i), refusal);
  }

  Decided operator()(const EditResults& asked) const {
    Refusal refusal{.reason = Reason::malformed, .message = "The edit is not complete."};
    for (std::size_t i = 0; i < asked.plain.size(); ++i)
      check(asked.plain[i], "/plain/" + std::to_string(i), refusal);
    if (!asked.headline && asked.plain.empty())
      refusal.fields.push_back({"", "Name what is edited: the headline, or plain words."});
    if (!refusal.fields.empty()) return refusal;
    return std::vector<Event>{ResultsEdited{asked}};
  }

  Decided operator()(const TranslateResults& asked) const {
    Refusal refusal{.reason = Reason::malformed, .message = "The translation is not complete."};
    check(asked, "", refusal);
    if (!refusal.fields.empty()) return refusal;
    return std::vector<Event>{ResultsTranslated{asked}};
  }

  Decided operator()(const SignOffResults& asked) const {
    if (!asking.project.editions.empty()) return sign_off_correction(asked);
    if (wrote_some_of_it(asking.project, asking.caller.person)) return wrote_it(asked.name);
    if (std::any_of(asking.project.themes.begin(), asking.project.themes.end(),
                    [](const Theme& theme) { return !theme.verdict; }))
      return malformed("", "Every theme needs its answer before the answers can be signed off.");
    if (auto other = was_not_read(asked)) return *std::move(other);
    return std::vector<Event>{ResultsSignedOff{Name(asking.caller.person), asked.answer_hash}};
  }

  /// A sign-off is for the texts that somebody has read, and for no others.
  std::optional<Refusal> was_not_read(const SignOffResults& asked) const {
    if (std::string_view(asked.answer_hash) == answer_hash(asking.project, asking.context))
      return std::nullopt;
    return Refusal{.reason = Reason::out_of_turn,
                   .message =
                       "This is not the answer as it stands: it has changed since it was read. Read it "
                       "again, and sign off with the answer_hash that comes with it.",
                   .allowed = commands_from(asking.project, asking.context)};
  }

  Refusal wrote_it(std::string_view command) const {
    return not_ready("A second person has to sign off.", {{.name = "second_person",
                                                           .what = "Someone who wrote none of it signs off",
                                                           .why = "You wrote some of it.",
                                                           .who = who_may(command, asking.definition),
                                                           .fix = kebab(command),
                                                           .source = "SA step 5"}});
  }

  /// What was published changes now, and not before.
  Decided sign_off_correction(const SignOffResults& asked) const {
    const auto& correction = asking.project.correction;
    if (!correction)
      return Refusal{.reason = Reason::out_of_turn,
                     .message = "The results are published, and no correction waits to be signed off.",
                     .allowed = commands_from(asking.project, asking.context)};
    if (wrote_correction(*correction)) return wrote_it(asked.name);
    if (auto other = was_not_read(asked)) return *std::move(other);
    const int edition = static_cast<int>(asking.project.editions.size()) + 1;
    return std::vector<Event>{ResultsCorrected{*correction, edition, Name(correction->by),
                                               Name(asking.caller.person), asked.answer_hash}};
  }

  /// Whoever drafted it, and whoever recorded a decision that it takes its reasons from.
  bool wrote_correction(const CorrectionDraft& correction) const {
    if (correction.by == asking.caller.person) return true;
    return std::any_of(correction.answers.begin(), correction.answers.end(), [&](const AnswerTheme& answer) {
      const auto* decided = decided_on(asking.project, answer.theme);
      return decided && answer.because && *answer.because == decided->reason &&
             asking.project.decisions.back().recorded_by == asking.caller.person;
    });
  }

  Decided operator()(const PublishResults& asked) const {
    if (asked.at && *asked.at <= asking.now)
      return malformed("/at", "It has to be a time to come; leave it out to publish now.");
    if (asked.at) return std::vector<Event>{PublicationScheduled{moved(asked.name, asking), *asked.at}};
    // Its timer is taken back with the time that was set; this is one that was on its way already.
    if (is_system(asking.caller) && !asking.project.publication)
      return Refusal{.reason = Reason::out_of_turn,
                     .message = "No time is set for publishing any more.",
                     .allowed = commands_from(asking.project, asking.context)};
    const int edition = static_cast<int>(asking.project.editions.size()) + 1;
    return std::vector<Event>{ResultsPublished{moved(asked.name, asking), edition}};
  }

  Decided operator()(const CancelPublication& asked) const {
    if (!asking.project.publication)
      return Refusal{.reason = Reason::out_of_turn,
                     .message = "No time is set for publishing.",
                     .allowed = commands_from(asking.project, asking.context)};
    return std::vector<Event>{PublicationCancelled{asked}};
  }

  Decided operator()(const CorrectResults& asked) const {
    Refusal refusal{.reason = Reason::malformed, .message = "The correction is not complete."};
    ResultsCorrectionDrafted draft{asked};
    for (std::size_t i = 0; i < draft.answers.size(); ++i) {
      draft.answers[i] = with_what_was_decided(std::move(draft.answers[i]), asking.project);
      check(draft.answers[i], "/answers/" + std::to_string(i), refusal);
    }
    const auto plain = asked.plain.value_or(std::vector<PlainWords>{});
    for (std::size_t i = 0; i < plain.size(); ++i) check(plain[i], "/plain/" + std::to_string(i), refusal);
    const auto translations = asked.translations.value_or(std::vector<TranslateResults>{});
    for (std::size_t i = 0; i < translations.size(); ++i)
      check(translations[i], "/translations/" + std::to_string(i), refusal);
    if (!asked.headline && asked.answers.empty() && plain.empty() && translations.empty() && !asked.title &&
        !asked.summary)
      refusal.fields.push_back(
          {"",
           "Name what is corrected: title, summary, the headline, answers, plain words or translations."});
    if (!refusal.fields.empty()) return refusal;
    return std::vector<Event>{std::move(draft)};
  }

  /// The message itself records it once it has left for the last of them.
  Decided operator()(const RecordPeopleTold& asked) const {
    const auto& under_way = asking.context.telling_under_way;
    if (!is_system(asking.caller) && under_way && under_way(asking.project.id))
      return not_ready(
          "People are still being told.",
          {{.name = "message_has_left",
            .what = "The message with the results has left for everybody it is for, or was given up",
            .why =
                "It has not left for everybody yet. Once it has, it is recorded by itself that people were "
                "told; if it cannot, its delivery is skipped, with the reason.",
            .who = who_may(asked.name, asking.definition),
            .source = "SA step 5"}});
    return std::vector<Event>{PeopleTold{asked}};
  }
};

}  // namespace

Decided decide_close_the_loop(const Command& command, const Asking& asking) {
  return std::visit(Deciding{asking}, command);
}

}  // namespace full_circle::engagement
