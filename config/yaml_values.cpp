#include "config/yaml_values.hpp"

namespace full_circle::config {

bool read_texts(const YAML::Node& value, const std::string& path, std::vector<std::string>& values,
                const TellProblem& problem) {
  if (value.IsNull()) return true;
  if (!value.IsSequence()) {
    problem(value.Mark(), "'" + path + "' needs a list");
    return false;
  }
  for (const YAML::Node& item : value) {
    if (!item.IsScalar()) {
      problem(item.Mark(), "'" + path + "' needs a list of plain texts");
      return false;
    }
    values.push_back(item.Scalar());
  }
  return true;
}

void read_number(const YAML::Node& value, const std::string& path, std::int64_t least, std::int64_t most,
                 std::int64_t& number, const TellProblem& problem) {
  std::int64_t read = 0;
  if (!YAML::convert<std::int64_t>::decode(value, read) || read < least || read > most) {
    problem(value.Mark(),
            "'" + path + "' is a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  } else {
    number = read;
  }
}

void read_one_text(const YAML::Node& value, const std::string& path, std::string& text,
                   const TellProblem& problem) {
  if (value.IsScalar()) {
    text = value.Scalar();
  } else {
    problem(value.Mark(), "'" + path + "' needs one value");
  }
}

bool is_item_name(const std::string& name) {
  constexpr std::size_t length_max = 40;
  return !name.empty() && name.size() <= length_max &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

std::string yaml_scalar(const std::string& value) {
  YAML::Emitter emitter;
  if (value.empty()) {
    emitter << YAML::DoubleQuoted << value;
  } else {
    emitter << value;
  }
  return emitter.c_str();
}

std::string yaml_list(const std::vector<std::string>& values) {
  YAML::Emitter emitter;
  emitter << YAML::Flow << values;
  return emitter.c_str();
}

}  // namespace full_circle::config
