#pragma once
/// The files of templates/, inside the program. The list is written by full_circle_embed
/// (cmake/full_circle.cmake).

#include <span>
#include <string_view>

namespace full_circle::publisher {

struct EmbeddedFile {
  std::string_view name;
  std::string_view content;
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace full_circle::publisher
