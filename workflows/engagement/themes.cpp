#include "workflows/engagement/themes.hpp"

#include "workflows/engagement/json_codec.hpp"
#include "workflows/engagement/view_parts.hpp"
#include "workflows/engagement/workflow.hpp"

#include <array>

namespace full_circle::engagement {

namespace {

/// The labels a theme's contributions are counted by.
constexpr std::array<std::string_view, 5> counted{"channel", "kind", "round", "local_board", "community"};

std::int64_t count_of(const std::vector<LabelCount>& counts, const Label& label) {
  const auto found =
      std::find_if(counts.begin(), counts.end(), [&](const LabelCount& one) { return one.label == label; });
  return found == counts.end() ? 0 : found->count;
}

std::int64_t count_of(const std::vector<LabelKindCount>& counts, std::string_view kind) {
  const auto found =
      std::find_if(counts.begin(), counts.end(), [&](const LabelKindCount& one) { return one.kind == kind; });
  return found == counts.end() ? 0 : found->count;
}

json::object row_of(const Theme& theme, const ThemeCounts& counts) {
  json::object row{{"id", std::string_view(theme.id)},
                   {"title", std::string_view(theme.title)},
                   {"you_said", std::string_view(theme.you_said)},
                   {"round", theme.round},
                   {"people", theme.people},
                   {"contributions", count_of(counts.labels, {std::string(theme_label), theme.id})}};
  const auto signatures = counts.signatures.find(theme.id);
  row["signatures"] = signatures == counts.signatures.end() ? 0 : signatures->second;
  for (const auto kind : counted) row["by_" + std::string(kind)] = json::object();
  for (const auto& pair : counts.pairs) {
    if (pair.one.value != theme.id) continue;
    if (auto* by = row.if_contains("by_" + pair.other.kind)) by->as_object()[pair.other.value] = pair.count;
  }
  return row;
}

/// A petition's signatures count for each of its themes.
void add_signatures(ThemeCounts& counts, const Entry& petition) {
  const auto data = json::parse(petition.data);
  const auto* signatures = data.as_object().if_contains("signatures");
  if (!signatures) return;
  for (const auto& theme : themes_of(petition))
    counts.signatures[theme] += signatures->to_number<std::int64_t>();
}

}  // namespace

Result<ContributionFilter> read_filter(const json::object& fields) {
  ContributionFilter filter;
  codec::Reading in;
  codec::read(in, fields, filter, "");
  if (in.problems.empty()) return filter;
  for (auto& problem : in.problems) problem.field.front() = '?';
  return Refusal{.reason = Reason::malformed,
                 .message = "A filter of the query cannot be read.",
                 .fields = std::move(in.problems)};
}

std::vector<std::string_view> filter_names() {
  std::vector<std::string_view> names;
  boost::mp11::mp_for_each<codec::members_of<ContributionFilter>>(
      [&](auto member) { names.emplace_back(member.name); });
  return names;
}

EntryQuery entries_of(const ContributionFilter& filter, const Project& project) {
  EntryQuery query{.project = project.id, .book = std::string(contributions_book)};
  boost::mp11::mp_for_each<codec::members_of<ContributionFilter>>([&](auto member) {
    const auto& value = filter.*member.pointer;
    if (!value) return;
    using Value = std::decay_t<decltype(*value)>;
    if constexpr (std::is_same_v<Value, Line>)
      query.search_text = fold(*value);
    else if constexpr (std::is_enum_v<Value>)
      query.labels.push_back({member.name, boost::describe::enum_to_string(*value, "")});
    else
      query.labels.push_back({member.name, *value});
  });
  return query;
}

Result<LabelBatch> coding_of(const CodeContributions& asked, const Project& project, std::string_view by,
                             Instant now) {
  if (!project.theme(asked.theme))
    return malformed("/theme", "There is no theme " + asked.theme + "; record it first.");
  return LabelBatch{.project = project.id,
                    .book = std::string(contributions_book),
                    .label = {std::string(theme_label), asked.theme},
                    .step = asked.change == CodingChange::add ? LabelStep::add : LabelStep::remove,
                    .by = std::string(by),
                    .at = now};
}

json::object coding_view(const LabelBatch& batch) {
  const auto change = batch.step == LabelStep::add ? CodingChange::add : CodingChange::remove;
  return {{"batch", batch.id == 0 ? json::value(nullptr) : json::value(std::to_string(batch.id))},
          {"theme", batch.label.value},
          {"change", codec::write(change)},
          {"by", batch.by},
          {"at", to_text(batch.at)},
          {"changed", batch.changed},
          {"undone", batch.undone},
          {"undone_by", or_blank(batch.undone_by)},
          {"undone_at", or_null(batch.undone_at)}};
}

ThemeCounts theme_counts(StoreReader& reader, std::string_view project) {
  constexpr auto book = contributions_book;
  ThemeCounts counts{.labels = reader.entry_counts(project, book),
                     .pairs = reader.entry_pair_counts(project, book, theme_label),
                     .kinds = reader.entry_kind_counts(project, book)};
  EntryQuery petitions{.project = std::string(project),
                       .book = std::string(book),
                       .labels = {{"kind", "petition"}},
                       .limit = 200};
  for (bool more = true; more;) {
    const auto page = reader.entries(petitions);
    for (const Entry& petition : page) add_signatures(counts, petition);
    more = page.size() == static_cast<std::size_t>(petitions.limit);
    if (more) petitions.after = page.back().position;
  }
  return counts;
}

json::object themes_view(const Project& project, const ThemeCounts& counts) {
  json::array items;
  for (const auto& theme : project.themes) items.push_back(row_of(theme, counts));
  // Every contribution has one channel.
  const auto total = count_of(counts.kinds, "channel");
  return {{"items", std::move(items)}, {"uncoded", total - count_of(counts.kinds, theme_label)}};
}

std::vector<std::string> themes_of(const Entry& entry) {
  std::vector<std::string> themes;
  for (const Label& label : entry.labels)
    if (label.kind == theme_label) themes.push_back(label.value);
  return themes;
}

}  // namespace full_circle::engagement
