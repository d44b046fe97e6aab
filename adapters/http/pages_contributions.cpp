// The form on the public page, and the receipt behind its private address.
#include "adapters/http/arrivals.hpp"
#include "adapters/http/attachments.hpp"
#include "adapters/http/contribution_form.hpp"
#include "adapters/http/pages.hpp"
#include "adapters/http/reading_room.hpp"
#include "adapters/http/text.hpp"
#include "adapters/shared/secret.hpp"
#include "engine/record.hpp"
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/views.hpp"

namespace full_circle::http {

namespace json = boost::json;

namespace {

constexpr std::string_view receipts = "/receipt/";

/// On the site as people see it: it may lie below a path of its host.
std::string link_to(const Desk& desk, std::string_view path) {
  return desk.options.base_url + std::string(path);
}

Response page_response(const Desk& desk, const std::string& name, const json::object& values,
                       unsigned status = 200) {
  return html_response(desk.services.page(name, values), status);
}

/// What cannot be taken in, in words for people.
Response turned_down(const Desk& desk, const Refusal& refusal, const engagement::Project& project) {
  return about_project(desk, project, refusal.message, status_of(refusal.reason));
}

bool is_secret(std::string_view text) {
  constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  return text.size() == shared::secret_length && text.find_first_not_of(allowed) == std::string_view::npos;
}

/// The step that was answered, held to those there are.
std::size_t step_in(const Form& said, std::size_t steps) {
  const auto number = read_number(said.value("step"));
  return number && *number >= 0 ? std::min(static_cast<std::size_t>(*number), steps - 1) : 0;
}

struct Asked {
  std::shared_ptr<const Aggregate> aggregate;
  std::shared_ptr<const engagement::Definition> definition;
  const engagement::Project& project() const { return engagement::as_project(*aggregate); }
};

std::optional<Asked> asked_about(Desk& desk, const Request& request) {
  auto aggregate = desk.door.find_public(request.parameters[0]);
  if (!aggregate) return std::nullopt;
  const auto& project = engagement::as_project(*aggregate);
  auto definition = desk.services.context->definitions->by_hash(project.about->definition_hash);
  return Asked{std::move(aggregate), std::move(definition)};
}

ContributionForm form_of(const Desk& desk, const Asked& about) {
  return {about.project(), *about.definition,
          desk.services.telling.texts ? ContributionForm::Texts::offered : ContributionForm::Texts::none};
}

/// A number that no text can go to is told at once, where a text is the only way to reach them: later nobody
/// could.
bool reachable(const Desk& desk, const engagement::GiveContribution& given) {
  const auto& texts = desk.services.telling.texts;
  if (!texts || !given.contributor || !given.contributor->telephone) return true;
  if (given.contributor->email || !given.consents || !given.consents->contact) return true;
  return texts->number(*given.contributor->telephone).has_value();
}

Response show_form(Desk& desk, const Request& request) {
  const auto about = asked_about(desk, request);
  if (!about) return page_not_there(desk);
  // Asked before anybody has typed a word for nothing.
  const auto open =
      engagement::takes_contributions(about->project(), *desk.services.context, desk.services.clock.now());
  if (!open.ok()) return turned_down(desk, open.refusal(), about->project());
  const auto form = form_of(desk, *about);
  return page_response(desk, "contribute", form.page(0, *Form::read(""), shared::fresh_secret(), {}));
}

/// What came with the form, and what is wrong with it.
struct SentFiles {
  std::vector<ArrivedFile> files;
  std::vector<FieldProblem> faults;

