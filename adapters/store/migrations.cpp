#include "adapters/store/migrations.hpp"

#include "adapters/store/dialect.hpp"

namespace full_circle::store {
namespace {

std::string events_and_projects() {
  std::string sql = "create table events (position ";
  sql += dialect::counted_key;
  sql += R"(,
  project text not null,
  seq bigint not null,
  type text not null,
  type_version bigint not null,
  data text not null,
  recorded_at_utc bigint not null,
  by_person text not null,
  on_behalf_of text not null,
  request_id text not null,
  previous_hash text not null,
  hash text not null);
create unique index events_by_project on events (project, seq);

-- `labels` repeats project_labels in one text, so that an append that changes none of them can tell.
create table projects (
  id text not null primary key,
  version bigint not null,
  slug text not null unique,
  labels text not null,
  search_text text not null,
  summary text not null) )";
  sql += dialect::clustered;
  sql += R"(;
create table project_labels (
  kind text not null,
  value text not null,
  project text not null,
  primary key (kind, value, project)) )";
  sql += dialect::clustered;
  sql += ";";
  return sql;
}

std::string deliveries_and_replies() {
  std::string sql = "create table deliveries (id ";
  sql += dialect::counted_key;
  sql += R"(,
  project text not null,
  seq bigint not null,
  adapter text not null,
  name text not null,
  payload text not null,
  state bigint not null,
  attempts bigint not null,
  due_at_utc bigint not null,
  created_at_utc bigint not null,
  note text not null);
create index deliveries_by_project on deliveries (project, state);
create index deliveries_waiting on deliveries (adapter, due_at_utc) where state = 0;
create index deliveries_incident on deliveries (id) where state = 2;

-- Counted as they change: metrics ask often, and counting the rows would read them all.
create table delivery_totals (state bigint not null primary key, total bigint not null);
insert into delivery_totals (state, total) values (0, 0), (1, 0), (2, 0), (3, 0), (4, 0);

create table replies (
  caller text not null,
  idempotency_key text not null,
  request_hash text not null,
  project text not null,
  version bigint not null,
  reply text not null,
  created_at_utc bigint not null,
  primary key (caller, idempotency_key)) )";
  sql += dialect::clustered;
  sql += R"(;
create table documents (hash text not null primary key, content text not null);)";
  return sql;
}

std::string people_and_keys() {
  std::string sql = R"(create table people (
  id text not null primary key,
  kind bigint not null,
  name text not null,
  email text not null);
create table grants (
  person text not null,
  role text not null,
  project text not null,
  entity text not null,
  primary key (person, role, project, entity)) )";
  sql += dialect::clustered;
  sql += R"(;
create index grants_by_role on grants (role);
create index grants_by_entity on grants (entity) where entity <> '';
create table api_keys (
  id text not null primary key,
  person text not null,
  label text not null,
  secret_hash text not null,
  created_at_utc bigint not null,
  revoked_at_utc bigint);
create index api_keys_by_person on api_keys (person);)";
  return sql;
}

std::string project_calendars() {
  std::string sql =
      "create table project_calendars (project text not null primary key, content text not null) ";
  sql += dialect::clustered;
  sql += ";";
  return sql;
}

std::string project_findings() {
  std::string sql =
      "create table project_findings (project text not null primary key, content text not null, "
      "search_text text not null) ";
  sql += dialect::clustered;
  sql += ";";
  return sql;
}

std::string entries() {
  std::string sql = "create table entries (position ";
  sql += dialect::counted_key;
  sql += R"(,
  project text not null,
  book text not null,
  id text not null,
  entry_key text not null,
  received_at_utc bigint not null,
  data text not null,
  labels text not null,
  search_text text not null);
create unique index entries_by_id on entries (id);
create unique index entries_by_key on entries (project, book, entry_key) where entry_key <> '';
create index entries_by_project on entries (project, book, position);

-- `entries.labels` repeats them in one text, so that a list needs no second look.
create table entry_labels (
  project text not null,
  book text not null,
  kind text not null,
  value text not null,
  entry bigint not null,
  primary key (project, book, kind, value, entry)) )";
  sql += dialect::clustered;
  sql += R"(;
-- Whose an entry is: apart, so that it can be forgotten while the entry stays.
create table entry_people (entry bigint not null primary key, content text not null);)";
  return sql;
}

std::string label_batches() {
  std::string sql = "create table label_batches (id ";
  sql += dialect::counted_key;
  sql += R"(,
  project text not null,
  book text not null,
  kind text not null,
  value text not null,
  step bigint not null,
  by_person text not null,
  at_utc bigint not null,
  changed bigint not null,
  undone bigint not null,
  undone_by text not null,
  undone_at_utc bigint);
create index label_batches_by_project on label_batches (project, book, id);
create table label_changes (position )";
  sql += dialect::counted_key;
  sql += R"(,
  batch bigint not null,
  entry bigint not null,
  undone bigint not null);
create index label_changes_by_batch on label_changes (batch, position) where undone = 0;
create index label_changes_by_entry on label_changes (entry, position) where undone = 0;)";
  return sql;
}

std::string followers_and_recipients() {
  std::string sql =
      R"(-- The one table that holds addresses of people who follow; hashes of those who stopped.
create table followers (
  id text not null primary key,
  channel text not null,
  address text not null,
  address_folded text not null,
  secret_hash text not null,
  secret_at_utc bigint not null,
  letter_due_at_utc bigint,
  letter_left_at_utc bigint,
  digest_after_utc bigint not null);
create unique index followers_by_address on followers (channel, address_folded);
create index followers_letter_due on followers (letter_due_at_utc) where letter_due_at_utc is not null;

-- Asked for while asked_at_utc is there; confirmed once confirmed_at_utc is.
create table follows (
  follower text not null,
  scope text not null,
  wanted bigint not null,
  rhythm bigint not null,
  asked_at_utc bigint,
  confirmed_at_utc bigint,
  primary key (follower, scope)) )";
  sql += dialect::clustered;
  sql += R"(;
