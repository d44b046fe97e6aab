#include "adapters/store/sqlite_reader.hpp"

#include "adapters/store/dialect.hpp"
#include "adapters/store/entries.hpp"
#include "adapters/store/rows.hpp"

#include <algorithm>

namespace full_circle::store {
namespace {

using enum Holds;

constexpr std::size_t shapes_kept = 32;

std::string select_deliveries(const std::string& rest) {
  return std::string("select ") + delivery_columns + " from deliveries " + rest;
}

std::vector<Delivery> read_deliveries(Rows& rows) {
  std::vector<Delivery> deliveries;
  while (rows.next()) deliveries.push_back(read_delivery(rows));
  return deliveries;
}

/// The statement for a list: driven by the first label's index, in which projects stand in order of id; the
/// other labels are looked up for each, and only then the row is read for the words, until the page is full.
std::string list_sql(std::size_t labels, std::size_t words, bool from_cursor) {
  const std::string id = labels > 0 ? "first.project" : "p.id";
  std::string sql = "select p.id, p.version, p.summary from ";
  std::string joint = " where ";
  const auto also = [&](const std::string& condition) {
    sql += joint + condition;
    joint = " and ";
  };
  sql += labels > 0 ? "project_labels first join projects p on p.id = first.project" : "projects p";
  if (labels > 0) also("first.kind = :kind0 and first.value = :value0");
  if (from_cursor) also(id + " < :after");
  for (std::size_t i = 1; i < labels; ++i) {
    const std::string n = std::to_string(i);
    also("exists (select 1 from project_labels l where l.kind = :kind" + n + " and l.value = :value" + n +
         " and l.project = first.project)");
  }
  for (std::size_t i = 0; i < words; ++i)
    also(std::string(dialect::contains_open) + "p.search_text" + dialect::contains_then + ":word" +
         std::to_string(i) + dialect::contains_close);
  return sql + " order by " + id + " desc limit :limit";
}

std::string findings_sql(std::size_t labels, std::size_t words, bool from_newest) {
  std::string sql =
      "select p.id, f.content is not null, coalesce(f.content, '') from projects p left join "
      "project_findings f on f.project = p.id where ";
  sql += from_newest ? "p.id <= :newest" : "1 = 1";
  for (std::size_t i = 0; i < labels; ++i) {
    const std::string n = std::to_string(i);
    sql += " and exists (select 1 from project_labels l where l.kind = :kind" + n + " and l.value = :value" +
           n + " and l.project = p.id)";
  }
  if (words > 0) {
    sql += " and (f.content is null or (";
    for (std::size_t i = 0; i < words; ++i)
      sql += std::string(i == 0 ? "" : " and ") + dialect::contains_open + "f.search_text" +
             dialect::contains_then + ":word" + std::to_string(i) + dialect::contains_close;
    sql += "))";
  }
  return sql + " order by p.id desc limit :limit";
}

}  // namespace

SqliteReader::SqliteReader(const std::filesystem::path& file, const ConnectionOptions& options)
    : m_connection(file, options),
      m_events_of(m_connection,
                  std::string("select ") + event_columns +
                      " from events where project = :project and seq > :after order by seq limit :limit",
                  {text, number, number}, event_kinds),
      m_project(m_connection, "select id, version, summary from projects where id = :id", {text},
                {text, number, text}),
      m_project_by_slug(m_connection, "select id, version, summary from projects where slug = :slug", {text},
                        {text, number, text}),
      m_delivery(m_connection, select_deliveries("where id = :id"), {number}, delivery_kinds),
      m_due(m_connection,
            select_deliveries("where state = 0 and adapter = :adapter and due_at_utc <= :now "
                              "order by due_at_utc, id limit :limit"),
            {text, number, number}, delivery_kinds),
      m_due_for(
          m_connection,
          select_deliveries("d where state = 0 and adapter = :adapter and due_at_utc <= :now and not exists "
                            "(select 1 from deliveries older where older.project = d.project and "
                            "older.state = 0 and older.adapter = d.adapter and older.id < d.id and "
                            "older.attempts > 0) "
                            "order by due_at_utc, id limit :limit"),
          {text, number, number}, delivery_kinds),
      m_next_due_for(m_connection,
                     "select min(due_at_utc) from deliveries where state = 0 and adapter = :adapter and "
                     "due_at_utc > :after",
                     {text, number}, {number}),
      m_next_adapter(m_connection, "select min(adapter) from deliveries where state = 0 and adapter > :after",
                     {text}, {text}),
      m_overdue(m_connection,
                "select count(*), min(due_at_utc) from deliveries where state = 0 and adapter = :adapter and "
                "due_at_utc <= :now",
                {text, number}, {number, number}),
      m_delivery_counts(m_connection, "select state, total from delivery_totals order by state", {},
                        {number, number}),
      m_document(m_connection, "select content from documents where hash = :hash", {text}, {text}),
      m_calendars(m_connection,
                  "select p.id, c.content is not null, coalesce(c.content, '') from projects p left join "
                  "project_calendars c on c.project = p.id where p.id > :after order by p.id limit :limit",
                  {text, number}, {text, number, text}),
      m_entry(m_connection, select_entry(), {text}, entry_kinds),
      m_entry_counts(
          m_connection,
          "select kind, value, count(*) from entry_labels where project = :project and book = :book "
          "group by kind, value order by kind, value",
          {text, text}, {text, text, number}),
      m_project_ids(m_connection,
                    "select id from (select id from projects union select project from events) "
                    "where id > :after order by id limit :limit",
                    {text, number}, {text}),
      m_label_reading(m_connection) {}

std::vector<StoredEvent> SqliteReader::events_of(std::string_view project, std::int64_t after_seq,
                                                 int limit) {
  std::vector<StoredEvent> events;
  Rows rows = m_events_of.query(project, after_seq, limit);
  while (rows.next()) events.push_back(read_event(rows, project));
  return events;
}

Statement& SqliteReader::shaped(const std::string& sql, const std::vector<Holds>& parameters,
                                const std::vector<Holds>& columns) {
  const auto found = m_shaped.find(sql);
  if (found != m_shaped.end()) return found->second;
  if (m_shaped.size() >= shapes_kept) m_shaped.clear();
  return m_shaped.emplace(sql, Statement(m_connection, sql, parameters, columns)).first->second;
}

std::vector<CalendarRow> SqliteReader::calendars(std::string_view after, int limit) {
  std::vector<CalendarRow> found;
  Rows rows = m_calendars.query(after, limit);
  while (rows.next()) {
    CalendarRow& row = found.emplace_back(CalendarRow{.project = rows.text(0), .calendar = {}});
    if (rows.number(1) != 0) row.calendar = std::move(rows.text(2));
  }
  return found;
}

std::vector<FindingsRow> SqliteReader::findings(const FindingsQuery& query) {
  if (query.labels.size() > conditions_most) return {};  // nothing carries that many
  const std::vector<std::string> words = words_of(query.search_text);
  const bool from_newest = !query.newest.empty();
  std::vector<Holds> parameters((from_newest ? 1 : 0) + 2 * query.labels.size() + words.size(), text);
  parameters.push_back(number);
  Statement& statement =
      shaped(findings_sql(query.labels.size(), words.size(), from_newest), parameters, {text, number, text});
  std::size_t position = 0;
  if (from_newest) statement.bind(position++, query.newest);
  for (const Label& label : query.labels) {
    statement.bind(position++, label.kind);
    statement.bind(position++, label.value);
  }
  for (const std::string& word : words) statement.bind(position++, word);
  statement.bind(position, static_cast<std::int64_t>(std::clamp(query.limit, 1, 200)));
  std::vector<FindingsRow> found;
  Rows rows = statement.query_bound();
  while (rows.next()) {
    FindingsRow& row = found.emplace_back(FindingsRow{.project = rows.text(0), .content = {}});
    if (rows.number(1) != 0) row.content = std::move(rows.text(2));
  }
  return found;
}

std::vector<ProjectRow> SqliteReader::projects(const ProjectQuery& query) {
  if (query.labels.size() > conditions_most) return {};  // nothing carries that many
  const std::vector<std::string> words = words_of(query.search_text);
  const std::size_t bound = 2 * query.labels.size() + (query.cursor.empty() ? 0 : 1) + words.size();
  std::vector<Holds> parameters(bound, text);
  parameters.push_back(number);
  Statement& statement = shaped(list_sql(query.labels.size(), words.size(), !query.cursor.empty()),
                                parameters, {text, number, text});
  std::size_t position = 0;
  const auto bind_label = [&](const Label& label) {
    statement.bind(position++, label.kind);
    statement.bind(position++, label.value);
  };
  if (!query.labels.empty()) bind_label(query.labels.front());
  if (!query.cursor.empty()) statement.bind(position++, query.cursor);
  for (std::size_t i = 1; i < query.labels.size(); ++i) bind_label(query.labels[i]);
  for (const std::string& word : words) statement.bind(position++, word);
  statement.bind(position, static_cast<std::int64_t>(std::clamp(query.limit, 1, 200)));

  std::vector<ProjectRow> found;
  Rows rows = statement.query_bound();
  while (rows.next()) found.push_back({rows.text(0), rows.number(1), std::move(rows.text(2))});
  return found;
}

std::optional<ProjectRow> SqliteReader::project(std::string_view id_or_slug) {
  for (Statement* statement : {&m_project, &m_project_by_slug}) {
    Rows rows = statement->query(id_or_slug);
    if (rows.next()) return ProjectRow{rows.text(0), rows.number(1), rows.text(2)};
  }
  return std::nullopt;
}

std::optional<Entry> SqliteReader::entry(std::string_view id) {
  Rows rows = m_entry.query(id);
  if (!rows.next()) return std::nullopt;
  return read_entry(rows);
}

std::vector<Entry> SqliteReader::entries(const EntryQuery& query) {
  if (query.labels.size() > conditions_most) return {};  // nothing carries that many
  const EntryList list(query);
  return list.read(shaped(list.sql, list.parameters, entry_kinds), query);
}

std::vector<LabelCount> SqliteReader::entry_counts(std::string_view project, std::string_view book) {
  std::vector<LabelCount> counts;
  Rows rows = m_entry_counts.query(project, book);
  while (rows.next()) counts.push_back({{rows.text(0), rows.text(1)}, rows.number(2)});
  return counts;
}

std::vector<LabelPairCount> SqliteReader::entry_pair_counts(std::string_view project, std::string_view book,
                                                            std::string_view kind) {
  return m_label_reading.pair_counts(project, book, kind);
}

std::vector<LabelKindCount> SqliteReader::entry_kind_counts(std::string_view project, std::string_view book) {
  return m_label_reading.kind_counts(project, book);
}

std::vector<LabelBatch> SqliteReader::label_batches(std::string_view project, std::string_view book,
                                                    std::int64_t before, int limit) {
  return m_label_reading.batches(project, book, before, limit);
}

std::optional<LabelBatch> SqliteReader::label_batch(std::int64_t id) {
  return m_label_reading.batch(id);
}

std::vector<Delivery> SqliteReader::deliveries(const DeliveryQuery& query) {
  std::string rest = "where id > :after";
  std::vector<Holds> parameters = {number};
  if (!query.project.empty()) {
    rest += " and project = :project";
    parameters.push_back(text);
  }
  if (!query.adapter.empty()) {
    rest += " and adapter = :adapter";
    parameters.push_back(text);
  }
  // The number stands in the text so that the partial indexes of waiting ones and incidents apply.
  if (query.state) rest += " and state = " + std::to_string(static_cast<int>(*query.state));
  parameters.push_back(number);
  Statement& statement =
      shaped(select_deliveries(rest + " order by id limit :limit"), parameters, delivery_kinds);
  std::size_t position = 0;
  statement.bind(position++, query.after_id);
  if (!query.project.empty()) statement.bind(position++, query.project);
  if (!query.adapter.empty()) statement.bind(position++, query.adapter);
  statement.bind(position, static_cast<std::int64_t>(std::clamp(query.limit, 1, 200)));
  Rows rows = statement.query_bound();
  return read_deliveries(rows);
}

std::optional<Delivery> SqliteReader::delivery(std::int64_t id) {
  Rows rows = m_delivery.query(id);
  if (!rows.next()) return std::nullopt;
  return read_delivery(rows);
}

std::vector<Delivery> SqliteReader::due(Instant now, int limit) {
  std::vector<Delivery> all;
  for (const std::string& adapter : waiting_adapters()) {
    Rows rows = m_due.query(adapter, to_column(now), limit);
    while (rows.next()) all.push_back(read_delivery(rows));
  }
  std::sort(all.begin(), all.end(), [](const Delivery& a, const Delivery& b) {
    return std::pair(a.due_at, a.id) < std::pair(b.due_at, b.id);
  });
  if (all.size() > static_cast<std::size_t>(std::max(limit, 0)))
    all.resize(static_cast<std::size_t>(std::max(limit, 0)));
  return all;
}

std::vector<Delivery> SqliteReader::due_for(std::string_view adapter, Instant now, int limit) {
  Rows rows = m_due_for.query(adapter, to_column(now), limit);
  return read_deliveries(rows);
}

std::optional<Instant> SqliteReader::next_due() {
  std::optional<Instant> earliest;
  for (const std::string& adapter : waiting_adapters()) {
    const auto next = next_due_for(adapter, Instant::min());
    if (next && (!earliest || *next < *earliest)) earliest = next;
  }
  return earliest;
}

std::optional<Instant> SqliteReader::next_due_for(std::string_view adapter, Instant after) {
  Rows rows = m_next_due_for.query(adapter, to_column(after));
  if (!rows.next()) return std::nullopt;
  const auto due = rows.number_or_null(0);
  if (!due) return std::nullopt;
  return to_instant(*due);
}

std::vector<std::string> SqliteReader::waiting_adapters() {
  // One look into the index for each adapter, where `distinct` would read every waiting delivery.
  std::vector<std::string> names;
  std::string last;
  while (true) {
    Rows rows = m_next_adapter.query(last);
    if (!rows.next()) return names;
    last = rows.text(0);
    if (last.empty()) return names;
    names.push_back(last);
  }
}

Overdue SqliteReader::overdue(Instant now) {
  Overdue overdue;
  for (const std::string& adapter : waiting_adapters()) {
    Rows rows = m_overdue.query(adapter, to_column(now));
    if (!rows.next() || rows.number(0) == 0) continue;
    overdue.count += rows.number(0);
    const Instant oldest = to_instant(rows.number(1));
    if (!overdue.oldest || oldest < *overdue.oldest) overdue.oldest = oldest;
  }
  return overdue;
}

std::vector<std::pair<DeliveryState, std::int64_t>> SqliteReader::delivery_counts() {
  std::vector<std::pair<DeliveryState, std::int64_t>> counts;
  Rows rows = m_delivery_counts.query();
  while (rows.next()) counts.emplace_back(static_cast<DeliveryState>(rows.number(0)), rows.number(1));
  return counts;
}

std::optional<std::string> SqliteReader::document(std::string_view hash) {
  Rows rows = m_document.query(hash);
  if (!rows.next()) return std::nullopt;
  return std::move(rows.text(0));
}

std::vector<std::string> SqliteReader::project_ids(std::string_view after, int limit) {
  std::vector<std::string> ids;
  Rows rows = m_project_ids.query(after, limit);
  while (rows.next()) ids.push_back(rows.text(0));
  return ids;
}

}  // namespace full_circle::store
