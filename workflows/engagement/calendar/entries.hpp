#pragma once
/// A project's dates as entries of a calendar: what every feed, file and calendar server shows of them. An
/// entry keeps its uid for ever, and its sequence rises with every change (RFC 5545).

#include "workflows/engagement/types.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace full_circle::engagement {

struct Context;
struct Project;

struct CalendarEntry {
  std::string uid;
  int sequence = 0;
  std::string_view kind;  ///< period, session, hui, decision_meeting, answer_due
  std::string summary;
  std::string description;
  std::string location;
  std::optional<std::pair<Day, Day>> on;  ///< whole days, both included
  std::optional<std::pair<Instant, Instant>> at;
  bool proposed = false;  ///< not scheduled yet, or preparation was opened again
  bool cancelled = false;
  bool is_public = true;
  std::string entity;  ///< whose hui it is
  std::string body;    ///< who decides at the meeting
  std::string joins;   ///< the uid of another project's hui in which this one is taken up
};

std::vector<CalendarEntry> entries_of(const Project& project, const Context& context);

}  // namespace full_circle::engagement
