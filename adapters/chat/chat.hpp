#pragma once
/// Events as a line in a channel of staff's chat: incoming webhooks of Slack, and of Teams (Workflows).

#include "adapters/shared/outbound.hpp"
#include "engine/ports/adapter.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace full_circle::chat {

enum class Kind {
  slack,  ///< {"text": …}, with &, < and > escaped (Slack, "Formatting text for app surfaces")
  teams,  ///< a message with one adaptive card (Microsoft, "Create incoming webhooks with Workflows")
};

struct ChatOptions {
  std::string name;  ///< the adapter is "chat:NAME"
  Kind kind = Kind::slack;
  std::string url;       ///< whoever has it can write to the channel: never in a reason or a log
  std::string base_url;  ///< "https://engage.council.example", for links
  std::filesystem::path done_folder;
  shared::OutboundOptions outbound;
};

/// One channel. A message that was taken is not sent again; when the program dies between the channel's
/// answer and noting it, once more. Throws std::system_error when the folder cannot be made.
std::unique_ptr<Adapter> make_chat(ChatOptions options);

}  // namespace full_circle::chat
