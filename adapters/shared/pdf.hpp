#pragma once
/// A page on paper: another program (Debian's chromium) turns HTML into a tagged PDF. It runs as a child in a
/// folder of its own, with a time-out, and has nothing to fetch.

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

namespace full_circle::shared {

struct PdfOptions {
  /// An absolute path first; {html} and {pdf} stand for the files to read and to write, {folder} for theirs.
  std::vector<std::string> command;
  std::chrono::milliseconds timeout{60'000};
};

struct PrintedPdf {
  std::string pdf;      ///< empty when there is a problem
  std::string problem;  ///< for whoever asked: what is missing, or what to do
};

/// One at a time, whoever asks: such a program takes a core and some hundred MB. Any thread; who comes while
/// it is busy is told so. What was printed last is not printed again.
class PdfPress {
 public:
  explicit PdfPress(PdfOptions options) : m_options(std::move(options)) {}
  PrintedPdf print(const std::string& html);

 private:
  PrintedPdf run(const std::string& html) const;

  PdfOptions m_options;
  std::mutex m_busy;
  std::string m_last_html;
  std::string m_last_pdf;
};

}  // namespace full_circle::shared
