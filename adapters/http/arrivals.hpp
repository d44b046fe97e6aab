#pragma once
/// Contributions on their way in, and the addresses of their receipts: what the API and the form share.

#include "adapters/http/attachments.hpp"
#include "adapters/http/desk.hpp"
#include "workflows/engagement/contributions.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle::http {

/// Brings in a file (api_contribution_import.cpp).
Route contribution_import_route(Desk& desk);

/// "fc_7k2m-9x4q-1dvb_" and the secret: what begins so is kept out of the log.
std::string receipt_token(std::string_view reference, std::string_view secret);
/// The contribution whose receipt this token opens; nothing when it opens none.
std::optional<Entry> entry_behind(std::string_view token, StoreReader& reader);

/// Who sends it, with what.
struct Sender {
  engagement::TakenInBy by{};
  std::string person;  ///< empty: nobody signed in
  std::string key;     ///< scoped by who sends; empty: none
  std::string secret;  ///< of the receipt
};

/// One that waits to be kept.
struct Arrival {
  Entry entry;
  std::string secret;
  std::vector<ArrivedFile> files{};  ///< that the entry names
  std::string kept_as{};             ///< once kept: its reference, or that of the first with the same key
  std::optional<Entry> first{};      ///< the one that came before with the same key
};

Result<std::shared_ptr<Arrival>> arrived(const Desk& desk, const engagement::GiveContribution& given,
                                         const Sender& sender, const engagement::Project& project);

/// Keeps it and answers with `kept`, which is called on the server's thread.
void keep(Desk& desk, const Request& request, const std::shared_ptr<Arrival>& arrival,
          std::function<Response(const Desk&, const Arrival&)> kept, std::function<void(Making)> answer);

}  // namespace full_circle::http
