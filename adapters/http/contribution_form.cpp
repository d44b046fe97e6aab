#include "adapters/http/contribution_form.hpp"

#include "workflows/engagement/attachments.hpp"
#include "workflows/engagement/calendar/council_time.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace full_circle::http {

namespace json = boost::json;

namespace {

using engagement::Question;

constexpr std::array<std::string_view, 8> about_fields{
    "name", "organisation", "email", "telephone", "copy", "contact", "publish_words", "publish_name"};

constexpr std::string_view attachments_field = "/attachments/";
/// Files that were chosen on an earlier page, or beside something else that has to be put right: a page
/// cannot keep them.
constexpr std::string_view files_lost = "files_lost";

/// Questions are named by the definition: their fields must not be taken for ours.
std::string field_of(const Question& question) {
  return "q_" + question.name;
}

bool is_about_file(const FieldProblem& fault) {
  return fault.field.starts_with(attachments_field);
}

/// The field that a fault of the API's body is about, as the page has it.
std::string field_of(const FieldProblem& fault, const engagement::ContributionRule& rule) {
  if (fault.field == "/contributor/name") return "name";
  if (fault.field == "/contributor/organisation") return "organisation";
  if (fault.field == "/contributor/email") return "email";
  if (fault.field == "/contributor/telephone") return "telephone";
  if (fault.field.starts_with("/consents")) return "consents";
  if (is_about_file(fault)) return "file-1";
  if (fault.field.starts_with("/answers/") && !rule.questions.empty())
    return field_of(rule.questions.front());
  return "words";
}

void append(json::object& to, std::string_view list, json::object item) {
  json::value& items = to[list];
  if (!items.is_array()) items = json::array{};
  items.as_array().push_back(std::move(item));
}

/// The name of the file it is about, as its sender chose it among others.
std::string file_of(const FieldProblem& fault, const Form& said) {
  const auto index = read_number(std::string_view(fault.field).substr(attachments_field.size()));
  if (!index || static_cast<std::size_t>(*index) >= said.files().size()) return "A file";
  const auto& name = said.files()[static_cast<std::size_t>(*index)].file_name;
  return "The file “" + engagement::shown_file_name(name.value_or("")) + "”";
}

std::string said_of(const FieldProblem& fault, const Form& said, ContributionForm::Texts texts) {
  if (is_about_file(fault)) return file_of(fault, said) + " " + fault.message;
  if (fault.field == "/words")
    return "Tell us something: your words are the one thing that cannot be left out";
  if (fault.field == "/contributor/email") return "The email address has to look like name@example.org";
  if (fault.field == "/consents/contact")
    return texts == ContributionForm::Texts::offered
               ? "Give an email address or a mobile number, so that we can write to you"
               : "Give an email address, so that we can write to you";
  if (fault.field == "/contributor/telephone") return "The mobile number has to look like 021 123 4567";
  if (fault.field == "/consents/copy") return "Give an email address, so that we can send you a copy";
  if (fault.field == "/consents/publish_name") return "Give your name, if we may publish it";
  return fault.message;
}

}  // namespace

ContributionForm::ContributionForm(const engagement::Project& project,
                                   const engagement::Definition& definition, Texts texts)
    : m_project(project), m_rule(definition.contributions), m_texts(texts) {}

std::size_t ContributionForm::steps() const {
  return m_rule.page_per_question ? m_rule.questions.size() + 2 : 1;
}

std::vector<std::string> ContributionForm::asked(std::size_t step) const {
  std::vector<std::string> all{"words"};
  for (const auto& question : m_rule.questions) all.push_back(field_of(question));
  all.emplace_back("about");
  if (steps() == 1) return all;
  return {all[std::min(step, all.size() - 1)]};
}

void ContributionForm::ask_files(json::object& page, const Form& said, bool wrong) const {
  const engagement::AttachmentRule& rule = *m_rule.attachments;
  json::array files;
  for (int number = 1; number <= rule.files_max; ++number)
    files.push_back(json::object{{"number", std::to_string(number)},
                                 {"label", rule.files_max == 1 ? "File" : "File " + std::to_string(number)}});
  page["ask_files"] = json::object{{"hint", engagement::attachments_hint(rule)},
                                   {"accept", engagement::accepted_endings(rule)},
                                   {"file", std::move(files)},
                                   {"wrong", wrong},
                                   {"lost", !said.files().empty() || said.has(files_lost)}};
}

