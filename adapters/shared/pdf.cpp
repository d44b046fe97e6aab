#include "adapters/shared/pdf.hpp"

#include "adapters/shared/private_folder.hpp"
#include "adapters/shared/program.hpp"
#include "adapters/shared/whole_file.hpp"

#include <sys/wait.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace full_circle::shared {

namespace {

std::string filled(std::string argument, std::string_view name, const std::string& value) {
  if (const auto at = argument.find(name); at != std::string::npos) argument.replace(at, name.size(), value);
  return argument;
}

std::string missing(const std::string& program, int error) {
  if (error != ENOENT) return program + " cannot be started: " + std::generic_category().message(error) + ".";
  return "There is no " + program + ", which makes PDFs: install Debian's package " +
         std::filesystem::path(program).filename().string() +
         ", or name another program in advice.pdf_command. The same document is there as HTML.";
}

}  // namespace

PrintedPdf PdfPress::print(const std::string& html) {
  const std::unique_lock hold(m_busy, std::try_to_lock);
  if (!hold) return {.problem = "Another document is being printed; try again in a moment."};
  if (!m_last_pdf.empty() && html == m_last_html) return {.pdf = m_last_pdf};
  auto printed = run(html);
  m_last_html = html;
  m_last_pdf = printed.pdf;
  return printed;
}

PrintedPdf PdfPress::run(const std::string& html) const {
  const PrivateFolder folder;
  const auto page = folder.path() / "page.html";
  const auto pdf = folder.path() / "page.pdf";
  if (!(std::ofstream(page, std::ios::binary) << html).flush())
    throw std::runtime_error(page.string() + " cannot be written");
  Program program{.timeout = m_options.timeout,
                  .environment = {"HOME=" + folder.path().string(), "TMPDIR=" + folder.path().string()}};
  for (const auto& argument : m_options.command)
    program.argv.push_back(filled(filled(filled(argument, "{html}", page.string()), "{pdf}", pdf.string()),
                                  "{folder}", folder.path().string()));
  const auto ending = run_program(program, "");
  const auto& name = program.argv.front();
  if (ending.not_started != 0) return {.problem = missing(name, ending.not_started)};
  if (ending.timed_out) return {.problem = name + " took too long to print this and was stopped."};
  auto printed = read_whole_file(pdf).value_or("");
  if (printed.starts_with("%PDF-")) return {.pdf = std::move(printed)};
  return {.problem =
              name + " printed nothing. What it says: " + ending.errors.substr(0, ending.errors.find('\n'))};
}

}  // namespace full_circle::shared
