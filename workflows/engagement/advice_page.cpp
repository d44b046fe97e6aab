// The advice as a page: the document's own words and numbers, put into rows.
#include "workflows/engagement/advice.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/view_parts.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

json::object lines(const json::value& text) {
  return {{"lines", text.is_string() ? text : json::value("")}};
}

bool says(const json::value& text) {
  return text.is_string() && !text.as_string().empty();
}

/// "in_person" as people read it.
std::string readable(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string day_of(const json::value& day) {
  const auto read = day.is_string() ? parse_day(std::string_view(day.as_string())) : std::nullopt;
  return read ? day_text(*read) : std::string();
}

std::string number_or(const json::value& number, std::string_view otherwise) {
  return number.is_number() ? json::serialize(number) : std::string(otherwise);
}

/// {"item": […]} of a list that is not empty; else nothing, so that its heading is not shown either.
json::value items(json::array list) {
  if (list.empty()) return nullptr;
  return json::object{{"item", std::move(list)}};
}

template <class Row>
json::array each(const json::value& list, Row row) {
  json::array all;
  for (const auto& one : list.as_array()) all.push_back(row(one.as_object()));
  return all;
}

// ── Parts of the page ───────────────────────────────────────────────────────────────────────────────────

json::array texts(const json::value& list) {
  json::array all;
  for (const auto& text : list.as_array()) all.push_back(json::object{{"text", lines(text)}});
  return all;
}

std::string standing(const json::object& view) {
  if (view.at("state") == "draft")
    return "This is a draft. It changes with the record until the advice is submitted.";
  std::string text = "Frozen on " + day_of(view.at("frozen_on")) + ".";
  if (view.at("public_from").is_string()) text += " Public from " + day_of(view.at("public_from")) + ".";
  if (says(view.at("not_public_because")))
    text += " Not public: " + std::string(view.at("not_public_because").as_string());
  return text;
}

json::object asked(const json::object& asked) {
  const auto period = [](const json::object& one) {
    return json::object{{"round", one.at("round")},
                        {"opens", day_of(one.at("opens_on"))},
                        {"closes", day_of(one.at("closes_on"))},
                        {"standing", one.at("closed").as_bool()   ? "Closed"
                                     : one.at("opened").as_bool() ? "Open"
                                                                  : "Not opened"}};
  };
  const auto session = [](const json::object& one) {
    std::string came = one.at("cancelled").as_bool() ? "Cancelled" : "No number recorded";
    if (one.at("people").is_number()) came = json::serialize(one.at("people"));
    return json::object{{"title", one.at("title")},
                        {"when", one.at("when_text")},
                        {"place", one.at("place")},
                        {"people", came}};
  };
  const auto way = [](const json::object& one) {
    return json::object{{"title", one.at("title")}, {"text", lines(one.at("text"))}};
  };
  json::object page{{"can", items(texts(asked.at("can_change")))},
                    {"cannot", items(texts(asked.at("cannot_change")))},
                    {"ways", items(each(asked.at("ways"), way))},
                    {"periods", items(each(asked.at("periods"), period))},
                    {"sessions", items(each(asked.at("sessions"), session))}};
  if (says(asked.at("purpose"))) page["purpose"] = lines(asked.at("purpose"));
  if (says(asked.at("decision_maker"))) {
    page["decision_maker"] = asked.at("decision_maker");
    page["decision_on"] = day_of(asked.at("decision_on"));
    page["answer_by"] = day_of(asked.at("answer_by"));
  }
  return page;
}

constexpr std::string_view not_shown = "Not shown";

std::string percent_text(const json::value& share) {
  return number_text(share.to_number<double>()) + "%";
}

json::object group_row(const json::object& group) {
  const auto& census = group.at("census");
  const bool hidden = group.at("hidden").as_bool();
  return {{"name", says(group.at("name")) ? std::string(group.at("name").as_string())
                                          : readable(group.at("id").as_string())},
          {"count", hidden ? std::string(not_shown) : number_or(group.at("contributions"), "0")},
          {"share", group.at("share").is_number() ? percent_text(group.at("share")) : std::string(not_shown)},
          {"target", number_or(group.at("target"), "None set")},
          {"census", census.is_object() ? percent_text(census.at("share")) + " (" +
                                              std::string(census.at("source").as_string()) + ")"
                                        : "No figure"}};
}

/// Named or expected, and nobody of them contributed.
void add_not_heard(json::array& names, const json::object& kind) {
  for (const auto& one : kind.at("groups").as_array()) {
    const auto& group = one.as_object();
    if (!group.at("hidden").as_bool() && group.at("contributions") == 0)
      names.push_back(json::object{{"name", group_row(group)["name"]}});
  }
}

json::object heard(const json::object& heard) {
  json::object page{
      {"total", heard.at("total").is_number() ? json::serialize(heard.at("total"))
                                              : "fewer than " + json::serialize(heard.at("shown_from"))},
      {"shown_from", heard.at("shown_from")},
      {"communities", items(each(heard.at("communities").at("groups"), group_row))},
      {"boards", items(each(heard.at("local_boards").at("groups"), group_row))}};
  json::array nobody;
  add_not_heard(nobody, heard.at("communities").as_object());
  add_not_heard(nobody, heard.at("local_boards").as_object());
  page["nobody"] = items(std::move(nobody));
  return page;
}

json::object theme_row(const json::object& theme) {
  const auto& kinds = theme.at("by_kind").as_object();
  const auto count = [&](std::string_view kind) {
    const auto* found = kinds.if_contains(kind);
    return found ? number_or(*found, not_shown) : "0";
  };
  std::string channels;
  for (const auto& channel : theme.at("by_channel").as_object())
    channels += (channels.empty() ? "" : ", ") + readable(channel.key()) + " " +
                number_or(channel.value(), "not shown");
  return {{"title", theme.at("title")},
          {"said", lines(theme.at("you_said"))},
          {"own_words", count("own_words")},
          {"pro_forma", count("pro_forma")},
          {"petitions", count("petition")},
          {"signatures", number_or(theme.at("signatures"), not_shown)},
          {"channels", channels.empty() ? "None" : channels}};
}

json::object branch_row(const json::object& branch) {
  json::object row{{"name", branch.at("name")}, {"state", branch.at("state_text")}};
  json::array earlier = each(branch.at("earlier_words"), [](const json::object& one) {
    return json::object{{"round", one.at("round")}, {"text", lines(one.at("words"))}};
  });
  row["earlier"] = std::move(earlier);
  if (says(branch.at("words"))) row["words"] = json::object{{"text", lines(branch.at("words"))}};
  if (says(branch.at("record"))) row["record"] = json::object{{"text", lines(branch.at("record"))}};
  return row;
}

json::object rule_row(const json::object& move) {
  const bool met = move.at("met_on").is_string();
  return {{"title", move.at("title")},
          {"requirement", each(move.at("requirements"), [&](const json::object& one) {
             const bool open = !met && !one.at("met").as_bool();
             return json::object{{"what", one.at("what")},
                                 {"source", one.at("source")},
                                 {"when", met    ? day_of(move.at("met_on"))
                                          : open ? "Not met: " + std::string(one.at("why").as_string())
                                                 : std::string("Met, and looked at again when submitted")}};
           })}};
}

}  // namespace

