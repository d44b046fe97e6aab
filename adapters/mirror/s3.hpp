#pragma once
/// A bucket of S3's, or of another that speaks as S3 does, with requests signed by Signature Version 4.

#include "adapters/mirror/remote.hpp"
#include "adapters/shared/outbound.hpp"

#include <memory>
#include <string>

namespace full_circle::mirror {

/// `url` ends with the bucket: "https://s3.ap-southeast-2.amazonaws.com/bucket". In `outbound` username and
/// password are the access key and its secret.
std::unique_ptr<Remote> make_s3(std::string url, const std::string& region, shared::OutboundOptions outbound);

}  // namespace full_circle::mirror
