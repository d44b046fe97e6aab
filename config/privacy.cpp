// How long details of people are kept, and the sweep that erases them when that is over.
#include "config/adapters.hpp"
#include "config/compose.hpp"

#include <spdlog/logger.h>

namespace full_circle::config {

engagement::Retention retention(const Settings& settings) {
  return {.contributor = std::chrono::days{settings.privacy.contributor_days},
          .recipient = std::chrono::days{settings.privacy.recipient_days},
          .sender_key = std::chrono::days{settings.privacy.sender_key_days}};
}

void Application::forget_people() {
  const auto ended_at = [this](const std::string& id) -> std::optional<Instant> {
    const auto aggregate = m_engine->load(id);
    if (!aggregate) return std::nullopt;
    const engagement::Project& project = engagement::as_project(*aggregate);
    const Chart& chart = m_context->project_chart;
    const bool ended = chart.is_in(project.place, "complete") || chart.is_in(project.place, "withdrawn");
    return ended ? std::optional(project.stage_since) : std::nullopt;
  };
  try {
    const engagement::Erased erased = m_privacy.sweep(ended_at, m_clock.now());
    if (erased.nothing()) return;
    m_logger->info("time is over for details of people contributions={} followers={} messages={} keys={}",
                   erased.contributions, erased.followers, erased.messages, erased.keys);
  } catch (const std::exception& problem) {
    m_logger->warn("could not erase what was kept for its time: {}", problem.what());
  }
}

}  // namespace full_circle::config
