#include "workflows/engagement/chart_export.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <sstream>
#include <vector>

namespace full_circle::engagement {

namespace {

using StateId = std::size_t;
using Outer = std::optional<StateId>;

std::string indent(std::size_t depth) {
  return std::string(2 * depth, ' ');
}

std::vector<StateId> inner_states(const ChartOutline& outline, Outer outer, std::size_t region) {
  std::vector<StateId> inner;
  for (StateId state = 0; state < outline.states.size(); ++state) {
    if (outline.states[state].outer == outer && outline.states[state].region == region)
      inner.push_back(state);
  }
  return inner;
}

/// The innermost state around both; nothing when only the whole chart is.
Outer around_both(const ChartOutline& outline, StateId a, StateId b) {
  for (Outer outer = outline.states[a].outer; outer; outer = outline.states[*outer].outer) {
    if (b != *outer && outline.is_inside(b, *outer)) return outer;
  }
  return std::nullopt;
}

class Mermaid {
 public:
  explicit Mermaid(const ChartOutline& outline) : m_outline(outline) {}

  std::string draw() {
    m_text << "stateDiagram-v2\n";
    m_text << "  [*] --> " << m_outline.states[m_outline.initial].name << "\n";
    draw_region(std::nullopt, 0, 1);
    return m_text.str();
  }

 private:
  /// What stands for the state in an arrow on this level: Mermaid moves a state out of its outer state when
  /// an arrow crosses that border inside a region, or crosses the border of a region.
  StateId lifted(StateId state, Outer level) const {
    bool lift = false;
    for (Outer at = level; at; at = m_outline.states[*at].outer) lift = lift || has_regions(*at);
    StateId shown = state;
    for (Outer at = m_outline.states[state].outer; at != level; at = m_outline.states[*at].outer) {
      if (lift || has_regions(*at)) shown = *at;
    }
    return shown;
  }

  bool has_regions(StateId state) const { return m_outline.states[state].regions.size() > 1; }

  /// Coming back from outside to what the state remembers.
  bool comes_back(const ChartReaction& reaction) const {
    return m_outline.states[*reaction.target].remembers &&
           !m_outline.is_inside(reaction.state, *reaction.target);
  }

  void draw_region(Outer outer, std::size_t region, std::size_t depth) {
    for (const StateId state : inner_states(m_outline, outer, region)) {
      const ChartState& inner = m_outline.states[state];
      if (inner.initial.empty()) {
        m_text << indent(depth) << inner.name << "\n";
        continue;
      }
      m_text << indent(depth) << "state " << inner.name << " {\n";
      for (std::size_t index = 0; index < inner.initial.size(); ++index) {
        if (index > 0) m_text << indent(depth + 1) << "--\n";
        m_text << indent(depth + 1) << "[*] --> " << m_outline.states[inner.initial[index]].name << "\n";
        if (inner.remembers && !has_regions(state)) {
          m_text << indent(depth + 1) << "state \"H*\" as " << inner.name << "_history\n";
        }
        draw_region(state, index, depth + 1);
      }
      m_text << indent(depth) << "}\n";
    }
    draw_arrows(outer, region, depth);
  }

  void draw_arrows(Outer outer, std::size_t region, std::size_t depth) {
    for (const ChartReaction& reaction : m_outline.reactions) {
      if (!reaction.target || around_both(m_outline, reaction.state, *reaction.target) != outer) continue;
      if (region_of(reaction.state, outer) != region) continue;
      const StateId from = lifted(reaction.state, outer);
      const StateId to = lifted(*reaction.target, outer);
      const bool back = comes_back(reaction);
      m_text << indent(depth) << m_outline.states[from].name << " --> " << m_outline.states[to].name
             << (back && !has_regions(to) ? "_history" : "") << " : " << m_outline.events[reaction.event];
      if (from != reaction.state) m_text << " (from " << m_outline.states[reaction.state].name << ")";
      if (to != *reaction.target) m_text << " (to " << m_outline.states[*reaction.target].name << ")";
      m_text << (back && has_regions(to) ? " (H*)" : "") << "\n";
    }
  }

  std::size_t region_of(StateId state, Outer outer) const {
    StateId at = state;
    while (m_outline.states[at].outer != outer) at = m_outline.states[at].outer.value();
    return m_outline.states[at].region;
  }

  const ChartOutline& m_outline;
  std::ostringstream m_text;
};

class Scxml {
 public:
  explicit Scxml(const ChartOutline& outline) : m_outline(outline) {}

