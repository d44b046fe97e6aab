#pragma once
/// tests/support/receiver.py as a child of the test.

#include "tests/support/child_program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace full_circle {

class Receiver {
 public:
  Receiver()
      : m_program({"/usr/bin/python3", std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/support/receiver.py",
                   m_folder.path().string()},
                  (m_folder / "receiver.log").string()),
        m_port(m_program.first_line()) {}

  std::string url(const std::string& path = "/hook") const { return "http://127.0.0.1:" + m_port + path; }
  /// From now on; 200 and "ok" otherwise.
  void answer(int status, const std::string& text = "") {
    write_file(m_folder / "answer", std::to_string(status) + " " + text);
  }
  /// What was taken, in order: {method, path, headers, body}.
  std::vector<boost::json::object> taken() const {
    std::vector<boost::json::object> out;
    if (!std::filesystem::exists(m_folder / "taken")) return out;
    std::istringstream lines(read_file(m_folder / "taken"));
    for (std::string line; std::getline(lines, line);) out.push_back(boost::json::parse(line).as_object());
    return out;
  }
  static std::string text(const boost::json::object& request, const char* key) {
    return boost::json::value_to<std::string>(request.at(key));
  }
  static std::string header(const boost::json::object& request, const char* name) {
    return text(request.at("headers").as_object(), name);
  }

 private:
  TemporaryFolder m_folder;
  ChildProgram m_program;
  std::string m_port;
};

/// A payload for those who are told of events.
inline std::string event_payload(const std::string& title, const std::string& says = "It was announced") {
  namespace json = boost::json;
  return json::serialize(json::object{{"type", "project_announced"},
                                      {"timestamp", "2027-06-01T01:02:03.000Z"},
                                      {"data", json::object{{"project", "p-1"},
                                                            {"version", 7},
                                                            {"title", title},
                                                            {"says", says},
                                                            {"status", "prepare"},
                                                            {"opens_on", nullptr},
                                                            {"closes_on", nullptr},
                                                            {"page", "/have-your-say/kowhai-bay"}}}});
}

}  // namespace full_circle
