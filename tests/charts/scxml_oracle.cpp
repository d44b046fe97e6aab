/// Holds the exported SCXML against the explored chart: Qt's interpreter, which knows nothing of Statechart,
/// walks the document at random while the chart walks its table, and after every event both must stand in the
/// same states. In SCXML an event that nobody takes shows only as an unchanged configuration, so three events
/// in ten are picked from all of them, legal or not; the others lead where the walks have been least, so that
/// every place is visited. What a suspension remembers shows when it is resumed.
///
/// scxml_oracle CHART FILE [seed]; CHART is "project" or "branch". Ends with 1 at the first difference.

#include "workflows/engagement/branch_chart.hpp"
#include "workflows/engagement/lifecycle.hpp"

#include <QCoreApplication>
#include <QScxmlError>
#include <QScxmlStateMachine>
#include <QString>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace full_circle;

namespace {

constexpr int walks = 400;
constexpr int events_per_walk = 60;

std::vector<std::string> leaves(const Chart& chart, Place place) {
  std::vector<std::string> names;
  for (const auto& name : chart.names(place)) {
    if (name.rfind("remembers:", 0) != 0) names.push_back(name);
  }
  return names;
}

std::vector<std::string> leaves(const QScxmlStateMachine& machine) {
  std::vector<std::string> names;
  for (const QString& name : machine.activeStateNames(true)) names.push_back(name.toStdString());
  std::sort(names.begin(), names.end());
  return names;
}

std::string text(const std::vector<std::string>& names) {
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : " + ") + name;
  return all;
}

std::unique_ptr<QScxmlStateMachine> load(const QString& file) {
  std::unique_ptr<QScxmlStateMachine> machine(QScxmlStateMachine::fromFile(file));
  if (!machine) {
    std::cerr << file.toStdString() << " cannot be read\n";
    return nullptr;
  }
  const auto errors = machine->parseErrors();
  for (const QScxmlError& error : errors) std::cerr << error.toString().toStdString() << "\n";
  if (!errors.isEmpty() || !machine->init()) return nullptr;
  return machine;
}

struct Tally {
  std::size_t moved = 0;
  std::size_t stayed = 0;
  std::size_t refused = 0;
  std::vector<std::size_t> visits;  // by place
};

/// An event that leads from here to the place visited least, or any event at all.
EventId pick(const Chart& chart, Place at, std::mt19937& random, const Tally& tally) {
  std::vector<EventId> choice;
  for (const EventId event : chart.legal(at)) {
    if (chart.moves(at, event)) choice.push_back(event);
  }
  if (choice.empty() || random() % 10 < 3) return static_cast<EventId>(random() % chart.events().size());
  std::shuffle(choice.begin(), choice.end(), random);
  return *std::min_element(choice.begin(), choice.end(), [&](EventId a, EventId b) {
    return tally.visits[chart.next(at, a)->index()] < tally.visits[chart.next(at, b)->index()];
  });
}

/// True when chart and machine agreed all the way.
bool walk(const Chart& chart, QScxmlStateMachine& machine, std::mt19937& random, Tally& tally) {
  machine.start();
  QCoreApplication::processEvents();
  Place at = chart.initial();
  std::vector<std::string> path;
  for (int step = 0;; ++step) {
    ++tally.visits[at.index()];
    if (leaves(machine) != leaves(chart, at)) {
      std::cerr << "after " << text(path) << "\n  the chart is in   " << text(leaves(chart, at))
                << "\n  the machine is in " << text(leaves(machine)) << "\n";
      return false;
    }
    if (step == events_per_walk) return true;
    const EventId event = pick(chart, at, random, tally);
    const auto next = chart.next(at, event);
    ++(next ? (*next == at ? tally.stayed : tally.moved) : tally.refused);
    if (next) at = *next;
    path.push_back(chart.events()[event]);
    machine.submitEvent(QString::fromStdString(path.back()));
    QCoreApplication::processEvents();
  }
}

}  // namespace

int main(int count, char** arguments) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QCoreApplication application(count, arguments);
  const std::vector<std::string> given(arguments + 1, arguments + count);
  if (given.size() < 2 || (given[0] != "project" && given[0] != "branch")) {
    std::cerr << "usage: scxml_oracle project|branch FILE [seed]\n";
    return 2;
  }
  const Chart chart =
      given[0] == "project" ? engagement::explore_project_chart() : engagement::explore_branch_chart();
  std::mt19937 random(given.size() > 2 ? static_cast<unsigned>(std::strtoul(given[2].c_str(), nullptr, 10))
                                       : 20180529u);
  Tally tally;
  tally.visits.resize(chart.size());
  for (int number = 0; number < walks; ++number) {
    const auto machine = load(QString::fromStdString(given[1]));
    if (!machine || !walk(chart, *machine, random, tally)) return 1;
  }
  const auto unseen = std::count(tally.visits.begin(), tally.visits.end(), std::size_t{0});
  std::cout << given[0] << ": " << walks << " walks of " << events_per_walk << " events agree; "
            << tally.moved << " moved, " << tally.stayed << " were facts, " << tally.refused
            << " were refused; " << chart.size() - static_cast<std::size_t>(unseen) << " of " << chart.size()
            << " places visited\n";
  return unseen == 0 && tally.stayed && tally.refused ? 0 : 1;
}
