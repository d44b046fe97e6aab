#pragma once
/// A chart drawn and written down for other programs. The drawings and the SCXML show the chart as it is
/// declared (nesting, regions, memory); the table shows it as it was explored. tests/charts holds one against
/// the other with an interpreter that is not ours.

#include "engine/chart.hpp"

#include <string>
#include <string_view>

namespace full_circle::engagement {

/// A Mermaid `stateDiagram-v2`, without the facts. "H*" marks a way back to what was remembered. Where
/// Mermaid cannot draw an arrow across a border, the arrow starts at the outer state and says where from.
std::string to_mermaid(const Chart& chart);

/// The facts, as a Markdown table: what may be recorded while in which state.
std::string to_fact_table(const Chart& chart);

/// A W3C SCXML 1.0 document, null data model. Facts are transitions without a target. Ends are plain states
/// and not `final`, because an ended branch still takes notes.
std::string to_scxml(const Chart& chart, std::string_view name);

/// The explored table as JSON, one place a line: `{"chart", "events", "initial", "places": [{"names",
/// "moves": {event: index of a place}, "facts": [index of an event]}]}`. The names are those that projects
/// are saved with.
std::string to_table_json(const Chart& chart, std::string_view name);

}  // namespace full_circle::engagement
