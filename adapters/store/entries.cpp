#include "adapters/store/entries.hpp"

#include "adapters/store/dialect.hpp"
#include "adapters/store/rows.hpp"

#include <algorithm>

namespace full_circle::store {

using enum Holds;

const char* const entry_columns =
    "e.position, e.project, e.book, e.id, e.entry_key, e.received_at_utc, e.data, coalesce(p.content, ''), "
    "e.search_text, e.labels from entries e left join entry_people p on p.entry = e.position ";
const std::vector<Holds> entry_kinds{number, text, text, text, text, number, text, text, text, text};

std::string select_entry() {
  return std::string("select ") + entry_columns + "where e.id = :id";
}

Entry read_entry(Rows& rows) {
  return {.position = rows.number(0),
          .project = std::move(rows.text(1)),
          .book = std::move(rows.text(2)),
          .id = std::move(rows.text(3)),
          .key = std::move(rows.text(4)),
          .received_at = to_instant(rows.number(5)),
          .data = std::move(rows.text(6)),
          .personal = std::move(rows.text(7)),
          .search_text = std::move(rows.text(8)),
          .labels = split(rows.text(9))};
}

EntryWriting::EntryWriting(Connection& connection)
    : m_connection(connection),
      m_entry(connection, select_entry(), {text}, entry_kinds),
      m_insert(
          connection,
          "insert into entries (project, book, id, entry_key, received_at_utc, data, labels, search_text) "
          "values (:project, :book, :id, :entry_key, :received_at, :data, :labels, :search_text) "
          "on conflict do nothing",
          {text, text, text, text, number, text, text, text}),
      m_by_key(
          connection,
          "select id from entries where project = :project and book = :book and entry_key = :entry_key and "
          "entry_key <> ''",
          {text, text, text}, {text}),
      m_position(connection, "select position from entries where id = :id", {text}, {number}),
      m_insert_label(connection,
                     "insert into entry_labels (project, book, kind, value, entry) values (:project, :book, "
                     ":kind, :value, :entry)",
                     {text, text, text, text, number}),
      m_insert_people(connection, "insert into entry_people (entry, content) values (:entry, :content)",
                      {number, text}),
      m_forget_people(connection,
                      "delete from entry_people where entry = (select position from entries where id = :id)",
                      {text}) {}

std::string EntryWriting::add(const Entry& entry) {
  const std::vector<Label> labels = in_order(entry.labels);
  if (m_insert.run(entry.project, entry.book, entry.id, entry.key, to_column(entry.received_at), entry.data,
                   joined(labels), entry.search_text) == 0) {
    Rows rows = m_by_key.query(entry.project, entry.book, entry.key);
    return rows.next() ? rows.text(0) : std::string();
  }
  const std::int64_t position = m_connection.last_key();
  for (const Label& label : labels)
    m_insert_label.run(entry.project, entry.book, label.kind, label.value, position);
  if (!entry.personal.empty()) m_insert_people.run(position, entry.personal);
  return entry.id;
}

bool EntryWriting::forget_personal(std::string_view entry) {
  m_forget_people.run(entry);
  return m_position.query(entry).next();
}

std::optional<Entry> EntryWriting::entry(std::string_view id) {
  Rows rows = m_entry.query(id);
  if (!rows.next()) return std::nullopt;
  return read_entry(rows);
}

EntryList::EntryList(const EntryQuery& query) : words(words_of(query.search_text)) {
  sql = std::string("select ") + entry_columns +
        "where e.project = :project and e.book = :book and e.position > :after";
  parameters = {text, text, number};
  for (std::size_t i = 0; i < query.labels.size(); ++i) {
    const std::string n = std::to_string(i);
    sql +=
        " and exists (select 1 from entry_labels l where l.project = e.project and l.book = e.book and "
        "l.kind = :kind" +
        n + " and l.value = :value" + n + " and l.entry = e.position)";
    parameters.insert(parameters.end(), {text, text});
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    sql += std::string(" and ") + dialect::contains_open + "e.search_text" + dialect::contains_then +
           ":word" + std::to_string(i) + dialect::contains_close;
    parameters.push_back(text);
  }
  sql += " order by e.position limit :limit";
  parameters.push_back(number);
}

void EntryList::bind(Statement& statement, const EntryQuery& query) const {
  std::size_t position = 0;
  statement.bind(position++, query.project);
  statement.bind(position++, query.book);
  statement.bind(position++, query.after);
  for (const Label& label : query.labels) {
    statement.bind(position++, label.kind);
    statement.bind(position++, label.value);
  }
  for (const std::string& word : words) statement.bind(position++, word);
  statement.bind(position, static_cast<std::int64_t>(std::clamp(query.limit, 1, 200)));
}

std::vector<Entry> EntryList::read(Statement& statement, const EntryQuery& query) const {
  bind(statement, query);
  std::vector<Entry> found;
  Rows rows = statement.query_bound();
  while (rows.next()) found.push_back(read_entry(rows));
  return found;
}

}  // namespace full_circle::store
