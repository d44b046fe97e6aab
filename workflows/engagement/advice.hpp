#pragma once
/// The advice for those who decide, drawn up from the record: what was asked, who was heard and who was not,
/// themes with counts, each mana whenua branch in its own words, options, and which rules were met. From
/// `submit_advice` on it is frozen: kept as it was under its hash, which the event names. Sources: LGA s
/// 82(1)(e) (views get due consideration), s 77 (options), LGOIMA s 46A (reports are public before the
/// meeting).

#include "workflows/engagement/themes.hpp"
#include "workflows/engagement/workflow.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace full_circle::engagement {

/// The document as it would be now. {"project", "title", "summary", "round", "drawn_up_at", "definition",
/// "advice", "meeting", "asked", "heard", "themes", "mana_whenua", "options", "significance", "rules",
/// "documents"}. Of a branch only what the entity let be published, or confirmed as its record, stands in it,
/// and its state in the chart's own words: nothing is summed up for it. A count that few people stand behind
/// is null (heard.hpp).
boost::json::object advice_document(const Project& project, const Definition& definition,
                                    const Context& context, const ThemeCounts& counts, Instant now);

/// The frozen document where there is one, else as advice_document(). Throws when a frozen one is gone.
boost::json::object current_advice(StoreReader& reader, const Project& project, const Context& context,
                                   Instant now);

/// Draws up the document that the event freezes, and names it in the event. `before` is the project as it
/// stands without the event.
KeptDocument freeze_advice(AdviceSubmitted& event, const Project& before, const Definition& definition,
                           const Context& context, std::string_view by, Instant now);

/// When anyone may read the frozen advice: on the day by which the meeting's reports have to be public. Moves
/// with the meeting.
struct AdvicePublic {
  std::optional<Day> from;  ///< none: `why_not` says why
  std::string why_not;
  std::string source;
};
AdvicePublic advice_public(const Project& project, const Definition& definition, const Context& context);

/// The people who work on it see it at any time; those who decide, once it is frozen; everybody else once it
/// is public. The public does not get the records that entities confirmed for those who decide.
enum class AdviceReaders { working_on_it, deciding, everybody };
AdviceReaders advice_reader(const Caller& caller, const Project& project);
bool may_read_advice(AdviceReaders reader, const Project& project, const Context& context, Instant now);

/// The one of that hash, whether it still stands or was replaced; null when there is none.
const FrozenAdvice* frozen_advice(const Project& project, std::string_view hash);
/// As may_read_advice(); everybody goes on reading one that was public before it was replaced.
bool may_read_frozen(AdviceReaders reader, const FrozenAdvice& frozen, const Project& project,
                     const Context& context, Instant now);
/// Its document, as these readers may have it, with what replaced it: {"state": "frozen"|"replaced", "hash",
/// "round", "frozen_at", "frozen_on", "replaced_at", "replaced_on", "document"}. Throws when it is gone.
boost::json::object frozen_advice_view(StoreReader& reader, const FrozenAdvice& frozen,
                                       const Context& context, AdviceReaders readers);
/// Every frozen one that these readers may have: {"items": [{"hash", "round", "frozen_at", "replaced_at"}],
/// "next": null}.
boost::json::object frozen_advice_list(const Project& project, const Context& context, AdviceReaders readers,
                                       Instant now);

/// {"state": "draft"|"frozen", "hash", "frozen_at", "frozen_on", "public_from", "not_public_because",
/// "source", "document"}: the document with how it stands, for these readers. `document` is the frozen one
/// when there is one.
boost::json::object advice_view(boost::json::object document, const Project& project, const Context& context,
                                AdviceReaders readers);
enum class AdvicePaper { screen, print };
/// What the page "advice" shows of it. Links that are paths begin at `base_url`.
boost::json::object advice_page(const boost::json::object& view, std::string_view base_url,
                                AdvicePaper paper);

}  // namespace full_circle::engagement
