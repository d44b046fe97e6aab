#include "workflows/engagement/contribution_import.hpp"

#include "engine/record.hpp"
#include "workflows/engagement/json_codec.hpp"
#include "workflows/engagement/workflow.hpp"

#include <date/date.h>

#include <algorithm>
#include <charconv>
#include <sstream>

namespace full_circle::engagement {

namespace {

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

std::vector<std::string> split(const std::string& text, const std::optional<Line>& separator) {
  std::vector<std::string> parts;
  if (!separator) {
    if (!text.empty()) parts.push_back(text);
    return parts;
  }
  for (std::size_t from = 0; from <= text.size();) {
    const auto end = std::min(text.find(*separator, from), text.size());
    if (auto part = trimmed(std::string_view(text).substr(from, end - from)); !part.empty())
      parts.push_back(std::move(part));
    from = end + separator->size();
  }
  return parts;
}

/// Each column's name from its rows of headings.
std::vector<std::string> columns_of(const std::vector<std::vector<std::string>>& headings) {
  std::vector<std::string> columns;
  for (const auto& heading : headings.front()) columns.push_back(trimmed(heading));
  if (headings.size() < 2) return columns;
  const auto& below = headings[1];
  columns.resize(std::max(columns.size(), below.size()));
  std::string first;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].empty()) first = columns[i];
    const std::string second = i < below.size() ? trimmed(below[i]) : std::string();
    if (!second.empty()) columns[i] = first.empty() ? second : first + " / " + second;
  }
  return columns;
}

// g++ 12 takes a variable of date's own parser for one that may not be set.
#ifndef __clang__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
std::optional<Day> day_of(const std::string& text, const std::string& format) {
  std::istringstream in(text);
  date::year_month_day day{};
  in >> date::parse(format, day);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof() || !day.ok()) return std::nullopt;
  return Day{std::chrono::year{int(day.year())}, std::chrono::month{unsigned(day.month())},
             std::chrono::day{unsigned(day.day())}};
}
#ifndef __clang__
#pragma GCC diagnostic pop
#endif

}  // namespace

std::vector<std::string> ContributionImport::named() const {
  std::vector<std::string> names(m_mapping.words.begin(), m_mapping.words.end());
  for (const auto* one :
       {&m_mapping.id, &m_mapping.received_on, &m_mapping.signatures, &m_mapping.name,
        &m_mapping.organisation, &m_mapping.email, &m_mapping.telephone, &m_mapping.address})
    if (*one) names.push_back(**one);
  for (const auto* one : {&m_mapping.local_board, &m_mapping.communities})
    if (*one) names.push_back((*one)->column);
  for (const auto& answer : m_mapping.answers) names.push_back(answer.from.column);
  for (const auto* one :
       {&m_mapping.contact, &m_mapping.publish_name, &m_mapping.publish_words, &m_mapping.copy})
    if (*one) names.push_back((*one)->column);
  return names;
}

std::size_t ContributionImport::heading_rows(const ImportMapping& mapping) {
  return mapping.heading_rows == 2 ? 2 : 1;
}

Result<ContributionImport> ContributionImport::begin(ImportMapping mapping,
                                                     const std::vector<std::vector<std::string>>& headings) {
  std::vector<FieldProblem> faults;
  if (mapping.heading_rows && *mapping.heading_rows != 1 && *mapping.heading_rows != 2)
    faults.push_back({"/mapping/heading_rows", "has to be 1 or 2"});
  if (mapping.words.empty()) faults.push_back({"/mapping/words", "has to name at least one column"});
  if (mapping.delimiter && mapping.delimiter->size() != 1)
    faults.push_back({"/mapping/delimiter", "has to be one character"});
  for (const auto* consent : {&mapping.contact, &mapping.publish_name, &mapping.publish_words, &mapping.copy})
    if (*consent && (*consent)->yes.empty())
      faults.push_back(
          {"/mapping", "“" + (*consent)->column + "” needs the words for yes, as yes: [\"Yes\"]"});
  ContributionImport import(std::move(mapping), columns_of(headings));
  for (const auto& name : import.named()) {
    const auto count = std::count(import.m_columns.begin(), import.m_columns.end(), name);
    if (count == 1) continue;
    faults.push_back({"/mapping", std::string(count == 0 ? "the headings have no column"
                                                         : "the headings have more than one column") +
                                      " “" + name + "”"});
  }
  if (!faults.empty())
    return Refusal{.reason = Reason::malformed,
                   .message = "The mapping does not fit the file.",
                   .fields = std::move(faults)};
  return import;
}

