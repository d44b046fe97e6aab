#include "workflows/engagement/contributions_table.hpp"

#include "workflows/engagement/attachments.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/json_codec.hpp"
#include "workflows/engagement/themes.hpp"

#include <map>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

/// A field as a person reads it: yes and no, numbers, lists with semicolons; blank when it is not there.
std::string cell_of(const json::object& object, std::string_view field) {
  const auto* value = object.if_contains(field);
  if (!value || value->is_null()) return {};
  if (const auto* text = value->if_string()) return std::string(*text);
  if (const auto* flag = value->if_bool()) return *flag ? "yes" : "no";
  if (const auto* list = value->if_array()) {
    std::string texts;
    for (const auto& one : *list) texts += (texts.empty() ? "" : "; ") + std::string(one.as_string());
    return texts;
  }
  return json::serialize(*value);
}

template <class Described>
void add_names(std::vector<std::string>& columns) {
  boost::mp11::mp_for_each<codec::members_of<Described>>(
      [&](auto member) { columns.emplace_back(member.name); });
}

template <class Described>
void add_cells(std::vector<std::string>& row, const json::object& object) {
  boost::mp11::mp_for_each<codec::members_of<Described>>(
      [&](auto member) { row.push_back(cell_of(object, member.name)); });
}

std::string theme_titles(const Entry& entry, const Project& project) {
  std::string titles;
  for (const auto& id : themes_of(entry)) {
    const Theme* theme = project.theme(id);
    titles += (titles.empty() ? "" : "; ") + (theme ? theme->title : id);
  }
  return titles;
}

/// To each question of the definition, in its order, and at the end what was answered to others.
void add_answers(std::vector<std::string>& row, const json::object& data, const Definition& definition) {
  std::map<std::string, std::string> answered;
  if (const auto* answers = data.if_contains("answers"); answers && answers->is_array())
    for (const auto& one : answers->get_array())
      answered[cell_of(one.as_object(), "question")] = cell_of(one.as_object(), "given");
  for (const Question& question : definition.contributions.questions) {
    const auto answer = answered.extract(question.name);
    row.push_back(answer ? answer.mapped() : std::string());
  }
  std::string others;
  for (const auto& [question, given] : answered) {
    if (!others.empty()) others += "; ";
    others += question + ": " + given;
  }
  row.push_back(std::move(others));
}

std::string file_names(const Entry& entry) {
  std::string names;
  for (const Attachment& one : attachments_of(entry)) names += (names.empty() ? "" : "; ") + one.name;
  return names;
}

}  // namespace

std::vector<std::string> ContributionsTable::columns() const {
  std::vector<std::string> columns{"reference",    "received_on", "received_at", "late",        "round",
                                   "channel",      "kind",        "signatures",  "local_board", "communities",
                                   "collected_by", "themes",      "words"};
  for (const Question& question : m_definition.contributions.questions) columns.emplace_back(question.text);
  columns.emplace_back("other_answers");
  add_names<Consents>(columns);
  if (m_contributors == ContributorColumns::yes) {
    add_names<Contributor>(columns);
    columns.emplace_back("attachments");
  }
  return columns;
}

std::vector<std::string> ContributionsTable::row(const Entry& entry) const {
  const auto data = json::parse(entry.data).as_object();
  std::vector<std::string> row{entry.id, to_text(day_in(entry.received_at, m_zone)),
                               clock_text(entry.received_at, m_zone)};
  for (const char* field :
       {"late", "round", "channel", "kind", "signatures", "local_board", "communities", "collected_by"})
    row.push_back(cell_of(data, field));
  row.push_back(theme_titles(entry, m_project));
  row.push_back(cell_of(data, "words"));
  add_answers(row, data, m_definition);
  add_cells<Consents>(row, data.at("consents").as_object());
  if (m_contributors == ContributorColumns::yes) {
    add_cells<Contributor>(row,
                           entry.personal.empty() ? json::object() : json::parse(entry.personal).as_object());
    row.push_back(file_names(entry));
  }
  return row;
}

}  // namespace full_circle::engagement
