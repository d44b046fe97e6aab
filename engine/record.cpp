#include "engine/record.hpp"

#include <openssl/sha.h>

#include <array>
#include <boost/algorithm/hex.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>

namespace full_circle {
namespace {

bool needs_escaping(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') return true;
  return false;
}

void put_text(std::string& out, std::string_view key, std::string_view value) {
  out += key;
  if (needs_escaping(value)) {
    out += boost::json::serialize(boost::json::string_view{value.data(), value.size()});
  } else {
    out += '"';
    out += value;
    out += '"';
  }
}

/// `data` is canonical already, so the record's canonical text is put together without parsing it.
std::string canonical_text(const StoredEvent& event) {
  std::string out;
  out.reserve(event.data.size() + 420);
  put_text(out, R"({"by":)", event.by);
  out += R"(,"data":)";
  out += event.data;
  put_text(out, R"(,"on_behalf_of":)", event.on_behalf_of);
  put_text(out, R"(,"previous_hash":)", event.previous_hash);
  put_text(out, R"(,"project":)", event.project);
  put_text(out, R"(,"recorded_at_utc":)", to_text(event.recorded_at));
  put_text(out, R"(,"request_id":)", event.request_id);
  out += R"(,"seq":)";
  out += std::to_string(event.seq);
  put_text(out, R"(,"type":)", event.type);
  out += R"(,"type_version":)";
  out += std::to_string(event.type_version);
  out += '}';
  return out;
}

bool is_json_object(const std::string& text) {
  boost::json::error_code error;
  boost::json::parse_options options;
  options.max_depth = 128;
  const auto value = boost::json::parse(text, error, {}, options);
  return !error && value.is_object();
}

}  // namespace

std::string sha256_hex(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  ::SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string hex(2 * digest.size(), '0');
  boost::algorithm::hex_lower(digest.begin(), digest.end(), hex.begin());
  return hex;
}

std::string record_hash(const StoredEvent& event) {
  return sha256_hex(canonical_text(event));
}

std::string first_previous_hash() {
  return std::string(64, '0');
}

std::vector<ChainFault> verify_chain(std::span<const StoredEvent> events) {
  std::vector<ChainFault> faults;
  std::int64_t expected_seq = 1;
  std::string previous = first_previous_hash();
  for (const StoredEvent& event : events) {
    if (event.seq != expected_seq)
      faults.push_back({event.seq, "expected number " + std::to_string(expected_seq) + " here"});
    if (!events.empty() && event.project != events.front().project)
      faults.push_back({event.seq, "belongs to another project"});
    if (event.previous_hash != previous)
      faults.push_back({event.seq, "does not name the hash of the event before it"});
    // Text that is no JSON by itself could borrow the punctuation of the record around it.
    if (!is_json_object(event.data))
      faults.push_back({event.seq, "its data is not a JSON object"});
    else if (record_hash(event) != event.hash)
      faults.push_back({event.seq, "its content does not fit its hash"});
    expected_seq = event.seq + 1;
    previous = event.hash;
  }
  return faults;
}

}  // namespace full_circle
