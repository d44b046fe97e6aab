#include "adapters/chat/chat.hpp"

#include "adapters/shared/payload.hpp"
#include "adapters/shared/posting.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace full_circle::chat {

namespace {

namespace json = boost::json;

/// A payload as adapters/README.md has it for "webhook:NAME", as far as people want it.
struct Event {
  std::string title;
  std::string says;
  std::string link;  ///< empty: it has no public page
};

Event read_event(shared::Fields fields, const std::string& base_url) {
  Event event;
  fields.line_required("type");
  fields.instant("timestamp");
  auto data = fields.object("data");
  if (!data) return event;
  event.title = data->line_required("title");
  event.says = data->line_required("says");
  const std::string page = data->line_or_empty("page");
  if (!page.empty() && !shared::is_safe_link(page)) {
    data->problem("page", "is no address");
  } else if (!page.empty()) {
    event.link = shared::absolute_link(base_url, page);
  }
  return event;
}

/// Slack's markup is text in which these three stand for something; everything that makes a mention or a link
/// begins with one of them.
std::string for_slack(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

json::object slack_message(const Event& event) {
  std::string text = for_slack(event.title + ": " + event.says + ".");
  if (!event.link.empty()) text += "\n" + for_slack(event.link);
  return {{"text", text}, {"mrkdwn", false}, {"unfurl_links", false}};
}

/// Text runs are shown as they are; a text block would read Markdown.
json::object plain_block(const std::string& text, const char* weight) {
  return {{"type", "RichTextBlock"},
          {"inlines", json::array{json::object{{"type", "TextRun"}, {"text", text}, {"weight", weight}}}}};
}

json::object teams_message(const Event& event) {
  json::object card{
      {"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
      {"type", "AdaptiveCard"},
      {"version", "1.2"},
      {"body", json::array{plain_block(event.title, "bolder"), plain_block(event.says + ".", "default")}}};
  if (!event.link.empty())
    card["actions"] = json::array{
        json::object{{"type", "Action.OpenUrl"}, {"title", "Open the page"}, {"url", event.link}}};
  return {{"type", "message"},
          {"attachments", json::array{json::object{{"contentType", "application/vnd.microsoft.card.adaptive"},
                                                   {"contentUrl", nullptr},
                                                   {"content", std::move(card)}}}}};
}

class Chat final : public Adapter {
 public:
  explicit Chat(ChatOptions options)
      : m_options(std::move(options)), m_name("chat:" + m_options.name), m_done(m_options.done_folder) {}

  std::string_view name() const override { return m_name; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    const Event event = read_event(payload.fields(), m_options.base_url);
    if (!payload.ok()) return payload.give_up();
    if (m_done.has(work.key)) return Delivered::done();
    shared::OutboundRequest request;
    request.method = "POST";
    request.url = m_options.url;
    request.headers = {{"Content-Type", "application/json"}};
    request.body =
        json::serialize(m_options.kind == Kind::slack ? slack_message(event) : teams_message(event));
    const Delivered delivered =
        shared::outcome_of(shared::ask(request, m_options.outbound), "The channel " + m_options.name,
                           shared::ClientErrors::give_up);
    if (delivered.kind == Delivered::Kind::done) m_done.add(work.key);
    return delivered;
  }

 private:
  ChatOptions m_options;
  std::string m_name;
  shared::DoneDeliveries m_done;
};

}  // namespace

std::unique_ptr<Adapter> make_chat(ChatOptions options) {
  return std::make_unique<Chat>(std::move(options));
}

}  // namespace full_circle::chat
