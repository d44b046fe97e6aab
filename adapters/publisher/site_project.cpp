#include "adapters/publisher/site.hpp"

namespace full_circle::publisher {

namespace {

using Dictionary = ctemplate::TemplateDictionary;

void add_fact(Dictionary& facts, const std::string& name, const std::string& value) {
  if (value.empty()) return;
  auto* fact = facts.AddSectionDictionary("FACT");
  fact->SetValue("FACT_NAME", name);
  fact->SetValue("FACT_VALUE", value);
}

/// What a reader looks for first; when it opens and closes stands in the box beside the title.
void put_facts(Dictionary& values, const Page& page) {
  Dictionary* facts = values.AddSectionDictionary("FACTS");
  const Group group = group_of(page);
  if (group == Group::coming) add_fact(*facts, "Closes", page.closes_text);
  add_fact(*facts, page.answer ? "Who decided" : "Who decides", page.decision_maker);
  if (page.answer) {
    add_fact(*facts, "Decided", page.answer->decided_text);
    add_fact(*facts, "You heard back", day_text(page.answer->published_on));
  } else if (group != Group::stopped) {
    add_fact(*facts, "Decision by", page.decision_text);
    add_fact(*facts, was_promised(page) ? "The answer was due by" : "You hear back by", page.hear_back_text);
  }
}

void put_stages(Dictionary& values, const Page& page) {
  if (page.stages.empty()) return;
  Dictionary* stages = values.AddSectionDictionary("STAGES");
  if (page.round > 1) show_value(*stages, "ROUND", "ROUND_NUMBER", std::to_string(page.round));
  for (const Stage& stage : page.stages) {
    auto* item = stages->AddSectionDictionary("STAGE");
    const bool done = stage.state == Stage::State::done;
    const bool now = stage.state == Stage::State::now;
    item->SetValue("STATE_CLASS", done ? "done" : now ? "now" : "next");
    item->SetValue("STATE_TEXT", done ? "done" : now ? "now" : "still to come");
    item->SetValue("STAGE_TITLE", stage.title);
    item->SetValue("STAGE_NOTE", stage.note);
    show(*item, "NOW", now);
    const bool loop = stage.name == "close_the_loop";
    show(*item, !loop ? "STATION" : done ? "LOOP_CLOSED" : "LOOP_OPEN", true);
  }
}

void put_items(Dictionary& values, const char* section, const std::vector<std::string>& items) {
  if (items.empty()) return;
  Dictionary* list = values.AddSectionDictionary(section);
  for (const auto& text : items) list->AddSectionDictionary("ITEM")->SetValue("ITEM_TEXT", text);
}

void put_changes(Dictionary& values, const Page& page) {
  if (page.can_change.empty() && page.cannot_change.empty()) return;
  Dictionary* changes = values.AddSectionDictionary("CHANGES");
  put_items(*changes, "CAN", page.can_change);
  put_items(*changes, "CANNOT", page.cannot_change);
}

void put_before(Dictionary& values, const Page& page) {
  if (page.earlier_insights.empty()) return;
  Dictionary* before = values.AddSectionDictionary("BEFORE");
  for (const auto& text : page.earlier_insights) {
    put_text(*before->AddSectionDictionary("INSIGHT"), "INSIGHT_TEXT", text);
  }
}

void put_ways(Dictionary& values, const Page& page) {
  if (page.ways.empty() || group_of(page) != Group::open) return;
  Dictionary* ways = values.AddSectionDictionary("WAYS");
  for (const Way& way : page.ways) {
    auto* item = ways->AddSectionDictionary("WAY");
    auto* title = item->AddSectionDictionary(way.url.empty() ? "WAY_PLAIN" : "WAY_LINK");
    title->SetValue("WAY_TITLE", way.title);
    title->SetValue("WAY_URL", way.url);
    put_text(*item, "WAY_TEXT", way.text);
  }
}

void put_sessions(Dictionary& values, const Page& page, const std::string& calendar_url) {
  if (page.sessions.empty()) return;
  Dictionary* sessions = values.AddSectionDictionary("SESSIONS");
  for (const Session& session : page.sessions) {
    auto* item = sessions->AddSectionDictionary("SESSION");
    item->SetValue("SESSION_TITLE", session.title);
    item->SetValue("WHEN_TEXT", session.when_text);
    show(*item, "CANCELLED", session.state == Session::State::cancelled);
    show_value(*item, "PLACE", "PLACE_TEXT", session.place);
    if (session.accessibility.empty()) continue;
    Dictionary* access = item->AddSectionDictionary("ACCESS");
    for (const auto& text : session.accessibility) {
      access->AddSectionDictionary("CHIP")->SetValue("CHIP_TEXT", text);
    }
  }
  show_value(*sessions, "CALENDAR", "CALENDAR_URL", calendar_url);
}

void put_mana_whenua(Dictionary& values, const Page& page) {
  if (page.mana_whenua.empty()) return;
  Dictionary* section = values.AddSectionDictionary("MANA_WHENUA");
  for (const ManaWhenua& entity : page.mana_whenua) {
    auto* item = section->AddSectionDictionary("ENTITY");
    item->SetValue("ENTITY_NAME", entity.name);
    item->SetValue("ENTITY_STATE", entity.state_text);
  }
}

void put_updates(Dictionary& values, const Page& page) {
  if (page.updates.empty()) return;
  Dictionary* updates = values.AddSectionDictionary("UPDATES");
  for (const Update& update : page.updates) {
    auto* item = updates->AddSectionDictionary("UPDATE");
    item->SetValue("UPDATE_ID", update.id);
    item->SetValue("UPDATE_WHEN", update.posted_text);
    item->SetValue("UPDATE_TITLE", update.title);
    put_text(*item, "UPDATE_TEXT", update.text);
  }
}

void put_documents(Dictionary& values, const Page& page) {
  if (page.documents.empty()) return;
  Dictionary* documents = values.AddSectionDictionary("DOCUMENTS");
  for (const Document& document : page.documents) {
    auto* item = documents->AddSectionDictionary("DOCUMENT");
    auto* title = item->AddSectionDictionary(document.url.empty() ? "DOCUMENT_PLAIN" : "DOCUMENT_LINK");
    title->SetValue("DOCUMENT_TITLE_TEXT", document.title);
    title->SetValue("DOCUMENT_URL", document.url);
    show_value(*item, "DOCUMENT_LANGUAGE", "LANGUAGE", document.language);
    show_value(*item, "DOCUMENT_NOTE", "DOCUMENT_NOTE_TEXT", document.note);
  }
}

void put_stopped(Dictionary& values, const Page& page) {
  if (group_of(page) != Group::stopped) return;
  Dictionary* stopped = values.AddSectionDictionary("STOPPED");
  const bool withdrawn = page.withdrawn || page.status == "withdrawing" || page.status == "withdrawn";
  stopped->SetValue("STOPPED_TITLE",
                    withdrawn ? "This project has been withdrawn" : "This project is paused");
  put_text(*stopped, "STOPPED_TEXT",
           withdrawn        ? page.withdrawn.value_or("")
           : page.suspended ? page.suspended->reason
                            : "");
  if (!withdrawn && page.suspended) show_value(*stopped, "UNTIL", "UNTIL_TEXT", page.suspended->until_text);
}

/// What people were promised, or that it was not kept: by which day, and by whose word.
void put_promise(Dictionary& values, const Page& page) {
  if (page.answer || group_of(page) == Group::stopped) return;
  if (!page.late) {
    show_value(values, "PROMISE", "HEAR_BACK_TEXT", page.hear_back_text);
    return;
  }
  Dictionary* late = values.AddSectionDictionary("PROMISE_LATE");
  show_value(*late, "PROMISED", "PROMISED_TEXT", page.late->promised_text);
  show_value(*late, "BY_STANDARD", "STANDARD_TEXT", page.late->standard_text);
}

}  // namespace

void Site::start(ctemplate::TemplateDictionary& values, const Page& page) const {
  if (page.answer) {
    values.AddSectionDictionary("START_ANSWERED")->SetValue("ANSWER_URL", url("/" + page.slug + "/result/"));
    return;
  }
  switch (group_of(page)) {
    case Group::open: {
      auto* open = values.AddSectionDictionary("START_OPEN");
      show_value(*open, "CLOSES", "CLOSES_TEXT", page.closes_text);
      if (page.online_form) show_value(*open, "FORM", "FORM_URL", url("/" + page.slug + "/contribute"));
      show(*open, "OTHER_WAYS", page.online_form && !page.ways.empty());
      show(*open, "ONLY_WAYS", !page.online_form && !page.ways.empty());
      return;
    }
    case Group::coming:
      show_value(*values.AddSectionDictionary("START_COMING"), "OPENS", "OPENS_TEXT", page.opens_text);
      return;
    case Group::waiting: {
      auto* closed = values.AddSectionDictionary("START_CLOSED");
      show(*closed, "ANSWER_LATE", page.late.has_value());
      if (!page.late) show_value(*closed, "HEAR_BACK", "HEAR_BACK_TEXT", page.hear_back_text);
      return;
    }
    case Group::answered:
    case Group::stopped:
      return;
  }
}

std::string Site::project(const Page& page) const {
  Dictionary values("project");
  const std::string path = "/" + page.slug;
  frame(values, page.title, path, path + "/updates.atom", page.content);
  values.SetValue("TITLE", page.title);
  if (!page.status_text.empty()) {
    Dictionary* status = values.AddSectionDictionary("STATUS");
    status->SetValue("STATUS_TEXT", page.status_text);
    show(*status, "IS_OPEN", group_of(page) == Group::open);
    show(*status, "IS_LATE", page.late.has_value());
  }
  show(values, "SUMMARY", !page.summary.empty());
  put_text(values, "SUMMARY_TEXT", page.summary);
  put_stopped(values, page);
  put_facts(values, page);
  put_stages(values, page);
  show(values, "PURPOSE", !page.purpose.empty());
  put_text(values, "PURPOSE_TEXT", page.purpose);
  put_changes(values, page);
  put_before(values, page);
  put_ways(values, page);
  const std::string calendar = m_options.calendar_path;
  put_sessions(values, page, calendar.empty() ? "" : calendar + "/" + page.slug + ".ics");
  put_mana_whenua(values, page);
  put_promise(values, page);
  if (!page.answer && group_of(page) != Group::stopped) {
    Dictionary* follow = values.AddSectionDictionary("FOLLOW");
    follow->SetValue("FOLLOW_URL", m_prefix + "/follow");
    follow->SetValue("SLUG", page.slug);
    if (m_options.texts == PublisherOptions::Texts::offered) follow->ShowSection("TEXTS");
  }
  put_updates(values, page);
  put_documents(values, page);
  start(values, page);
  values.SetValue("STRUCTURED", structured(page));
  return m_templates.expand("project.tpl", values);
}

}  // namespace full_circle::publisher