std::string ContributionImport::cell(const std::vector<std::string>& cells, std::string_view column) const {
  const auto found = std::find(m_columns.begin(), m_columns.end(), column);
  const auto index = static_cast<std::size_t>(found - m_columns.begin());
  return index < cells.size() ? trimmed(cells[index]) : std::string();
}

std::optional<Line> ContributionImport::line(const std::vector<std::string>& cells,
                                             const std::optional<Line>& column) const {
  if (!column) return std::nullopt;
  auto text = cell(cells, *column);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text.empty() ? std::nullopt : std::optional<Line>(std::move(text));
}

std::vector<std::string> ContributionImport::mapped(const std::vector<std::string>& cells,
                                                    const MappedColumn& column,
                                                    std::vector<FieldProblem>& faults) const {
  std::vector<std::string> found;
  for (const auto& word : split(cell(cells, column.column), column.separated_by)) {
    const auto value = std::find_if(column.values.begin(), column.values.end(),
                                    [&](const MappedValue& one) { return one.from == word; });
    if (value != column.values.end()) {
      found.push_back(value->to);
    } else if (column.values.empty()) {
      found.push_back(word);
    } else if (!column.skip_others.value_or(false)) {
      faults.push_back({column.column, "“" + word.substr(0, 60) + "” is not in the mapping"});
    }
  }
  return found;
}

void ContributionImport::read_words(const std::vector<std::string>& cells, ImportedRow& row) const {
  std::string words;
  for (const auto& column : m_mapping.words) {
    const auto text = cell(cells, column);
    if (text.empty()) continue;
    if (!words.empty()) words += "\n\n";
    words += m_mapping.words.size() > 1 ? column + "\n" + text : text;
  }
  std::erase(words, '\r');
  if (words.empty()) row.faults.push_back({m_mapping.words.front(), "holds no words"});
  row.given.words = Text(std::move(words));
}

void ContributionImport::read_day(const std::vector<std::string>& cells, ImportedRow& row) const {
  if (!m_mapping.received_on) return;
  const auto text = cell(cells, *m_mapping.received_on);
  if (text.empty()) return;
  const std::string format = m_mapping.date_format ? std::string(*m_mapping.date_format) : "%Y-%m-%d";
  row.given.received_on = day_of(text, format);
  if (!row.given.received_on)
    row.faults.push_back({*m_mapping.received_on, "“" + text.substr(0, 40) + "” is no day like " + format});
}

void ContributionImport::read_people(const std::vector<std::string>& cells, ImportedRow& row) const {
  Contributor contributor{.name = line(cells, m_mapping.name),
                          .organisation = line(cells, m_mapping.organisation),
                          .email = line(cells, m_mapping.email),
                          .telephone = line(cells, m_mapping.telephone),
                          .address = line(cells, m_mapping.address)};
  if (contributor.name || contributor.organisation || contributor.email || contributor.telephone ||
      contributor.address)
    row.given.contributor = std::move(contributor);
  if (m_mapping.local_board) {
    auto boards = mapped(cells, *m_mapping.local_board, row.faults);
    if (boards.size() > 1) row.faults.push_back({m_mapping.local_board->column, "holds more than one"});
    if (boards.size() == 1) row.given.local_board = Name(std::move(boards.front()));
  }
  if (m_mapping.communities)
    for (auto& community : mapped(cells, *m_mapping.communities, row.faults))
      row.given.communities.emplace_back(std::move(community));
}

void ContributionImport::read_consents(const std::vector<std::string>& cells, ImportedRow& row) const {
  const auto agreed = [&](const std::optional<MappedConsent>& consent) {
    if (!consent) return false;
    const auto said = fold(cell(cells, consent->column));
    return std::any_of(consent->yes.begin(), consent->yes.end(),
                       [&](const Line& yes) { return fold(yes) == said; });
  };
  Consents consents{.contact = agreed(m_mapping.contact),
                    .publish_name = agreed(m_mapping.publish_name),
                    .publish_words = agreed(m_mapping.publish_words),
                    .copy = agreed(m_mapping.copy)};
  const auto& whose = row.given.contributor;
  // Agreed to, and nothing given that it could be done with.
  if (!whose || !(whose->email || whose->telephone || whose->address)) consents.contact = false;
  if (!whose || !whose->name) consents.publish_name = false;
  if (!whose || !whose->email) consents.copy = false;
  row.given.consents = consents;
}

