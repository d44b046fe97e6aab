#pragma once
/// What was measured, beside what was aimed at.

#include <optional>
#include <string>
#include <vector>

namespace full_circle::bench {

enum class Aim { at_least, at_most };

struct Figure {
  std::string measure;  ///< "commands"
  std::string name;
  double value = 0;
  std::string unit;  ///< "ns", "per second", "times", "MiB", "ms"
  std::optional<Aim> aim{};
  double limit = 0;
  bool met() const;
};

/// One value from several rounds. Rounds in which others used the machine count only when too few were quiet.
class Rounds {
 public:
  /// `foreign`: the share of the machine's processors that went to others meanwhile, 0 to 1.
  void add(double value, double foreign = 0);
  double median() const;

 private:
  struct Round {
    double value;
    double foreign;
  };
  std::vector<Round> m_rounds;
};

class Report {
 public:
  void add(Figure figure) { m_figures.push_back(std::move(figure)); }
  void note(std::string text) { m_notes.push_back(std::move(text)); }
  void used_by_others(double share) { m_foreign.add(share); }

  std::string table() const;
  std::string json() const;
  bool met() const;

 private:
  std::vector<Figure> m_figures;
  std::vector<std::string> m_notes;
  Rounds m_foreign;
};

}  // namespace full_circle::bench
