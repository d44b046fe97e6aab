#pragma once
/// The public pages as plain files: no script, no server code, readable for as long as there are browsers.

#include "engine/ports/adapter.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace full_circle::publisher {

/// One thing the privacy page says is kept about people.
struct KeptDetail {
  std::string what;
  std::string purpose;
  std::string kept;  ///< for how long
};

struct PublisherOptions {
  std::filesystem::path folder;  ///< pages go to `<folder>/have-your-say/`
  std::string base_url;          ///< "https://engage.council.example", for feeds and canonical links
  std::string council_name;
  std::string council_name_mi;  ///< shown with lang="mi" beside the name, or empty
  std::string contact_email;    ///< empty parts of the contact are left out
  std::string contact_phone;
  std::string contact_address;
  std::string contact_hours;        ///< "8 am to 6 pm weekdays"
  std::string calendar_path;        ///< "/calendar": where the .ics files are served; empty: no links to them
  int answer_working_days = 20;     ///< the service standard shown beside each answer
  std::vector<KeptDetail> privacy;  ///< rows of the privacy page
  enum class Performance { none, linked } performance = Performance::none;  ///< /have-your-say/performance
  enum class Texts { none, offered } texts = Texts::none;  ///< people may follow by text message
  std::filesystem::path template_folder;  ///< files of the same name replace built-in templates; empty: none
};

/// Writes a project's page, its answer page and its feed, and rebuilds the list of all projects. Files are
/// replaced whole; an older version never replaces a newer one. Payload: adapters/README.md, "publisher".
/// Throws when the folder cannot be made or a template does not parse.
std::unique_ptr<Adapter> make_static_site(PublisherOptions options);

/// How the folder differs from what should be there. Left over is only what bears a name we give ourselves: a
/// council's own files beside ours are its own. Unreadable: the page.json, or what should be in it; nothing
/// of that project is taken away for it.
struct FileDifference {
  enum class Kind { missing, changed, left_over, unreadable } kind = Kind::missing;
  std::string path;  ///< below the folder
};
enum class Mend { no, yes };
/// One project's page as it is delivered to the adapter, or the notice of one that was taken down.
struct ExpectedPage {
  std::string slug;
  std::string payload;
};
/// Everything that should be shown, drawn from the record. Asked while nobody else can write.
using ExpectedPages = std::function<std::vector<ExpectedPage>()>;
/// Compares every file; with Mend::yes they are then written anew, and what is left over is moved to
/// `<folder>/.left-over`, which nobody is served. May run beside the server. Throws as make_static_site does.
std::vector<FileDifference> check_static_site(PublisherOptions options, const ExpectedPages& pages,
                                              Mend mend);
/// The page.json files below `folder` that cannot be read: until they are drawn anew, nobody knows whether
/// what stands beside them should be there.
std::vector<std::string> unreadable_pages(const std::filesystem::path& folder);

/// Draws the pages people are answered with, in the frame of the site: a template's name without ".tpl", and
/// its values (Site::page). "result_preview" is a project's answer before it is published: {"page": as in the
/// payload, "language": "mi"}, or no language for English. Any thread. Throws as make_static_site does, and
/// std::invalid_argument for a page that cannot be read.
using PageMaker = std::function<std::string(const std::string& name, const boost::json::object& values)>;
PageMaker make_pages(PublisherOptions options);

}  // namespace full_circle::publisher
