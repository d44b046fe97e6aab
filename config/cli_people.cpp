#include "config/cli_parts.hpp"
#include "engine/ports/identity.hpp"
#include "workflows/engagement/definition.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <memory>
#include <ostream>

namespace full_circle::config {
namespace {

/// What the options of these commands were given as; lives as long as the command line.
struct PeopleOptions {
  std::string id;
  std::string name;
  std::string email;
  std::string role;
  std::string project;
  std::string entity;
  std::string label;
  bool system = false;
};

boost::json::object as_json(const RoleGrant& grant) {
  return {{"role", grant.role}, {"project", grant.project}, {"entity", grant.entity}};
}

boost::json::object as_json(const Person& person) {
  boost::json::array grants;
  for (const RoleGrant& grant : person.grants) grants.push_back(as_json(grant));
  return {{"id", person.id},
          {"kind", person.kind == Person::Kind::system ? "system" : "person"},
          {"name", person.name},
          {"email", person.email},
          {"grants", std::move(grants)}};
}

boost::json::object as_json(const ApiKey& key) {
  boost::json::object object{{"id", key.id},
                             {"person", key.person},
                             {"label", key.label},
                             {"created_at", to_text(key.created_at)},
                             {"revoked_at", nullptr}};
  if (key.revoked_at) object["revoked_at"] = to_text(*key.revoked_at);
  return object;
}

std::string as_text(const RoleGrant& grant) {
  std::string text = grant.role;
  if (!grant.entity.empty()) text += " for " + grant.entity;
  text += grant.project.empty() ? " on all projects" : " on project " + grant.project;
  return text;
}

void print(const CommandLine& line, const Person& person) {
  if (line.common.output() == Output::json) return print_json(line.console.out, as_json(person));
  line.console.out << person.id << "  " << person.name;
  if (!person.email.empty()) line.console.out << "  <" << person.email << ">";
  if (person.kind == Person::Kind::system) line.console.out << "  (a system)";
  line.console.out << "\n";
  for (const RoleGrant& grant : person.grants) line.console.out << "    " << as_text(grant) << "\n";
}

void print(const CommandLine& line, const ApiKey& key) {
  if (line.common.output() == Output::json) return print_json(line.console.out, as_json(key));
  line.console.out << key.id << "  " << key.person << "  " << key.label << "  since "
                   << to_text(key.created_at);
  if (key.revoked_at) line.console.out << "  revoked " << to_text(*key.revoked_at);
  line.console.out << "\n";
}

template <class Item>
Exit print_list(const CommandLine& line, const std::vector<Item>& items) {
  if (line.common.output() == Output::json) {
    boost::json::array array;
    for (const Item& item : items) array.push_back(as_json(item));
    print_json(line.console.out, boost::json::object{{"items", std::move(array)}, {"next", nullptr}});
  } else {
    for (const Item& item : items) print(line, item);
  }
  return Exit::done;
}

template <class Item>
Exit print_result(const CommandLine& line, const Result<Item>& result) {
  if (!result.ok()) {
    print_refusal(line.console.err, result.refusal());
    return Exit::answer_is_no;
  }
  print(line, result.value());
  return Exit::done;
}

/// A role the definitions know, and for a representative the entity.
std::optional<std::string> problem_with(const RoleGrant& grant) {
  const auto& roles = engagement::known_roles();
  if (grant.role == "system" || std::find(roles.begin(), roles.end(), grant.role) == roles.end()) {
    std::string all;
    for (const std::string& role : roles) {
      if (role != "system") all += (all.empty() ? "" : ", ") + role;
    }
    return "there is no role '" + grant.role + "' to give: " + all;
  }
  const bool speaks_for_entity = grant.role == "mana_whenua_representative";
  if (speaks_for_entity && grant.entity.empty()) {
    return "a mana_whenua_representative speaks for an entity: --entity ID";
  }
  if (!speaks_for_entity && !grant.entity.empty()) {
    return "only a mana_whenua_representative speaks for an entity";
  }
  return std::nullopt;
}

RoleGrant grant_of(const PeopleOptions& options) {
  return {options.role, options.project, options.entity};
}

bool grant_is_right(const CommandLine& line, const RoleGrant& grant) {
  const auto problem = problem_with(grant);
  if (problem) line.console.err << "fullcircle: " << *problem << "\n";
  return !problem;
}

/// The grant with the project's id in place of its slug; nothing, and said so, when there is no such project.
std::optional<RoleGrant> grant_in(const CommandLine& line, Kept& kept, const PeopleOptions& options) {
  RoleGrant grant = grant_of(options);
  if (grant.project.empty()) return grant;
  const auto row = kept.store->reader()->project(grant.project);
  if (!row) {
    line.console.err << "fullcircle: there is no project '" << grant.project << "'\n";
    return std::nullopt;
  }
  grant.project = row->project;
  return grant;
}

Exit add_user(const CommandLine& line, const PeopleOptions& options) {
  Person person;
  person.id = options.id;
  person.name = options.name;
  person.email = options.email;
  person.kind = options.system ? Person::Kind::system : Person::Kind::person;
  if (!options.role.empty() && !grant_is_right(line, grant_of(options))) return Exit::usage;
  Kept kept = open_kept(settings_of(line), WhenMissing::make_it);
  if (!options.role.empty()) {
    const auto grant = grant_in(line, kept, options);
    if (!grant) return Exit::answer_is_no;
    person.grants.push_back(*grant);
  }
  return print_result(line, kept.identity->add_person(person));
}

Exit show_user(const CommandLine& line, const PeopleOptions& options) {
  Kept kept = open_kept(settings_of(line), WhenMissing::refuse);
  const auto person = kept.identity->find_person(options.id);
  if (!person) {
    line.console.err << "fullcircle: there is nobody with the id " << options.id << "\n";
    return Exit::answer_is_no;
  }
  print(line, *person);
  return Exit::done;
}

Exit grant_role(const CommandLine& line, const PeopleOptions& options) {
  if (!grant_is_right(line, grant_of(options))) return Exit::usage;
  Kept kept = open_kept(settings_of(line), WhenMissing::refuse);
  const auto grant = grant_in(line, kept, options);
  if (!grant) return Exit::answer_is_no;
  return print_result(line, kept.identity->grant(options.id, *grant));
}

Exit revoke_role(const CommandLine& line, const PeopleOptions& options) {
  Kept kept = open_kept(settings_of(line), WhenMissing::refuse);
  const auto grant = grant_in(line, kept, options);
  if (!grant) return Exit::answer_is_no;
  return print_result(line, kept.identity->revoke_grant(options.id, *grant));
}

Exit add_key(const CommandLine& line, const PeopleOptions& options) {
  Kept kept = open_kept(settings_of(line), WhenMissing::refuse);
  const auto made = kept.identity->add_key(options.id, options.label, ServerClock().now());
  if (!made.ok()) {
    print_refusal(line.console.err, made.refusal());
    return Exit::answer_is_no;
  }
  if (line.common.output() == Output::json) {
    boost::json::object object = as_json(made.value().key);
    object["secret"] = made.value().secret;
    print_json(line.console.out, object);
  } else {
    line.console.out << made.value().secret << "\n";
    line.console.err << "This is shown once and kept nowhere. Send it as: Authorization: Bearer <it>\n";
  }
  return Exit::done;
}

Exit revoke_key(const CommandLine& line, const PeopleOptions& options) {
  Kept kept = open_kept(settings_of(line), WhenMissing::refuse);
  return print_result(line, kept.identity->revoke_key(options.id, ServerClock().now()));
}

using Options = std::shared_ptr<PeopleOptions>;

void add_common(CLI::App& command, CommandLine& line) {
  add_settings_options(command, line);
  add_json_option(command, line);
}

void add_grant_options(CLI::App& command, const Options& options) {
  command.add_option("--project", options->project,
                     "Only on this project, by id or slug; all projects without it");
  command.add_option("--entity", options->entity, "For a representative: the entity they speak for");
}

void add_user_commands(CLI::App& app, CommandLine& line, const Options& options) {
  CLI::App* user = app.add_subcommand("user", "People and systems, and the roles they hold");
  user->require_subcommand(1);
  CLI::App* add = add_command(
      *user, "add", "Add a person or a system",
      "  fullcircle user add --id lead-1 --name 'Engagement lead' --email lead@council.example --role lead "
      "--data data\n"
      "  fullcircle user add --id rep --name 'A representative' --role mana_whenua_representative \\\n"
      "      --entity tauira-ki-tai --data data\n",
      line, [&line, options] { return add_user(line, *options); });
  add->add_option("--id", options->id, "a-z, 0-9 and -, 1 to 64 characters; kept for ever")->required();
  add->add_option("--name", options->name, "What people call them")->required();
  add->add_option("--email", options->email, "Where messages to them go");
  add->add_flag("--system", options->system, "It is a system, no person");
  add->add_option("--role", options->role, "A role to begin with");
  add_grant_options(*add, options);
  add_common(*add, line);
  add_common(
      *add_command(*user, "list", "Everybody, with their roles", "  fullcircle user list --data data\n", line,
                   [&line] {
                     Kept kept = open_kept(settings_of(line), WhenMissing::refuse);
                     return print_list(line, kept.identity->list_people());
                   }),
      line);
  CLI::App* show = add_command(*user, "show", "One person and their roles", "", line,
                               [&line, options] { return show_user(line, *options); });
  show->add_option("ID", options->id)->required();
  add_common(*show, line);
  CLI::App* grant =
      add_command(*user, "grant", "Give somebody a role", "  fullcircle user grant lead-1 --role publisher\n",
                  line, [&line, options] { return grant_role(line, *options); });
  CLI::App* revoke = add_command(*user, "revoke-grant", "Take a role away again",
                                 "  fullcircle user revoke-grant lead-1 --role publisher\n", line,
                                 [&line, options] { return revoke_role(line, *options); });
  for (CLI::App* command : {grant, revoke}) {
    command->add_option("ID", options->id)->required();
    command->add_option("--role", options->role)->required();
    add_grant_options(*command, options);
    add_common(*command, line);
  }
}

void add_key_commands(CLI::App& app, CommandLine& line, const Options& options) {
  CLI::App* key = app.add_subcommand("key", "API keys: how people and systems sign in");
  key->require_subcommand(1);
  CLI::App* add = add_command(*key, "add", "Make a key for somebody; its secret is printed once",
                              "  fullcircle key add lead-1 --label laptop --data data\n"
                              "  KEY=$(fullcircle key add lead-1 --json --data data | jq -r .secret)\n",
                              line, [&line, options] { return add_key(line, *options); });
  add->add_option("PERSON", options->id, "Whose key it is")->required();
  add->add_option("--label", options->label, "What it is for");
  add_common(*add, line);
  CLI::App* list = add_command(*key, "list", "Keys, without their secrets", "", line, [&line, options] {
    Kept kept = open_kept(settings_of(line), WhenMissing::refuse);
    return print_list(line, kept.identity->list_keys(options->id));
  });
  list->add_option("--person", options->id, "Only this person's");
  add_common(*list, line);
  CLI::App* revoke =
      add_command(*key, "revoke", "End a key; a running server stops taking it within two seconds",
                  "  fullcircle key revoke KEY-ID --data data\n", line,
                  [&line, options] { return revoke_key(line, *options); });
  revoke->add_option("KEY", options->id, "The key's id, as listed")->required();
  add_common(*revoke, line);
}

}  // namespace

void add_people_commands(CLI::App& app, CommandLine& line) {
  add_user_commands(app, line, std::make_shared<PeopleOptions>());
  add_key_commands(app, line, std::make_shared<PeopleOptions>());
}

}  // namespace full_circle::config
