#pragma once
/// The form people contribute with: what it asks on which step, what was sent, and the page that asks. It
/// keeps nothing between steps: what was said travels in the form.

#include "adapters/http/form.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/definition.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace full_circle::http {

class ContributionForm {
 public:
  /// Whether people can be told by text message, and are asked for a number.
  enum class Texts { none, offered };
  ContributionForm(const engagement::Project& project, const engagement::Definition& definition, Texts texts);

  /// From 0; one step when the definition asks everything on one page.
  std::size_t steps() const;
  /// Values for the page "contribute" at this step. `key` makes sending twice one contribution.
  boost::json::object page(std::size_t step, const Form& said, const std::string& key,
                           const std::vector<FieldProblem>& faults) const;
  /// What was said, as the body that the API takes.
  boost::json::object body(const Form& said) const;
  /// Whether it has fields for files, so that it is sent in another way.
  bool takes_files() const { return m_rule.attachments.has_value(); }
  /// The step that asks what a fault is about.
  std::size_t step_of(const std::vector<FieldProblem>& faults) const;

 private:
  /// The names of the fields a step asks, in order: "words", a question's, "about".
  std::vector<std::string> asked(std::size_t step) const;
  void ask(boost::json::object& page, const std::string& field, const Form& said, bool wrong) const;
  void ask_files(boost::json::object& page, const Form& said, bool wrong) const;
  boost::json::array carried(const std::vector<std::string>& shown, const Form& said) const;

  const engagement::Project& m_project;
  const engagement::ContributionRule& m_rule;
  Texts m_texts;
};

}  // namespace full_circle::http
