#include "adapters/store/label_batches.hpp"

#include "adapters/store/rows.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace full_circle::store {
namespace {

using enum Holds;

const std::string batch_columns =
    "id, project, book, kind, value, step, by_person, at_utc, changed, undone, undone_by, undone_at_utc from "
    "label_batches ";
const std::vector<Holds> batch_kinds{number, text,   text,   text,   text, number,
                                     text,   number, number, number, text, number};

LabelBatch read_batch(Rows& rows) {
  LabelBatch batch{.id = rows.number(0),
                   .project = rows.text(1),
                   .book = rows.text(2),
                   .label = {rows.text(3), rows.text(4)},
                   .step = static_cast<LabelStep>(rows.number(5)),
                   .by = rows.text(6),
                   .at = to_instant(rows.number(7)),
                   .changed = rows.number(8),
                   .undone = rows.number(9),
                   .undone_by = rows.text(10)};
  if (const auto at = rows.number_or_null(11)) batch.undone_at = to_instant(*at);
  return batch;
}

/// The labels with the step taken; nothing when they are so already.
std::optional<std::vector<Label>> changed(std::vector<Label> labels, const Label& label, LabelStep step) {
  const auto found = std::find(labels.begin(), labels.end(), label);
  if ((found != labels.end()) == (step == LabelStep::add)) return std::nullopt;
  if (step == LabelStep::add)
    labels.push_back(label);
  else
    labels.erase(found);
  return in_order(std::move(labels));
}

LabelStep back(LabelStep step) {
  return step == LabelStep::add ? LabelStep::remove : LabelStep::add;
}

}  // namespace

LabelChanging::LabelChanging(Connection& connection)
    : m_open(
          connection,
          "insert into label_batches (project, book, kind, value, step, by_person, at_utc, changed, undone, "
          "undone_by) values (:project, :book, :kind, :value, :step, :by_person, :at, 0, 0, '') returning id",
          {text, text, text, text, number, text, number}, {number}),
      m_grow(connection, "update label_batches set changed = changed + :more where id = :id",
             {number, number}),
      m_find(connection, "select " + batch_columns + "where id = :id", std::vector<Holds>{number},
             batch_kinds),
      m_insert_label(connection,
                     "insert into entry_labels (project, book, kind, value, entry) values (:project, :book, "
                     ":kind, :value, :entry)",
                     {text, text, text, text, number}),
      m_delete_label(
          connection,
          "delete from entry_labels where project = :project and book = :book and kind = :kind and "
          "value = :value and entry = :entry",
          {text, text, text, text, number}),
      m_update_entry(connection, "update entries set labels = :labels where position = :position",
                     {text, number}),
      m_note(connection, "insert into label_changes (batch, entry, undone) values (:batch, :entry, 0)",
             {number, number}),
      m_page(
          connection,
          "select c.position, c.entry, e.labels, not exists (select 1 from label_changes later join "
          "label_batches b on b.id = later.batch where later.entry = c.entry and later.position > c.position "
          "and later.undone = 0 and b.kind = :kind and b.value = :value) from label_changes c join entries e "
          "on e.position = c.entry where c.batch = :batch and c.undone = 0 and c.position > :after "
          "order by c.position limit :limit",
          {text, text, number, number, number}, {number, number, text, number}),
      m_take_back(connection, "update label_changes set undone = 1 where position = :position", {number}),
      m_tell_undone(
          connection,
          "update label_batches set undone = undone + :more, undone_by = :undone_by, undone_at_utc = "
          ":undone_at where id = :id",
          {number, text, number, number}) {}

void LabelChanging::put(const LabelBatch& batch, LabelStep step, std::int64_t entry,
                        std::string_view labels) {
  Statement& statement = step == LabelStep::add ? m_insert_label : m_delete_label;
  statement.run(batch.project, batch.book, batch.label.kind, batch.label.value, entry);
  m_update_entry.run(labels, entry);
}

void LabelChanging::change(LabelBatch& batch, const std::vector<Entry>& entries) {
  std::int64_t more = 0;
  for (const Entry& entry : entries) {
    const auto labels = changed(entry.labels, batch.label, batch.step);
    if (!labels) continue;
    if (batch.id == 0) {
      Rows rows = m_open.query(batch.project, batch.book, batch.label.kind, batch.label.value,
                               static_cast<std::int64_t>(batch.step), batch.by, to_column(batch.at));
      if (!rows.next()) throw StoreError("a batch of labels that was just opened is not there", 0);
      batch.id = rows.number(0);
    }
    put(batch, batch.step, entry.position, joined(*labels));
    m_note.run(batch.id, entry.position);
    ++more;
  }
  if (more > 0) m_grow.run(more, batch.id);
  batch.changed += more;
}