  std::string write(std::string_view name) {
    m_text << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           << "<!-- Generated from the chart by the tests; see workflows/engagement/README.md. -->\n"
           << "<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" version=\"1.0\" datamodel=\"null\" name=\""
           << name << "\" initial=\"" << m_outline.states[m_outline.initial].name << "\">\n";
    for (const StateId state : inner_states(m_outline, std::nullopt, 0)) write_state(state, 1);
    m_text << "</scxml>\n";
    return m_text.str();
  }

 private:
  void write_state(StateId id, std::size_t depth) {
    const ChartState& state = m_outline.states[id];
    const bool parallel = state.initial.size() > 1;
    m_text << indent(depth) << "<" << (parallel ? "parallel" : "state") << " id=\"" << state.name << "\"";
    if (state.initial.size() == 1) m_text << " initial=\"" << m_outline.states[state.initial[0]].name << "\"";
    m_text << ">\n";
    if (state.remembers) write_history(state, depth + 1);
    write_reactions(id, depth + 1);
    for (std::size_t region = 0; region < state.initial.size(); ++region) {
      if (parallel) {
        m_text << indent(depth + 1) << "<state id=\"" << state.name << "." << state.regions[region]
               << "\" initial=\"" << m_outline.states[state.initial[region]].name << "\">\n";
      }
      for (const StateId inner : inner_states(m_outline, id, region))
        write_state(inner, depth + (parallel ? 2 : 1));
      if (parallel) m_text << indent(depth + 1) << "</state>\n";
    }
    m_text << indent(depth) << "</" << (parallel ? "parallel" : "state") << ">\n";
  }

  void write_history(const ChartState& state, std::size_t depth) {
    m_text << indent(depth) << "<history id=\"" << state.name << ".history\" type=\"deep\">\n"
           << indent(depth + 1) << "<transition target=\"";
    for (std::size_t region = 0; region < state.initial.size(); ++region) {
      m_text << (region ? " " : "") << m_outline.states[state.initial[region]].name;
    }
    m_text << "\"/>\n" << indent(depth) << "</history>\n";
  }

  void write_reactions(StateId id, std::size_t depth) {
    std::string facts;
    for (const ChartReaction& reaction : m_outline.reactions) {
      if (reaction.state != id) continue;
      if (!reaction.target) {
        facts += (facts.empty() ? "" : " ") + m_outline.events[reaction.event];
        continue;
      }
      const ChartState& target = m_outline.states[*reaction.target];
      m_text << indent(depth) << "<transition event=\"" << m_outline.events[reaction.event] << "\" target=\""
             << target.name << (target.remembers ? ".history" : "") << "\"/>\n";
    }
    if (!facts.empty()) m_text << indent(depth) << "<transition event=\"" << facts << "\"/>\n";
  }

  const ChartOutline& m_outline;
  std::ostringstream m_text;
};

}  // namespace

std::string to_mermaid(const Chart& chart) {
  return Mermaid(chart.outline()).draw();
}

std::string to_fact_table(const Chart& chart) {
  const ChartOutline& outline = chart.outline();
  std::ostringstream text;
  text << "| While in | may be recorded |\n|---|---|\n";
  for (StateId state = 0; state < outline.states.size(); ++state) {
    std::string facts;
    for (const ChartReaction& reaction : outline.reactions) {
      if (reaction.state != state || reaction.target) continue;
      facts += (facts.empty() ? "`" : ", `") + outline.events[reaction.event] + "`";
    }
    if (!facts.empty()) text << "| " << outline.states[state].name << " | " << facts << " |\n";
  }
  return text.str();
}

std::string to_scxml(const Chart& chart, std::string_view name) {
  return Scxml(chart.outline()).write(name);
}

std::string to_table_json(const Chart& chart, std::string_view name) {
  std::ostringstream text;
  text << "{\"chart\": " << boost::json::serialize(boost::json::value(name))
       << ",\n \"events\": " << boost::json::serialize(boost::json::value_from(chart.events()))
       << ",\n \"initial\": " << chart.initial().index() << ",\n \"places\": [";
  for (const Place place : chart.places()) {
    boost::json::object moves;
    boost::json::array facts;
    for (const EventId event : chart.legal(place)) {
      if (chart.moves(place, event)) {
        moves[chart.events()[event]] = chart.next(place, event)->index();
      } else {
        facts.emplace_back(event);
      }
    }
    boost::json::object row;
    row["names"] = boost::json::value_from(chart.names(place));
    row["moves"] = std::move(moves);
    row["facts"] = std::move(facts);
    text << (place == chart.initial() ? "\n  " : ",\n  ") << boost::json::serialize(row);
  }
  text << "\n ]}\n";
  return text.str();
}

}  // namespace full_circle::engagement
