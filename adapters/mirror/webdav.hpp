#pragma once
/// A folder on a WebDAV server (RFC 4918), with what every server of them knows: GET, PUT, MKCOL, MOVE,
/// DELETE.

#include "adapters/mirror/remote.hpp"
#include "adapters/shared/outbound.hpp"

#include <memory>
#include <string>

namespace full_circle::mirror {

/// `url` is a folder that is there. Files are put beside their place and moved into it.
std::unique_ptr<Remote> make_webdav(std::string url, shared::OutboundOptions outbound);

}  // namespace full_circle::mirror
