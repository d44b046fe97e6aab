#include "adapters/publisher/site.hpp"

#include <stdexcept>

namespace full_circle::publisher {

namespace {

using Dictionary = ctemplate::TemplateDictionary;

/// "/x" of "https://host/x/"; "" when there is no path.
std::string path_of(std::string base_url) {
  while (base_url.ends_with("/")) base_url.pop_back();
  const auto scheme = base_url.find("://");
  if (scheme == std::string::npos) return {};
  const auto path = base_url.find('/', scheme + 3);
  return path == std::string::npos ? std::string() : base_url.substr(path);
}

}  // namespace

Group group_of(const Page& page) {
  if (page.withdrawn || page.suspended || page.status == "suspended" || page.status == "withdrawing" ||
      page.status == "withdrawn") {
    return Group::stopped;
  }
  if (page.status == "open") return Group::open;
  if (page.status == "announced" || page.status == "scheduled") return Group::coming;
  if (page.answer) return Group::answered;
  return Group::waiting;
}

Site::Site(PublisherOptions options)
    : m_options(std::move(options)),
      m_prefix(path_of(m_options.base_url)),
      m_templates(m_options.template_folder) {
  if (!shared::is_safe_link(m_options.base_url) || m_options.base_url.starts_with("/")) {
    throw std::invalid_argument("publisher: the base address is not an http(s) address");
  }
}

std::string Site::url(std::string_view path) const {
  return m_prefix + "/have-your-say" + std::string(path);
}

std::string Site::absolute(std::string_view path) const {
  return shared::absolute_link(m_options.base_url, "/have-your-say" + std::string(path));
}

Dictionary& Site::frame(Dictionary& values, const std::string& title, const std::optional<std::string>& path,
                        const std::string& feed_path, Page::Content content) const {
  // Sections are not inherited by includes, values are.
  Dictionary* head = values.AddIncludeDictionary("HEAD");
  Dictionary* foot = values.AddIncludeDictionary("FOOT");
  head->SetFilename("head.tpl");
  foot->SetFilename("foot.tpl");
  values.SetTemplateGlobalValue("DOCUMENT_TITLE", title + " – " + m_options.council_name);
  values.SetTemplateGlobalValue("COUNCIL", m_options.council_name);
  values.SetTemplateGlobalValue("PAGE_LANGUAGE", "en-NZ");
  values.SetTemplateGlobalValue("STYLESHEET", url("/" + m_templates.style_name()));
  values.SetTemplateGlobalValue("HOME_URL", url("/"));
  values.SetTemplateGlobalValue("ANSWERS_URL", url("/#answered"));
  values.SetTemplateGlobalValue("CONTACT_URL", url("/contact/"));
  values.SetTemplateGlobalValue("ACCESSIBILITY_URL", url("/accessibility/"));
  values.SetTemplateGlobalValue("PRIVACY_URL", url("/privacy/"));
  values.SetTemplateGlobalValue("COPYRIGHT_URL", url("/copyright/"));
  show_value(*head, "COUNCIL_MI", "NAME", m_options.council_name_mi);
  if (path) show_value(*head, "CANONICAL", "CANONICAL_URL", absolute(*path + "/"));
  if (!feed_path.empty()) {
    values.SetTemplateGlobalValue("FEED_URL", url(feed_path));
    values.SetTemplateGlobalValue("FEED_TITLE", title);
    head->ShowSection("FEED");
    foot->ShowSection("FEED");
  }
  show(*head, "AT_HOME", path && path->empty());
  show(*head, "AT_CONTACT", path == "/contact");
  if (m_options.performance == PublisherOptions::Performance::linked)
    show_value(*foot, "PERFORMANCE", "PERFORMANCE_URL", absolute("/performance"));
  show(*foot, "SAMPLE", content == Page::Content::sample);
  return *head;
}

std::string Site::notice(const Notice& notice) const {
  Dictionary values("notice");
  frame(values, notice.title, "/" + notice.slug, "", notice.content).ShowSection("NO_INDEX");
  values.SetValue("TITLE", notice.title);
  show_value(values, "SINCE", "SINCE_TEXT", notice.since_text);
  show(values, "REASON", !notice.reason.empty());
  put_text(values, "REASON_TEXT", notice.reason);
  return m_templates.expand("notice.tpl", values);
}

std::string Site::about(const std::string& name, Page::Content content) const {
  Dictionary values("about");
  const std::string title = name == "contact"         ? "Contact us"
                            : name == "accessibility" ? "Accessibility"
                            : name == "privacy"       ? "Privacy"
                                                      : "Copyright";
  frame(values, title, "/" + name, "", content);
  const bool some = !(m_options.contact_email + m_options.contact_phone + m_options.contact_address).empty();
  show(values, some ? "SOME" : "NONE", true);
  show_value(values, "EMAIL", "CONTACT_EMAIL", m_options.contact_email);
  show_value(values, "HOURS", "CONTACT_HOURS", m_options.contact_hours);
  show_value(values, "PHONE", "CONTACT_PHONE", m_options.contact_phone);
  show_value(values, "ADDRESS", "CONTACT_ADDRESS", m_options.contact_address);
  if (name == "privacy" && !m_options.privacy.empty()) {
    auto* kept = values.AddSectionDictionary("KEPT");
    for (const KeptDetail& detail : m_options.privacy) {
      auto* row = kept->AddSectionDictionary("DETAIL");
      row->SetValue("WHAT", detail.what);
      row->SetValue("PURPOSE", detail.purpose);
      row->SetValue("FOR", detail.kept);
    }
  }
  return m_templates.expand(name + ".tpl", values);
}

}  // namespace full_circle::publisher
