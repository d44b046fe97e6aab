#include "adapters/http/multipart.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace full_circle::http;

namespace {

const std::string type = "multipart/form-data; boundary=----tauira";

std::string part(const std::string& disposition, const std::string& content, const std::string& more = "") {
  return "------tauira\r\nContent-Disposition: form-data; " + disposition + "\r\n" + more + "\r\n" + content +
         "\r\n";
}
std::string file(const std::string& content, const std::string& more = "") {
  return part(R"(name="file"; filename="a.bin")", content, more) + "------tauira--\r\n";
}
std::string through(const std::string& content, const std::string& more = "") {
  const auto parts = read_multipart(type, file(content, more));
  REQUIRE(parts);
  REQUIRE(parts->size() == 1);
  return parts->front().content;
}

}  // namespace

TEST_CASE("Multipart: bytes of a file come through as they were") {
  const std::string binary = "Content-Type: application/octet-stream\r\n";
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  for (const std::string& content :
       {every, every + every, std::string("\r\n\r\n"), std::string("\n\r\n\n"), std::string("\0\0\0", 3),
        std::string("From somebody\nFrom: x\r\n.\r\n..\r\nFrom \r\n"),
        std::string("--tauira\r\n------taurira\r\n"), std::string("no line end"),
        std::string("=3D=\r\n=?utf-8?q?x?="), std::string("begin 644 a\n#86)C\n`\nend\n")}) {
    CHECK(through(content, binary) == content);
    CHECK(through(content) == content);
    CHECK(through(content, "Content-Type: text/plain\r\n") == content);
  }
  std::mt19937 chance(4);
  std::string large(3'000'000, '\0');
  for (char& c : large) c = static_cast<char>(chance());
  CHECK((through(large, binary) == large));
}

TEST_CASE("Multipart: fields and files are told apart, with names in UTF-8") {
  const auto parts = read_multipart(
      type, part(R"(name="words")", "Pūkeko\r\nlive there.") +
                part(R"(name="file"; filename="Ngā kōrero.pdf")", "%PDF-") +
                part(R"(name="file"; filename="")", "", "Content-Type: application/octet-stream\r\n") +
                "------tauira--\r\n");
  REQUIRE(parts);
  REQUIRE(parts->size() == 3);
  CHECK(parts->at(0).name == "words");
  CHECK_FALSE(parts->at(0).file_name);
  CHECK(parts->at(0).content == "Pūkeko\r\nlive there.");
  CHECK(parts->at(1).file_name == "Ngā kōrero.pdf");
  CHECK(parts->at(2).file_name == "");
  CHECK(parts->at(2).content.empty());
}

TEST_CASE("Multipart: a message or another multipart sent as a file is not lost") {
  for (const std::string kind : {"message/rfc822", "multipart/mixed; boundary=x"}) {
    const auto content = through("From: a@tauira.example\r\n\r\nHello", "Content-Type: " + kind + "\r\n");
    CHECK_FALSE(content.empty());
  }
}

TEST_CASE("Multipart: what is none, or is too much, is nothing") {
  CHECK_FALSE(read_multipart("text/plain", "words=x"));
  CHECK_FALSE(read_multipart("multipart/form-data\r\nX: y", file("x")));
  CHECK_FALSE(
      read_multipart(type, "------tauira\r\nContent-Type: text/plain\r\n\r\nx\r\n------tauira--\r\n"));
  std::string many;
  for (int i = 0; i < 600; ++i) many += part("name=\"a\"", "b");
  CHECK_FALSE(read_multipart(type, many + "------tauira--\r\n"));
  std::string boundaries;
  for (int i = 0; i < 200'000; ++i) boundaries += "------tauira\r\n\r\n\r\n";
  CHECK_FALSE(read_multipart(type, boundaries + "------tauira--\r\n"));
  for (const std::string broken : {"", "------tauira", "------tauira\r\n\r\n", "--x--"})
    read_multipart(type, broken);
}
