#include "adapters/http/arrivals.hpp"

#include "adapters/shared/secret.hpp"
#include "engine/record.hpp"

namespace full_circle::http {

namespace {

constexpr std::string_view token_start = "fc_";
constexpr std::size_t reference_length = 14;

}  // namespace

std::string receipt_token(std::string_view reference, std::string_view secret) {
  return std::string(token_start) + std::string(reference) + "_" + std::string(secret);
}

std::optional<Entry> entry_behind(std::string_view token, StoreReader& reader) {
  const std::size_t secret_at = token_start.size() + reference_length + 1;
  if (token.size() != secret_at + shared::secret_length || !token.starts_with(token_start) ||
      token[secret_at - 1] != '_')
    return std::nullopt;
  auto entry = reader.entry(token.substr(token_start.size(), reference_length));
  if (!entry || entry->book != engagement::contributions_book) return std::nullopt;
  const std::string hash = sha256_hex(token.substr(secret_at));
  for (const std::string& opens : engagement::receipt_hashes_of(*entry))
    if (shared::same_text(opens, hash)) return entry;
  return std::nullopt;
}

Result<std::shared_ptr<Arrival>> arrived(const Desk& desk, const engagement::GiveContribution& given,
                                         const Sender& sender, const engagement::Project& project) {
  const Instant now = desk.services.clock.now();
  auto entry = engagement::take_in(given, sender.by, sender.person,
                                   {.reference = shared::fresh_reference(now),
                                    .receipt_hash = sha256_hex(sender.secret),
                                    .key = sender.key},
                                   project, *desk.services.context, now);
  if (!entry.ok()) return entry.refusal();
  return std::make_shared<Arrival>(Arrival{.entry = std::move(entry).value(), .secret = sender.secret});
}

void keep(Desk& desk, const Request& request, const std::shared_ptr<Arrival>& arrival,
          std::function<Response(const Desk&, const Arrival&)> kept, std::function<void(Making)> answer) {
  desk.services.engine.write(
      [arrival, kept_files = desk.services.attachments.files](StoreWriter& writer) {
        if (!arrival->files.empty()) put_missing(*kept_files, arrival->files);
        arrival->kept_as = writer.add(arrival->entry);
        while (arrival->kept_as.empty()) {
          arrival->entry.id = shared::fresh_reference(arrival->entry.received_at);
          arrival->kept_as = writer.add(arrival->entry);
        }
        arrival->first.reset();
        if (arrival->kept_as != arrival->entry.id) arrival->first = writer.entry(arrival->kept_as);
      },
      [&desk, &request, arrival, kept = std::move(kept),
       answer = std::move(answer)](const std::exception_ptr& problem) {
        answer([&desk, &request, arrival, kept, problem] {
          return problem ? broken(desk.services, problem, request.request_id) : kept(desk, *arrival);
        });
      });
}

}  // namespace full_circle::http
