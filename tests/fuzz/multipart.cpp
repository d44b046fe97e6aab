// What anybody sends as a form with files: taken apart, and each file looked at.
#include "adapters/http/file_types.hpp"
#include "adapters/http/form.hpp"

#include <cstdlib>

using namespace full_circle::http;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const FileTypes types;
  const std::string_view body(reinterpret_cast<const char*>(bytes), size);
  const auto form = Form::read_with_files("multipart/form-data; boundary=tauira", body);
  if (!form) return 0;
  for (const SentPart& file : form->files())
    if (types.of(file.content).empty()) std::abort();
  if (!is_utf8(form->value("words"))) std::abort();
  // Nothing grows on its way in.
  std::size_t all = 0;
  for (const SentPart& file : form->files()) all += file.content.size();
  if (all > size) std::abort();
  return 0;
}
