// How far the messages of a project have come, read from the data directory itself. Counts, never addresses.
#include "config/cli_parts.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <array>
#include <memory>
#include <ostream>

namespace full_circle::config {
namespace {

constexpr std::array<std::pair<RecipientState, const char*>, 6> states{
    {{RecipientState::queued, "queued"},
     {RecipientState::sent, "sent"},
     {RecipientState::refused, "refused"},
     {RecipientState::bounced, "bounced"},
     {RecipientState::stopped, "stopped"},
     {RecipientState::in_digest, "in_digest"}}};

boost::json::object as_json(const Delivery& delivery, const SendingProgress& progress) {
  boost::json::object object{{"delivery", std::to_string(delivery.id)}, {"name", delivery.name}};
  for (const auto& [state, name] : states) object[name] = 0;
  std::int64_t by_text = 0;
  for (const auto& [channel, state, count] : progress.counts) {
    auto& people = object[states.at(static_cast<std::size_t>(state)).second];
    people = people.as_int64() + count;
    if (channel == text_channel && state == RecipientState::sent) by_text += count;
  }
  object["sent_by_text"] = by_text;
  return object;
}

void print(std::ostream& out, const boost::json::object& told) {
  out << plain_text(told.at("delivery")) << "  " << plain_text(told.at("name")) << " ";
  for (const auto& [state, name] : states) {
    if (told.at(name).as_int64() != 0 || state == RecipientState::sent)
      out << "  " << told.at(name) << " " << name;
  }
  if (told.at("sent_by_text").as_int64() != 0) out << " (" << told.at("sent_by_text") << " by text)";
  out << "\n";
}

Exit show_told(const CommandLine& line, const std::string& id) {
  Kept kept = open_kept(settings_of(line), WhenMissing::refuse);
  const auto reader = kept.store->reader();
  const auto row = reader->project(id);
  if (!row) return refuse(line, "there is no project '" + id + "'");
  boost::json::array items;
  DeliveryQuery query{.project = row->project, .limit = 200};
  for (auto page = reader->deliveries(query); !page.empty(); page = reader->deliveries(query)) {
    for (const Delivery& delivery : page)
      if (delivery.adapter == "notifier")
        items.push_back(as_json(delivery, kept.ledger->progress(delivery.key())));
    query.after_id = page.back().id;
  }
  if (line.common.output() == Output::json) {
    print_json(line.console.out, boost::json::object{{"items", std::move(items)}, {"next", nullptr}});
  } else {
    for (const auto& told : items) print(line.console.out, told.as_object());
  }
  return Exit::done;
}

}  // namespace

void add_told_command(CLI::App& project, CommandLine& line) {
  const auto id = std::make_shared<std::string>();
  CLI::App* told = add_command(project, "told", "How far its messages have come: who was told, in numbers",
                               "  fullcircle project told kowhai-bay-shoreline-path\n", line,
                               [&line, id] { return show_told(line, *id); });
  told->add_option("PROJECT", *id, "Its id or its slug")->required();
  add_settings_options(*told, line);
  add_json_option(*told, line);
}

}  // namespace full_circle::config