void ContributionImport::read_key(const std::vector<std::string>& cells, ImportedRow& row) {
  std::string id = m_mapping.id ? cell(cells, *m_mapping.id) : std::string();
  if (m_mapping.id && id.empty()) row.faults.push_back({*m_mapping.id, "is empty"});
  if (!m_mapping.id)
    for (const auto& text : cells) id += std::to_string(text.size()) + ":" + text;
  const std::size_t times = ++m_seen[id];
  if (m_mapping.id && !id.empty() && times > 1)
    row.faults.push_back({*m_mapping.id, "“" + id.substr(0, 60) + "” is the id of an earlier row too"});
  // Two people may say the same in the same words.
  if (times > 1) id += "\n" + std::to_string(times);
  row.key = std::string(import_key) + sha256_hex(m_mapping.source + "\n" + id);
}

void ContributionImport::read_kind(const std::vector<std::string>& cells, ImportedRow& row) const {
  row.given.kind = m_mapping.kind;
  if (!m_mapping.signatures) return;
  const auto text = cell(cells, *m_mapping.signatures);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    row.faults.push_back({*m_mapping.signatures, "“" + text.substr(0, 40) + "” is no whole number"});
  row.given.signatures = number;
}

void ContributionImport::read_answers(const std::vector<std::string>& cells, ImportedRow& row) const {
  std::vector<QuestionAnswer> answers;
  for (const auto& answer : m_mapping.answers) {
    auto texts = mapped(cells, answer.from, row.faults);
    if (texts.empty()) continue;
    auto same = std::find_if(answers.begin(), answers.end(),
                             [&](const QuestionAnswer& one) { return one.question == answer.question; });
    if (same == answers.end()) same = answers.insert(same, {.question = answer.question, .given = {}});
    for (auto& text : texts) same->given.emplace_back(std::move(text));
  }
  if (!answers.empty()) row.given.answers = std::move(answers);
}

ImportedRow ContributionImport::read(const std::vector<std::string>& cells) {
  ImportedRow row;
  if (cells.size() > m_columns.size())
    row.faults.push_back({"", "has " + std::to_string(cells.size()) + " cells, and the headings have " +
                                  std::to_string(m_columns.size())});
  read_key(cells, row);
  row.given.channel = m_mapping.channel.value_or(ContributionChannel::online);
  row.given.collected_by = m_mapping.collected_by;
  read_kind(cells, row);
  read_words(cells, row);
  read_day(cells, row);
  read_people(cells, row);
  read_consents(cells, row);
  read_answers(cells, row);
  if (!row.faults.empty()) return row;
  // Held to what every contribution is held to: lengths, characters, names.
  const auto checked = read_contribution(boost::json::serialize(codec::write(row.given)));
  if (!checked.ok()) row.faults = checked.refusal().fields;
  for (FieldProblem& fault : row.faults) fault.field = source_of(fault.field, row.given);
  if (!checked.ok() && row.faults.empty()) row.faults.push_back({"", "is not text in UTF-8"});
  return row;
}

std::string ContributionImport::source_of(const std::string& field, const GiveContribution& given) const {
  const auto column_of = [](const auto& mapped) {
    return mapped ? std::optional(mapped->column) : std::nullopt;
  };
  const std::pair<std::string_view, std::optional<Line>> columns[] = {
      {"/signatures", m_mapping.signatures},
      {"/received_on", m_mapping.received_on},
      {"/contributor/name", m_mapping.name},
      {"/contributor/organisation", m_mapping.organisation},
      {"/contributor/email", m_mapping.email},
      {"/contributor/telephone", m_mapping.telephone},
      {"/contributor/address", m_mapping.address},
      {"/local_board", column_of(m_mapping.local_board)},
      {"/communities", column_of(m_mapping.communities)},
      {"/consents/contact", column_of(m_mapping.contact)},
      {"/consents/publish_name", column_of(m_mapping.publish_name)},
      {"/consents/publish_words", column_of(m_mapping.publish_words)},
      {"/consents/copy", column_of(m_mapping.copy)}};
  for (const auto& [beginning, column] : columns)
    if (column && field.starts_with(beginning)) return *column;
  std::string several;
  const auto add = [&](const Line& column) {
    several += (several.empty() ? "" : ", ") + std::string(column);
  };
  if (field.starts_with("/words")) std::for_each(m_mapping.words.begin(), m_mapping.words.end(), add);
  const auto answers = given.answers.value_or(std::vector<QuestionAnswer>());
  for (std::size_t index = 0; index < answers.size(); ++index)
    if (field.starts_with("/answers/" + std::to_string(index) + "/"))
      for (const MappedAnswer& mapped : m_mapping.answers)
        if (mapped.question == answers[index].question) add(mapped.from.column);
  if (!several.empty()) return several;
  return field.empty() ? field : "/mapping" + field;
}

}  // namespace full_circle::engagement