  std::string hashes() const {
    std::string all;
    for (const ArrivedFile& one : files) all += "\n" + one.file.hash;
    return all;
  }
};

SentFiles sent_files(const Desk& desk, const Asked& about, const Form& said) {
  if (said.files().empty()) return {};
  SentFiles sent{.files = looked_at(desk, said.files()), .faults = {}};
  Entry tried;
  sent.faults = engagement::attach(tried, without_content(sent.files), attachment_rule(desk, about.project()),
                                   desk.services.clock.now());
  return sent;
}

/// Puts files that have no fault beside the contribution they came with.
void bring_files(const Desk& desk, const Asked& about, Arrival& arrival, std::vector<ArrivedFile> files) {
  if (files.empty()) return;
  engagement::attach(arrival.entry, without_content(files), attachment_rule(desk, about.project()),
                     desk.services.clock.now());
  arrival.files = std::move(files);
  put_missing(*desk.services.attachments.files, arrival.files);
}

/// Takes in what was sent, or asks again. Any thread.
void take_form(Desk& desk, const Request& request, const Asked& about, const std::optional<Form>& said,
               std::function<void(Making)> answer) {
  const auto at_once = [&](Response response) {
    answer([response = std::move(response)] { return response; });
  };
  if (!said)
    return at_once(turned_down(
        desk, {.reason = Reason::malformed, .message = "What was sent cannot be read."}, about.project()));
  const auto form = form_of(desk, about);
  const std::string key = is_secret(said->value("key")) ? said->value("key") : shared::fresh_secret();
  const std::size_t step = step_in(*said, form.steps());
  const auto ask = [&](std::size_t next, const std::vector<FieldProblem>& faults, unsigned status) {
    at_once(page_response(desk, "contribute", form.page(next, *said, key, faults), status));
  };
  if (said->value("go") == "back" && step > 0) return ask(step - 1, {}, 200);
  if (said->value("go") == "next" && step + 1 < form.steps()) return ask(step + 1, {}, 200);
  const auto sent = sent_files(desk, about, *said);
  const auto ask_again = [&](std::vector<FieldProblem> faults) {
    faults.insert(faults.end(), sent.faults.begin(), sent.faults.end());
    ask(form.step_of(faults), faults, 422);
  };
  const std::string body = json::serialize(form.body(*said));
  const auto given = engagement::read_contribution(body);
  if (!given.ok()) return ask_again(given.refusal().fields);
  if (!reachable(desk, given.value()))
    return ask_again({{"/contributor/telephone", "has to be a mobile number"}});
  // The key opens the receipt too, so that whoever sends twice comes to the same receipt twice. What they
  // changed on the way back is another contribution: nothing that was sent is dropped.
  const auto arrival = arrived(desk, given.value(),
                               {engagement::TakenInBy::public_page, "",
                                "form/" + sha256_hex("key " + key + "\n" + body + sent.hashes()), key},
                               about.project());
  if (!arrival.ok()) {
    const auto& refusal = arrival.refusal();
    if (refusal.reason == Reason::malformed) return ask_again(refusal.fields);
    return at_once(turned_down(desk, refusal, about.project()));
  }
  if (!sent.faults.empty()) return ask_again({});
  bring_files(desk, about, *arrival.value(), sent.files);
  keep(
      desk, request, arrival.value(),
      [](const Desk& at, const Arrival& kept) {
        return see_other(link_to(at, receipts) + receipt_token(kept.kept_as, kept.secret));
      },
      std::move(answer));
}

void send_form(Desk& desk, const Request& request, const std::function<void(Making)>& answer) {
  const auto about = asked_about(desk, request);
  if (!about) return answer([response = page_not_there(desk)] { return response; });
  const std::string_view type = request.header("Content-Type");
  if (!equal_ignoring_case(trimmed(type.substr(0, type.find(';'))), media::form_with_files))
    return take_form(desk, request, *about, Form::read(request.message->body()), answer);
  // Files are looked at and put on the disk: not on the thread that serves.
  desk.reading_room->read(
      [&desk, &request, about, type, answer](StoreReader&) {
        take_form(desk, request, *about, Form::read_with_files(type, request.message->body()), answer);
      },
      [&desk, &request, answer](const std::exception_ptr& thrown) {
        if (thrown)
          answer([&desk, &request, thrown] { return broken(desk.services, thrown, request.request_id); });
      });
}

Response show_receipt(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto entry = entry_behind(request.parameters[0], reader);
  const auto aggregate = entry ? desk.services.engine.load(entry->project) : nullptr;
  if (!aggregate) return page_not_there(desk);
  auto page = engagement::receipt_page(*entry, engagement::as_project(*aggregate), *desk.services.context);
  page["files_at"] = "../api/v1/receipts/" + request.parameters[0] + "/attachments/";
  return page_response(desk, "receipt", page);
}

}  // namespace

std::vector<Route> contribution_page_routes(Desk& desk) {
  std::vector<Route> routes;
  if (!desk.services.page) return routes;
  routes.push_back(page_route("/have-your-say/{slug}/contribute", "show_contribution_form",
                              "The form people contribute with",
                              AtOnce([&desk](const Request& request) { return show_form(desk, request); })));
  Route sending =
      form_route("/have-your-say/{slug}/contribute", "send_contribution_form",
                 "Takes in what the form sends, and leads to the receipt",
                 Asking([&desk](const Request& request, const std::function<void(Making)>& answer) {
                   send_form(desk, request, answer);
                 }));
  sending.statuses = {200, 303, 422};
  if (desk.services.attachments.files) {
    sending.consumes_too = media::form_with_files;
    sending.body_bytes_max = attaching_bytes_max;
  }
  routes.push_back(std::move(sending));
  Route receipt = page_route(std::string(receipts) + "{receipt}", "show_receipt",
                             "What somebody said, and what became of it: the address is the key",
                             Reading([&desk](const Request& request, StoreReader& reader) {
                               return show_receipt(desk, request, reader);
                             }));
  receipt.secret_path = true;
  routes.push_back(std::move(receipt));
  return routes;
}

}  // namespace full_circle::http
