#pragma once
/// Contributions grouped into themes. A coding is a label of a contribution, so that lists and counts know of
/// it; batches of them are kept and can be taken back (engine/ports/store.hpp). Sources: SA step 4 (analyse
/// what people said), LGA s 82(1)(e) (views are received with an open mind and given due consideration).

#include "engine/ports/store.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/project.hpp"
#include "workflows/engagement/types.hpp"

#include <boost/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

inline constexpr std::string_view theme_label = "theme";

/// Whether the theme is put on what is named, or taken off.
BOOST_DEFINE_ENUM_CLASS(CodingChange, add, remove)

BOOST_DEFINE_ENUM_CLASS(CameLate, no, yes)

/// What a list of contributions can be narrowed to: all that is given has to hold. Besides `q` each is a
/// label.
struct ContributionFilter {
  std::optional<ContributionChannel> channel;
  std::optional<ContributionKind> kind;
  std::optional<CameLate> late;
  std::optional<Name> round;
  std::optional<Name> local_board;
  std::optional<Name> community;
  std::optional<Name> theme;
  std::optional<Line> q;  ///< words that all occur, with or without macrons
};
BOOST_DESCRIBE_STRUCT(ContributionFilter, (), (channel, kind, late, round, local_board, community, theme, q))

/// Codes the contributions that are named, those that a filter finds, or all of the project.
struct CodeContributions {
  Name theme;
  CodingChange change{};
  std::vector<Name> references;
  std::optional<ContributionFilter> filter;  ///< with at least one condition
  std::optional<bool> all;
};
BOOST_DESCRIBE_STRUCT(CodeContributions, (), (theme, change, references, filter, all))

/// Reads a body, and that it says which in one way: an empty filter is more likely a slip than a wish for all
/// of them. Every problem is named.
Result<CodeContributions> read_coding(std::string_view body);
/// JSON Schema of the body.
std::string coding_schema();

/// A filter from its fields by name, and what these are.
Result<ContributionFilter> read_filter(const boost::json::object& fields);
std::vector<std::string_view> filter_names();

/// The project's contributions that a filter finds, from the first page.
EntryQuery entries_of(const ContributionFilter& filter, const Project& project);
/// A batch that has changed nothing yet; refused when the project has no such theme.
Result<LabelBatch> coding_of(const CodeContributions& asked, const Project& project, std::string_view by,
                             Instant now);
/// {"batch", "theme", "change", "by", "at", "changed", "undone", "undone_by", "undone_at"}; batch is null
/// when nothing had to change.
boost::json::object coding_view(const LabelBatch& batch);

/// What a theme's contributions are counted from.
struct ThemeCounts {
  std::vector<LabelCount> labels;
  std::vector<LabelPairCount> pairs;               ///< of theme labels with others
  std::vector<LabelKindCount> kinds;               ///< each entry once
  std::map<std::string, std::int64_t> signatures;  ///< of petitions, by theme
};
/// All of them, as the reader sees them now.
ThemeCounts theme_counts(StoreReader& reader, std::string_view project);

/// {"items": [{theme, "contributions", "by_kind", "signatures", "by_channel", …}], "uncoded"}. `people` is
/// what was recorded with the theme; pro-forma ones and petitions stand apart in by_kind.
boost::json::object themes_view(const Project& project, const ThemeCounts& counts);

/// The ids of the themes a contribution is coded to.
std::vector<std::string> themes_of(const Entry& entry);

}  // namespace full_circle::engagement