create index follows_by_scope on follows (scope, follower) where confirmed_at_utc is not null;
create index follows_waiting on follows (asked_at_utc) where asked_at_utc is not null;
create table stops (
  channel text not null,
  address_hash text not null,
  stopped_at_utc bigint not null,
  primary key (channel, address_hash)) )";
  sql += dialect::clustered;
  sql += ";\ncreate table digest_items (position ";
  sql += dialect::counted_key;
  sql += R"(,
  follower text not null,
  delivery_key text not null,
  content text not null,
  url text not null,
  due_at_utc bigint not null);
create unique index digest_items_by_key on digest_items (follower, delivery_key);
create index digest_items_due on digest_items (due_at_utc);

create table recipients (
  id text not null primary key,
  delivery_key text not null,
  source text not null,
  state bigint not null,
  noted_at_utc bigint not null,
  secret_hash text not null,
  bounces bigint not null) )";
  sql += dialect::clustered;
  sql += R"(;
create index recipients_by_delivery on recipients (delivery_key, state, id);
create table recipient_lists (delivery_key text not null primary key, closed_at_utc bigint not null) )";
  sql += dialect::clustered;
  sql += ";";
  return sql;
}

std::string letters_and_erasures() {
  std::string sql =
      R"(-- Letters that carry a receipt: due, or left a while ago. Seen up to entry_letters_seen.
create table entry_letters (
  entry bigint not null primary key,
  due_at_utc bigint,
  left_at_utc bigint,
  address_hash text not null);
create index entry_letters_due on entry_letters (due_at_utc) where due_at_utc is not null;
create table entry_letters_seen (position bigint not null);
insert into entry_letters_seen (position) select coalesce(max(position), 0) from entries;

-- By whom something is looked for that is kept of somebody.
create index recipients_by_source on recipients (source);

-- That somebody was forgotten, never who it was.
create table erasures (id )";
  sql += dialect::counted_key;
  sql += R"(,
  at_utc bigint not null,
  by_person text not null,
  reason text not null,
  counts text not null);)";
  return sql;
}

/// What a letter lists stands beside what is asked for; links of letters before that open nothing any more.
/// A stop link finds whom it is for by the hash of the address.
std::string letters_and_stops() {
  return R"(alter table followers drop column secret_at_utc;
update followers set secret_hash = '';
alter table follows add column listed bigint;
alter table followers add column address_hash text not null default '';
create index followers_by_hash on followers (channel, address_hash);
alter table recipients add column address_hash text not null default '';
alter table followers drop column letter_left_at_utc;
-- When an address was last asked to confirm, also when it was forgotten since.
create table question_letters (address_hash text not null primary key, left_at_utc bigint not null);)";
}

/// One end at which rows are added, instead of one for every kind and value: a third fewer pages in a rush.
std::string labels_by_entry() {
  std::string sql = R"(create table labels_by_entry (
  project text not null,
  book text not null,
  entry bigint not null,
  kind text not null,
  value text not null,
  primary key (project, book, entry, kind, value)) )";
  sql += dialect::clustered;
  sql += R"(;
insert into labels_by_entry (project, book, entry, kind, value)
  select project, book, entry, kind, value from entry_labels order by project, book, entry;
drop table entry_labels;
alter table labels_by_entry rename to entry_labels;)";
  return sql;
}

int newest_applied(Connection& connection) {
  Statement statement(connection, "select coalesce(max(number), 0) from schema_migrations", {},
                      {Holds::number});
  Rows rows = statement.query();
  rows.next();
  return static_cast<int>(rows.number(0));
}

}  // namespace

const std::vector<Migration>& migrations() {
  static const std::vector<Migration> steps = {
      {1, "events_and_projects", events_and_projects()},
      {2, "deliveries_and_replies", deliveries_and_replies()},
      {3, "people_and_keys", people_and_keys()},
      {4, "project_calendars", project_calendars()},
      {5, "keys_of_feeds", "alter table api_keys add column feed text not null default '';"},
      {6, "entries", entries()},
      {7, "label_batches", label_batches()},
      {8, "followers_and_recipients", followers_and_recipients()},
      {12, "project_findings", project_findings()},
      {13, "letters_and_erasures", letters_and_erasures()},
      {15, "channels_of_recipients",
       "alter table recipients add column channel text not null default 'email';"},
      {17, "contributions_of_recipients",
       "alter table recipients add column contributions bigint not null default 0;"},
      {19, "letters_and_stops", letters_and_stops()},
      {20, "labels_by_entry", labels_by_entry()},
  };
  return steps;
}

void migrate(Connection& connection, const std::vector<Migration>& steps) {
  connection.run_script(
      "create table if not exists schema_migrations "
      "(number bigint not null primary key, name text not null);");
  const int newest = steps.empty() ? 0 : steps.back().number;
  const int found = newest_applied(connection);
  if (found > newest)
    throw StoreError("the database was made by a newer version of the program (its schema is at step " +
                         std::to_string(found) + ", this program knows " + std::to_string(newest) + ")",
                     0);
  for (const Migration& step : steps) {
    if (step.number <= found) continue;
    Transaction transaction(connection);
    if (step.number <= newest_applied(connection)) continue;  // another process was faster
    connection.run_script(step.sql);
    Statement(connection, "insert into schema_migrations (number, name) values (:number, :name)",
              {Holds::number, Holds::text})
        .run(step.number, step.name);
    transaction.commit();
  }
}

}  // namespace full_circle::store
