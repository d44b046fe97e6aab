#pragma once
/// The words of an answer as they are published: the plain ones where there are some, and translations of
/// them that somebody checked and that still stand for the same English.

#include "workflows/engagement/project.hpp"

#include <boost/json/array.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

struct Context;

/// Whether a block belongs to a theme.
bool is_of_theme(ResultBlock block);
/// The English words of a block as they are published; empty where there are none. `theme` is empty for what
/// belongs to none.
std::string_view words_of(const Project& project, ResultBlock block, std::string_view theme);
/// Null when nobody has entered that block in that language.
const Translation* translation_of(const Project& project, std::string_view language, ResultBlock block,
                                  std::string_view theme);
/// The English words are others than those it was entered for.
bool is_out_of_date(const Project& project, const Translation& translation);

/// [{id, title, you_said, people, verdict, we_decided, because}] of every theme that has an answer, in the
/// words that are published.
boost::json::array answered_themes(const Project& project);

/// What a sign-off is for: SHA-256 of every text of the answer as it would be published, with the project's
/// title and summary and what a correction says of itself. Not of the words of mana whenua, which are theirs.
std::string answer_hash(const Project& project, const Context& context);
/// Whether a person wrote any of it: a theme, the decision and its reasons, or anything in Close the loop.
bool wrote_some_of_it(const Project& project, std::string_view person);

/// Part of evolve: each text stands for the English words as they are now.
void take_translations(Project& project, const TranslateResults& said, std::string_view by);

/// Every translation with its state, for staff: [{language, block, theme, text, state, out_of_date,
/// translated_from, words, by, checked_by}].
boost::json::array translations_view(const Project& project);
/// What is published of them: [{language, headline, decision, reasons, themes: [{id, title, you_said,
/// we_decided, because}]}], one for each language in which somebody has checked a block; "" for what is
/// missing, a draft or out of date.
boost::json::array published_translations(const Project& project);

/// The project as it would stand once its answer, or the correction that waits, were published at `now`.
/// Nothing is asked of the rules.
Project as_if_published(const Project& project, const Context& context, Instant now);
/// What the public page of the answer would say differently: [{language, block, theme, now, then}], of two
/// public pages (views.hpp).
boost::json::array result_changes(const boost::json::object& page_now, const boost::json::object& page_then);

}  // namespace full_circle::engagement
