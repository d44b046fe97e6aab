#pragma once
/// Kept files as a folder of the data directory, each under its hash.

#include "engine/ports/kept_files.hpp"

#include <filesystem>
#include <memory>

namespace full_circle::store {

/// Makes the folder, for its owner only, when it is not there.
std::unique_ptr<KeptFiles> open_kept_files(const std::filesystem::path& folder);

}  // namespace full_circle::store
