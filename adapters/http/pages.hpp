#pragma once
/// Pages that somebody is answered with in the look of the public site, and the routes that give and take
/// them.

#include "adapters/http/desk.hpp"
#include "workflows/engagement/project.hpp"

#include <string>
#include <string_view>

namespace full_circle::http {

/// A heading, what there is to say, and where to go on; `link` is below the base address.
Response message_page(const Desk& desk, std::string_view title, std::string_view says, std::string_view link,
                      std::string_view link_text, unsigned status);
Response page_not_there(const Desk& desk);
/// With the way back to the project's page.
Response about_project(const Desk& desk, const engagement::Project& project, std::string_view says,
                       unsigned status);

/// A page for everybody.
Route page_route(std::string pattern, std::string operation, std::string summary, Handler handler);
/// What takes the page's form.
Route form_route(std::string pattern, std::string operation, std::string summary, Handler handler);

}  // namespace full_circle::http
