#include "adapters/store/rows.hpp"

#include "engine/record.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace full_circle::store {
namespace {

void put(std::string& out, std::string_view part) {
  out += std::to_string(part.size());
  out += ':';
  out += part;
}

std::string take(std::string_view& text) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  const auto start = static_cast<std::size_t>(end - text.data()) + 1;
  if (error != std::errc{} || start + size > text.size())
    throw StoreError("the labels of a project cannot be read", 0);
  std::string part(text.substr(start, size));
  text.remove_prefix(start + size);
  return part;
}

}  // namespace

const char* const event_columns =
    "seq, type, type_version, data, recorded_at_utc, by_person, on_behalf_of, request_id, previous_hash, "
    "hash";
const std::vector<Holds> event_kinds = {Holds::number, Holds::text, Holds::number, Holds::text, Holds::number,
                                        Holds::text,   Holds::text, Holds::text,   Holds::text, Holds::text};

StoredEvent read_event(Rows& rows, std::string_view project) {
  StoredEvent event;
  event.project = project;
  event.seq = rows.number(0);
  event.type = rows.text(1);
  event.type_version = static_cast<int>(rows.number(2));
  event.data = std::move(rows.text(3));
  event.recorded_at = to_instant(rows.number(4));
  event.by = rows.text(5);
  event.on_behalf_of = rows.text(6);
  event.request_id = rows.text(7);
  event.previous_hash = rows.text(8);
  event.hash = rows.text(9);
  return event;
}

const char* const delivery_columns =
    "id, project, seq, adapter, name, payload, state, attempts, due_at_utc, created_at_utc, note";
const std::vector<Holds> delivery_kinds = {Holds::number, Holds::text,   Holds::number, Holds::text,
                                           Holds::text,   Holds::text,   Holds::number, Holds::number,
                                           Holds::number, Holds::number, Holds::text};

Delivery read_delivery(Rows& rows) {
  Delivery delivery;
  delivery.id = rows.number(0);
  delivery.project = rows.text(1);
  delivery.seq = rows.number(2);
  delivery.adapter = rows.text(3);
  delivery.name = rows.text(4);
  delivery.payload = std::move(rows.text(5));
  delivery.state = static_cast<DeliveryState>(rows.number(6));
  delivery.attempts = static_cast<int>(rows.number(7));
  delivery.due_at = to_instant(rows.number(8));
  delivery.created_at = to_instant(rows.number(9));
  delivery.note = rows.text(10);
  return delivery;
}

std::vector<std::string> words_of(const std::string& search_text) {
  std::istringstream stream(search_text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  if (words.size() > conditions_most) words.resize(conditions_most);
  return words;
}

std::vector<Label> in_order(std::vector<Label> labels) {
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  return labels;
}

std::string joined(const std::vector<Label>& labels) {
  std::string text;
  for (const Label& label : labels) {
    put(text, label.kind);
    put(text, label.value);
  }
  return text;
}

std::vector<Label> split(std::string_view text) {
  std::vector<Label> labels;
  while (!text.empty()) {
    std::string kind = take(text);
    labels.push_back({std::move(kind), take(text)});
  }
  return labels;
}

std::string folded(std::string_view address) {
  std::string text(address);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string hash_of(std::string_view channel, std::string_view address) {
  return sha256_hex(std::string(channel) + ":" + folded(address));
}

}  // namespace full_circle::store
