#include "adapters/publisher/site.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace full_circle::publisher {

namespace json = boost::json;

namespace {

using Dictionary = ctemplate::TemplateDictionary;

std::string marker(std::string_view key) {
  std::string name(key);
  for (char& c : name)
    if ('a' <= c && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return name;
}

void fill(Dictionary& to, const json::object& values);

void put_value(Dictionary& to, const std::string& name, const std::string& value) {
  if (value.empty()) return;
  to.SetValue(name, value);
  to.ShowSection(name);
}

void put_object(Dictionary& to, const std::string& name, const json::object& object) {
  if (const auto* lines = object.if_contains("lines"))
    put_text(to, name.c_str(), json::value_to<std::string>(*lines));
  else
    fill(*to.AddSectionDictionary(name), object);
}

void put_items(Dictionary& to, const std::string& name, const json::array& items) {
  for (const auto& item : items) {
    Dictionary* section = to.AddSectionDictionary(name);
    if (const auto* object = item.if_object()) fill(*section, *object);
    if (const auto* text = item.if_string()) section->SetValue("TEXT", std::string(*text));
  }
}

void fill(Dictionary& to, const json::object& values) {
  for (const auto& entry : values) {
    const std::string name = marker(entry.key());
    const json::value& value = entry.value();
    if (const auto* text = value.if_string()) put_value(to, name, std::string(*text));
    if (value.is_number()) put_value(to, name, json::serialize(value));
    if (value.is_bool()) show(to, name.c_str(), value.as_bool());
    if (const auto* object = value.if_object()) put_object(to, name, *object);
    if (const auto* items = value.if_array()) put_items(to, name, *items);
  }
}

}  // namespace

std::string Site::page(const std::string& template_name, const json::object& values) const {
  Dictionary dictionary("page");
  const auto* sample = values.if_contains("sample");
  frame(dictionary, json::value_to<std::string>(values.at("title")), std::nullopt, "",
        sample && sample->is_bool() && sample->as_bool() ? Page::Content::sample : Page::Content::real);
  fill(dictionary, values);
  return m_templates.expand(template_name + ".tpl", dictionary);
}

namespace {

std::string preview(const Site& site, const json::object& values) {
  shared::Payload payload(json::serialize(values));
  auto fields = payload.fields().object("page");
  if (!fields) throw std::invalid_argument("publisher: a preview without a page");
  const Page page = read_page(*fields);
  if (!payload.ok() || !page.answer) throw std::invalid_argument("publisher: a preview that cannot be read");
  const std::string language = payload.fields().line_or_empty("language");
  const auto& all = page.answer->translations;
  const auto in =
      std::find_if(all.begin(), all.end(), [&](const Translation& one) { return one.language == language; });
  return site.answer_preview(page, in == all.end() ? nullptr : &*in);
}

}  // namespace

PageMaker make_pages(PublisherOptions options) {
  auto site = std::make_shared<const Site>(std::move(options));
  return [site](const std::string& name, const json::object& values) {
    return name == "result_preview" ? preview(*site, values) : site->page(name, values);
  };
}

}  // namespace full_circle::publisher
