// What the application knows of people who follow, and of who is told what.
#include "adapters/notifier/letters.hpp"
#include "config/adapters.hpp"
#include "config/compose.hpp"

#include <spdlog/logger.h>
#include <boost/json.hpp>

namespace full_circle::config {
namespace {

std::string after_colon(const std::string& scope) {
  return scope.substr(scope.find(':') + 1);
}

/// What somebody follows, in words.
std::string scope_name(Engine& engine, const std::string& scope) {
  if (scope == "everything") return "Everything we ask about";
  if (scope.starts_with("local_board:")) return "What concerns the local board " + after_colon(scope);
  const auto aggregate = engine.load(after_colon(scope));
  return aggregate ? engagement::as_project(*aggregate).about->title : "A project that is no longer here";
}

}  // namespace

AdapterParts Application::adapter_parts() {
  return {m_settings, *m_kept.identity, m_clock, *m_kept.followers, *m_kept.ledger, *m_kept.store, m_texting};
}

std::unique_ptr<notifier::Letters> Application::make_letters() {
  return std::make_unique<notifier::Letters>(notifier::LettersParts{
      .open = mail_carrier(m_settings),
      .options = mail_options(m_settings),
      .followers = *m_kept.followers,
      .ledger = *m_kept.ledger,
      .people = *m_kept.people,
      .clock = m_clock,
      .scope_name = [this](const std::string& scope) { return scope_name(*m_engine, scope); },
      .warn = [this](const std::string& what) { m_logger->warn("{}", what); },
      .texting = m_texting});
}

http::Telling Application::telling() {
  return {
      .followers = m_kept.followers.get(),
      .ledger = m_kept.ledger.get(),
      .letter_due = [this] { m_letters->wake(); },
      .preview =
          [this](const Outcome& outcome, const std::string& project) {
            boost::json::array notices;
            for (const NewDelivery& delivery : outcome.deliveries) {
              if (delivery.adapter != "notifier") continue;
              auto shown = notifier::preview(
                  m_workflow->materialise(*outcome.after, delivery.adapter, delivery.payload, m_clock.now()),
                  project, mail_options(m_settings), notifier_parts(adapter_parts()));
              if (shown) notices.push_back(*std::move(shown));
            }
            return boost::json::serialize(notices);
          },
      .texts = text_answers(m_settings)};
}

}  // namespace full_circle::config
