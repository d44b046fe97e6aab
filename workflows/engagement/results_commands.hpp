#pragma once
/// What people ask of an answer before it is published: plain words beside the adviser's, and translations
/// that people enter, block by block. `name` and `event` are as in commands.hpp.

#include "workflows/engagement/types.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// The texts an answer is made of. Decision and reasons are the latest decision's; title and what follows it
/// are each theme's.
BOOST_DEFINE_ENUM_CLASS(ResultBlock, headline, decision, reasons, title, you_said, we_decided, because)
/// Only what somebody has checked is published.
BOOST_DEFINE_ENUM_CLASS(TranslationState, draft, checked)

/// What the page shows in place of the adviser's words; those stay in the record. All three are said each
/// time: one that is left out has no plain words.
struct PlainWords {
  Name theme;
  std::optional<Text> you_said;
  std::optional<Text> we_decided;
  std::optional<Text> because;
};
BOOST_DESCRIBE_STRUCT(PlainWords, (), (theme, you_said, we_decided, because))

struct EditResults {
  static constexpr std::string_view name = "edit_results";
  static constexpr std::string_view event = "results_edited";
  std::optional<Line> headline;
  std::vector<PlainWords> plain;
};
BOOST_DESCRIBE_STRUCT(EditResults, (), (headline, plain))

struct TranslatedBlock {
  ResultBlock block{};
  std::optional<Name> theme;  ///< of a theme's blocks
  std::optional<Text> text;   ///< absent: the text that is there, which somebody has looked at again
  TranslationState state{};
};
BOOST_DESCRIBE_STRUCT(TranslatedBlock, (), (block, theme, text, state))

/// Entered by people: nothing here is translated by a machine. Each text stands for the English words of this
/// moment; when those change it is out of date.
struct TranslateResults {
  static constexpr std::string_view name = "translate_results";
  static constexpr std::string_view event = "results_translated";
  Name language;  ///< BCP 47, in small letters: "mi", "zh-hans"
  std::vector<TranslatedBlock> blocks;
};
BOOST_DESCRIBE_STRUCT(TranslateResults, (), (language, blocks))

/// Takes back a time that was set for publishing.
struct CancelPublication {
  static constexpr std::string_view name = "cancel_publication";
  static constexpr std::string_view event = "publication_cancelled";
  Text reason;
};
BOOST_DESCRIBE_STRUCT(CancelPublication, (), (reason))

}  // namespace full_circle::engagement