json::object advice_page(const json::object& view, std::string_view base_url, AdvicePaper paper) {
  const auto& document = view.at("document").as_object();
  const auto link = [&](const json::value& url) {
    const std::string text(url.as_string());
    return text.starts_with('/') ? std::string(base_url) + text : text;
  };
  json::object page{
      {"title", "Advice: " + std::string(document.at("title").as_string())},
      {"summary", lines(document.at("summary"))},
      {"standing", standing(view)},
      {"drawn_up", day_of(document.at("drawn_up_on"))},
      {"round", document.at("round")},
      {"definition", document.at("definition").at("title")},
      {"hash", view.at("hash")},
      {"asked", asked(document.at("asked").as_object())},
      {"heard", heard(document.at("heard").as_object())},
      {"themes", items(each(document.at("themes").at("items"), theme_row))},
      {"uncoded", number_or(document.at("themes").at("uncoded"), not_shown)},
      {"branches", items(each(document.at("mana_whenua").at("branches"), branch_row))},
      {"options",
       items(each(document.at("options"),
                  [](const json::object& option) {
                    return json::object{{"title", option.at("title")}, {"text", lines(option.at("text"))}};
                  }))},
      {"rules", items(each(document.at("rules"), rule_row))},
      {"documents", items(each(document.at("documents"), [&](const json::object& one) {
         return json::object{{"title", one.at("title")},
                             {"url", link(one.at("url"))},
                             {"language", one.at("language")},
                             {"note", one.at("note")}};
       }))}};
  page[paper == AdvicePaper::print ? "on_paper" : "on_screen"] = true;
  page["no_branches"] = page.at("branches").is_null();
  if (const auto* advice = document.at("advice").if_object())
    page["advice"] = json::object{{"title", advice->at("title")},
                                  {"url", link(advice->at("url"))},
                                  {"text", lines(advice->at("significance_statement"))}};
  if (const auto* meeting = document.at("meeting").if_object())
    page["meeting"] = json::object{
        {"body", meeting->at("body")}, {"when", meeting->at("when_text")}, {"place", meeting->at("place")}};
  if (const auto* assessment = document.at("mana_whenua").at("assessment").if_object())
    page["assessment"] =
        json::object{{"conclusion", assessment->at("conclusion") == "engage"
                                        ? "Mana whenua are engaged."
                                        : "Engaging mana whenua was assessed as not needed, by two people."},
                     {"text", lines(assessment->at("reasons"))}};
  if (const auto* significance = document.at("significance").if_object())
    page["significance"] = json::object{{"level", readable(significance->at("level").as_string())},
                                        {"policy", significance->at("policy_version")},
                                        {"text", lines(significance->at("reasons"))},
                                        {"extent", lines(significance->at("extent_reason"))}};
  return page;
}

}  // namespace full_circle::engagement
