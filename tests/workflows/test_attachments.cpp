#include "workflows/engagement/attachments.hpp"
#include "workflows/engagement/contributions.hpp"

#include <catch2/catch.hpp>

namespace full_circle::engagement::testing {

namespace {

const AttachmentRule rule{.types = {"pdf", "text"}, .each_megabytes_max = 1, .files_max = 2};
const Instant now = parse_instant("2027-06-14T00:00:00Z").value();

SentFile pdf(const std::string& hash, const std::string& name = "plan.pdf", std::int64_t bytes = 10) {
  return {.name = name, .media_type = "application/pdf", .hash = hash, .bytes = bytes};
}

std::string said(const std::vector<FieldProblem>& faults) {
  std::string all;
  for (const auto& fault : faults) all += fault.field + " " + fault.message + "\n";
  return all;
}

}  // namespace

TEST_CASE("Attachments: a file is named with what is forgotten, and not with what is said") {
  Entry entry{.data = R"({"words":"Keep it.","consents":{}})", .personal = R"({"name":"Ana"})"};
  REQUIRE(attach(entry, {pdf("h1", "C:\\fakepath\\Ana's plan.pdf")}, rule, now).empty());
  CHECK(entry.data.find("plan") == std::string::npos);
  const auto files = attachments_of(entry);
  REQUIRE(files.size() == 1);
  CHECK(files[0].name == "Ana's plan.pdf");
  CHECK(files[0].received_at == now);
  const auto view = contribution_view(entry, true);
  CHECK(view.at("contributor") == boost::json::object{{"name", "Ana"}});
  CHECK(view.at("attachments").at(0).at("hash") == "h1");
  CHECK_FALSE(contribution_view(entry, false).contains("attachments"));
  forget_contributor(entry);
  CHECK(attachments_of(entry).empty());
}

TEST_CASE("Attachments: without a name or an address there is no contributor, though there is a file") {
  Entry entry{.data = R"({"words":"Keep it.","consents":{"contact":false}})"};
  REQUIRE(attach(entry, {pdf("h1")}, rule, now).empty());
  CHECK(contribution_view(entry, true).at("contributor").is_null());
  CHECK_FALSE(contact_of(entry));
}

TEST_CASE("Attachments: the same file twice is one, and does not count against the limit") {
  Entry entry;
  CHECK(attach(entry, {pdf("h1"), pdf("h1", "again.pdf"), pdf("h2")}, rule, now).empty());
  CHECK(attach(entry, {pdf("h2")}, rule, now).empty());
  CHECK(attachments_of(entry).size() == 2);
  CHECK(said(attach(entry, {pdf("h3")}, rule, now)) ==
        "/attachments/0 is one too many: at most 2 files come with one contribution\n");
}

TEST_CASE("Attachments: every file that cannot be taken is said, with its limit, and then none is taken") {
  Entry entry;
  SentFile program = pdf("h2", "run.pdf");
  program.media_type = "application/x-executable";
  const auto faults =
      attach(entry, {pdf("h1"), program, pdf("h3", "long.pdf", (1 << 20) + 1), pdf("h4", "", 0)}, rule, now);
  CHECK(said(faults) ==
        "/attachments/1 is none of the kinds of file that are taken here: PDF or plain text\n"
        "/attachments/2 is larger than 1 MB, which is the most for one file\n"
        "/attachments/3 is empty\n");
  CHECK(entry.personal.empty());
  CHECK(said(attach(entry, {pdf("h1")}, std::nullopt, now)) ==
        "/attachments/0 cannot be taken: this engagement takes no files\n");
  CHECK(attach(entry, {pdf("h1", "exact.pdf", 1 << 20)}, rule, now).empty());
}

TEST_CASE("Attachments: a name says what the file is, whatever it was called") {
  const auto name = [](const std::string& sent) {
    Entry entry;
    REQUIRE(attach(entry, {pdf("h1", sent)}, rule, now).empty());
    return attachments_of(entry).at(0).name;
  };
  CHECK(name("run.exe") == "run.exe.pdf");
  CHECK(name("Plan.PDF") == "Plan.PDF");
  CHECK(name("../../etc/passwd") == "passwd.pdf");
  CHECK(name("Ngā kōrero.pdf") == "Ngā kōrero.pdf");
  for (const std::string bad : {"", "..", "a\r\nb", "\xff.pdf", "folder/"}) CHECK(name(bad) == "file.pdf");
  CHECK(name(std::string(5'000, 'x')) == "file.pdf");
}

TEST_CASE("Attachments: what may be sent is said in plain words") {
  CHECK(attachments_hint(rule) == "Up to 2 files of up to 1 MB each: PDF or plain text.");
  CHECK(accepted_endings(rule) == ".pdf,.txt");
  CHECK(size_text(12) == "12 bytes");
  CHECK(size_text(1'025) == "2 KB");
  CHECK(size_text(1'100'000) == "1.1 MB");
}

}  // namespace full_circle::engagement::testing