void ContributionForm::ask(json::object& page, const std::string& field, const Form& said, bool wrong) const {
  if (field == "words") {
    page["ask_words"] = json::object{{"question", m_rule.words},
                                     {"hint", m_rule.words_hint},
                                     {"words", said.value("words")},
                                     {"wrong", wrong}};
    return;
  }
  if (field == "about") {
    json::object about;
    for (const auto name : about_fields) about[name] = said.value(name);
    about["email_wrong"] = wrong;
    about["texts"] = m_texts == Texts::offered;
    for (const auto& document : m_project.documents)
      if (document.kind == engagement::DocumentKind::privacy_statement) {
        about["privacy_url"] = std::string_view(document.url);
        about["privacy_title"] = std::string_view(document.title);
      }
    about["no_privacy"] = !about.contains("privacy_url");
    page["ask_about"] = std::move(about);
    return;
  }
  const Question& question = *m_rule.question(std::string_view(field).substr(2));
  json::object asking{{"name", field}, {"question", question.text}, {"hint", question.hint}};
  if (question.kind == "words") {
    asking["value"] = said.value(field);
    append(page, "ask_text", std::move(asking));
    return;
  }
  const auto chosen = said.values(field);
  json::array options;
  for (const auto& option : question.options)
    options.push_back(
        json::object{{"label", option},
                     {"name", field},
                     {"type", question.kind == "one_of" ? "radio" : "checkbox"},
                     {"chosen", std::find(chosen.begin(), chosen.end(), option) != chosen.end()}});
  asking["option"] = std::move(options);
  append(page, "ask_choice", std::move(asking));
}

json::array ContributionForm::carried(const std::vector<std::string>& shown, const Form& said) const {
  json::array hidden;
  const auto carry = [&](const std::string& field, const std::string& group) {
    if (std::find(shown.begin(), shown.end(), group) != shown.end()) return;
    for (const auto& value : said.values(field))
      hidden.push_back(json::object{{"name", field}, {"value", value}});
  };
  carry("words", "words");
  for (const auto& question : m_rule.questions) carry(field_of(question), field_of(question));
  for (const auto name : about_fields) carry(std::string(name), "about");
  if (shown.back() != "about" && (!said.files().empty() || said.has(files_lost)))
    hidden.push_back(json::object{{"name", files_lost}, {"value", "yes"}});
  return hidden;
}

json::object ContributionForm::page(std::size_t step, const Form& said, const std::string& key,
                                    const std::vector<FieldProblem>& faults) const {
  const std::string title(m_project.about->title);
  const auto shown = asked(step);
  json::object page{{"title", "Have your say: " + title},
                    {"heading", "Have your say"},
                    {"project_title", title},
                    {"action", "contribute"},
                    {"key", key},
                    {"step", std::to_string(step)},
                    {"hidden", carried(shown, said)},
                    {"first", step == 0},
                    {"who", m_rule.who},
                    {"takes_files", takes_files()},
                    {"back", step > 0},
                    {"last", step + 1 >= steps()},
                    {"more", step + 1 < steps()},
                    {"sample", m_project.about->sample.value_or(false)}};
  if (m_project.period)
    page[m_project.period->closed_at ? "closed_text" : "closes_text"] =
        engagement::day_text(m_project.period->closes_on) + ", 11:59 pm";
  if (m_project.scope) page["hear_back_text"] = engagement::day_text(m_project.scope->answer_by);
  if (steps() > 1) page["step_text"] = "Page " + std::to_string(step + 1) + " of " + std::to_string(steps());
  json::array errors;
  for (const auto& fault : faults)
    errors.push_back(
        json::object{{"field", field_of(fault, m_rule)}, {"message", said_of(fault, said, m_texts)}});
  const auto wrong = [&](const std::string& field) {
    const std::string ours = field == "about" ? "email" : field;
    return std::any_of(faults.begin(), faults.end(),
                       [&](const FieldProblem& fault) { return field_of(fault, m_rule) == ours; });
  };
  for (const auto& field : shown) ask(page, field, said, wrong(field));
  if (takes_files() && shown.back() == "about")
    ask_files(page, said, std::any_of(faults.begin(), faults.end(), is_about_file));
  if (!errors.empty()) page["errors"] = json::object{{"error", std::move(errors)}};
  return page;
}

json::object ContributionForm::body(const Form& said) const {
  json::object body{{"words", said.value("words")}, {"communities", json::array{}}};
  json::array answers;
  for (const auto& question : m_rule.questions) {
    const auto given = said.values(field_of(question));
    if (!given.empty())
      answers.push_back(
          json::object{{"question", question.name}, {"given", json::array(given.begin(), given.end())}});
  }
  if (!answers.empty()) body["answers"] = std::move(answers);
  json::object contributor;
  for (const auto field : {"name", "organisation", "email", "telephone"})
    if (const auto value = said.value(field); !value.empty()) contributor[field] = value;
  if (!contributor.empty()) body["contributor"] = std::move(contributor);
  json::object consents;
  for (const auto field : {"contact", "publish_name", "publish_words", "copy"})
    consents[field] = said.value(field) == "yes";
  body["consents"] = std::move(consents);
  return body;
}

std::size_t ContributionForm::step_of(const std::vector<FieldProblem>& faults) const {
  if (steps() == 1 || faults.empty()) return 0;
  const std::string field = field_of(faults.front(), m_rule);
  for (std::size_t step = 0; step < steps(); ++step)
    if (asked(step).front() == field) return step;
  return field == "words" ? 0 : steps() - 1;
}

}  // namespace full_circle::http