std::vector<LabelChanging::Change> LabelChanging::page(const LabelBatch& batch, std::int64_t after,
                                                       int limit) {
  std::vector<Change> changes;
  Rows rows = m_page.query(batch.label.kind, batch.label.value, batch.id, after,
                           static_cast<std::int64_t>(std::max(limit, 1)));
  while (rows.next())
    changes.push_back({rows.number(0), rows.number(1), std::move(rows.text(2)), rows.number(3) != 0});
  return changes;
}

UndonePage LabelChanging::undo(const Undoing& undoing, std::int64_t after, int limit) {
  LabelBatch batch;
  {
    Rows rows = m_find.query(undoing.batch);
    if (!rows.next()) return {};
    batch = read_batch(rows);
  }
  const LabelStep step = back(batch.step);
  UndonePage done;
  const auto changes = page(batch, after, limit);
  for (const Change& change : changes) {
    if (!change.standing) continue;
    const auto labels = changed(split(change.labels), batch.label, step);
    if (!labels) continue;
    put(batch, step, change.entry, joined(*labels));
    m_take_back.run(change.position);
    ++done.undone;
  }
  if (done.undone > 0) m_tell_undone.run(done.undone, undoing.by, to_column(undoing.at), batch.id);
  if (changes.size() == static_cast<std::size_t>(std::max(limit, 1))) done.next = changes.back().position;
  return done;
}

LabelReading::LabelReading(Connection& connection)
    : m_sets(connection,
             "select labels, count(*) from entries where project = :project and book = :book group by labels",
             {text, text}, {text, number}),
      m_batches(
          connection,
          "select " + batch_columns +
              "where project = :project and book = :book and id < :before order by id desc limit :limit",
          std::vector<Holds>{text, text, number, number}, batch_kinds),
      m_batch(connection, "select " + batch_columns + "where id = :id", std::vector<Holds>{number},
              batch_kinds) {}

std::vector<LabelReading::Set> LabelReading::sets(std::string_view project, std::string_view book) {
  std::vector<Set> found;
  Rows rows = m_sets.query(project, book);
  while (rows.next()) found.push_back({split(rows.text(0)), rows.number(1)});
  return found;
}

std::vector<LabelPairCount> LabelReading::pair_counts(std::string_view project, std::string_view book,
                                                      std::string_view kind) {
  std::map<std::pair<Label, Label>, std::int64_t> pairs;
  for (const Set& set : sets(project, book))
    for (const Label& one : set.labels)
      for (const Label& other : set.labels)
        if (one.kind == kind && other.kind != kind) pairs[{one, other}] += set.count;
  std::vector<LabelPairCount> counts;
  counts.reserve(pairs.size());
  for (const auto& [pair, count] : pairs) counts.push_back({pair.first, pair.second, count});
  return counts;
}

std::vector<LabelKindCount> LabelReading::kind_counts(std::string_view project, std::string_view book) {
  std::map<std::string, std::int64_t> kinds;
  for (const Set& set : sets(project, book)) {
    std::set<std::string_view> once;
    for (const Label& label : set.labels)
      if (once.insert(label.kind).second) kinds[label.kind] += set.count;
  }
  std::vector<LabelKindCount> counts;
  counts.reserve(kinds.size());
  for (const auto& [kind, count] : kinds) counts.push_back({kind, count});
  return counts;
}

std::vector<LabelBatch> LabelReading::batches(std::string_view project, std::string_view book,
                                              std::int64_t before, int limit) {
  std::vector<LabelBatch> found;
  Rows rows = m_batches.query(project, book, before > 0 ? before : std::numeric_limits<std::int64_t>::max(),
                              static_cast<std::int64_t>(std::clamp(limit, 1, 200)));
  while (rows.next()) found.push_back(read_batch(rows));
  return found;
}

std::optional<LabelBatch> LabelReading::batch(std::int64_t id) {
  Rows rows = m_batch.query(id);
  if (!rows.next()) return std::nullopt;
  return read_batch(rows);
}

}  // namespace full_circle::store
