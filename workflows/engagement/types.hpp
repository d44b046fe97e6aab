#pragma once
/// The small types commands and events are made of. Each says what text it accepts, so that reading JSON into
/// a command is the whole of its form checking (json.hpp).

#include "engine/instant.hpp"

#include <boost/describe.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace full_circle::engagement {

using Day = std::chrono::year_month_day;

/// Text held to a rule. Plain std::string everywhere else.
template <class Rule>
struct Checked : std::string {
  using rule = Rule;
  using std::string::string;
  Checked() = default;
  Checked(std::string text) : std::string(std::move(text)) {}  // NOLINT(*-explicit-*)
};

struct LineRule {
  static constexpr std::size_t characters_max = 300;
  static constexpr std::string_view says = "one line of 1 to 300 characters";
};
struct TextRule {
  static constexpr std::size_t characters_max = 20'000;
  static constexpr std::string_view says = "text of 1 to 20,000 characters";
};
struct NameRule {
  static constexpr std::size_t characters_max = 64;
  static constexpr std::string_view says = "a name of 1 to 64 characters from a-z, 0-9, _ and -";
};
struct UrlRule {
  static constexpr std::size_t characters_max = 2'000;
  static constexpr std::string_view says = "an http or https address, or a path that starts with /";
};
using Line = Checked<LineRule>;  ///< one line a person reads
using Text = Checked<TextRule>;  ///< may hold several paragraphs
using Name = Checked<NameRule>;  ///< an id: local board, community, activity, person, entity
using Url = Checked<UrlRule>;

BOOST_DEFINE_ENUM_CLASS(Significance, very_low, low, medium, high, very_high)
BOOST_DEFINE_ENUM_CLASS(MaoriEngagement, engage, not_needed)
BOOST_DEFINE_ENUM_CLASS(DocumentKind, statement_of_proposal, summary_of_proposal, draft_plan,
                        options_analysis, privacy_statement, feedback_form, background, translation, advice,
                        minutes, other)
BOOST_DEFINE_ENUM_CLASS(SessionKind, drop_in, workshop, hearing, online, walk, stall, other)
/// Both dates stay as they are, or people are asked once, together.
BOOST_DEFINE_ENUM_CLASS(ClashAnswer, keep_both, combine)
BOOST_DEFINE_ENUM_CLASS(Verdict, adopted, partly_adopted, not_adopted, out_of_scope)
BOOST_DEFINE_ENUM_CLASS(Channel, email, letter, phone, in_person, hui, other)
/// Who may read a branch's words: the entity sets it, and only the entity moves it (domain: OWN, CVA).
BOOST_DEFINE_ENUM_CLASS(Sensitivity, in_confidence, to_be_checked, may_be_published)
/// Whose word it is.
BOOST_DEFINE_ENUM_CLASS(Side, entity, council)

}  // namespace full_circle::engagement
