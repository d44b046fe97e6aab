// Another tool's export, brought in.
#include "tests/support/open_fixture.hpp"

namespace full_circle::testing {

namespace {

namespace json = boost::json;

struct ImportFixture : OpenFixture {
  ImportFixture() { clock.set(*parse_instant("2027-06-20T00:00:00Z")); }
  json::object mapping = json::parse(R"({
      "source": "survey export", "id": "Response ID", "words": ["Your views", "Anything else?"],
      "received_on": "Submitted", "date_format": "%d/%m/%Y %H:%M", "name": "Name", "email": "Email",
      "contact": {"column": "Keep me posted", "yes": ["Yes"]},
      "communities": {"column": "Age", "values": [{"from": "Under 25", "to": "young-people"}], "skip_others": true}})")
                             .as_object();
  HttpAnswer bring(const std::string& csv, bool dry_run = false) {
    const json::object body{{"mapping", mapping}, {"csv", csv}, {"dry_run", dry_run}};
    return post(of_project + "/import", lead(), json::serialize(body));
  }
};

constexpr const char* first_row =
    "Response ID,Submitted,Your views,Anything else?,Name,Email,Keep me posted,Age\r\n";
const std::string two_rows =
    std::string("\xEF\xBB\xBF") + first_row +
    "1,18/06/2027 23:50,\"Keep the pōhutukawa,\nall of them\",,Ana Tauira,ana@example.org,Yes,Under 25\r\n"
    "2,19/06/2027 08:00,More bins,\"Say \"\"thanks\"\"\",,,No,60 and over\r\n";

}  // namespace

TEST_CASE("Import: each row is a contribution, with whose it is and the day it came") {
  ImportFixture fixture;
  const auto answer = fixture.bring(two_rows);
  REQUIRE(answer.status == 200);
  const auto came = HttpFixture::json(answer);
  CHECK(came.at("added") == 2);
  const auto listed =
      HttpFixture::json(fixture.get(fixture.of_project, fixture.lead())).at("items").as_array();
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].at("words") == "Your views\nKeep the pōhutukawa,\nall of them");
  CHECK(listed[0].at("contributor").at("email") == "ana@example.org");
  CHECK(listed[0].at("consents").at("contact") == true);
  CHECK(listed[0].at("communities").as_array().at(0) == "young-people");
  CHECK(listed[1].at("words") == "Your views\nMore bins\n\nAnything else?\nSay \"thanks\"");
  CHECK(listed[1].at("consents").at("contact") == false);
  CHECK(json::value_to<std::string>(listed[0].at("received_at")).starts_with("2027-06-18"));
}

TEST_CASE("Import: the same file twice adds nothing, and a dry run keeps nothing") {
  ImportFixture fixture;
  CHECK(HttpFixture::json(fixture.bring(two_rows, true)).at("kept") == false);
  CHECK(HttpFixture::json(fixture.get(fixture.of_project + "/counts", fixture.lead())).at("total") == 0);
  CHECK(HttpFixture::json(fixture.bring(two_rows)).at("added") == 2);
  const auto again = HttpFixture::json(fixture.bring(two_rows));
  CHECK(again.at("added") == 0);
  CHECK(again.at("already_there") == 2);
  CHECK(again.at("there_otherwise").as_array().empty());
  std::string changed = two_rows;
  changed.replace(changed.find("More bins"), 9, "No bins");
  CHECK(HttpFixture::json(fixture.bring(changed)).at("there_otherwise") == json::array{4});
}

TEST_CASE("Import: two people who say the same are two, and an id is somebody's once") {
  ImportFixture fixture;
  fixture.mapping = json::parse(R"({"source":"slips","words":["Views"]})").as_object();
  const std::string slips = "Views\r\nI support this\r\nI support this\r\nNo\r\n";
  CHECK(HttpFixture::json(fixture.bring(slips)).at("added") == 3);
  CHECK(HttpFixture::json(fixture.bring(slips)).at("added") == 0);
  fixture.mapping = json::parse(R"({"source":"survey","id":"Id","words":["Views"]})").as_object();
  const auto twice = fixture.bring("Id,Views\r\n1,This\r\n1,That\r\n", true);
  const auto report = HttpFixture::json(twice);
  REQUIRE(report.at("bad").as_array().size() == 1);
  CHECK(report.at("bad").at(0).at("line") == 3);
  CHECK(report.at("bad").at(0).at("message") == "“1” is the id of an earlier row too");
}

TEST_CASE("Import: petitions come with their signatures, which are counted apart") {
  ImportFixture fixture;
  fixture.mapping =
      json::parse(R"({"source":"petitions","words":["Petition"],"kind":"petition","signatures":"Signed"})")
          .as_object();
  CHECK(fixture.bring("Petition,Signed\r\nKeep the trees,many\r\n").status == 422);
  CHECK(fixture.bring("Petition,Signed\r\nKeep the trees,1204\r\nFix the road,31\r\n").status == 200);
  const auto counts = HttpFixture::json(fixture.get(fixture.of_project + "/counts", fixture.lead()));
  CHECK(counts.at("total") == 2);
  CHECK(counts.at("signatures") == 1235);
  CHECK(counts.at("by_kind").at("petition") == 2);
}

TEST_CASE("Import: with two rows of headings a column is named by both") {
  ImportFixture fixture;
  fixture.mapping = json::parse(R"({"source":"survey","heading_rows":2,"id":"Respondent ID",
      "words":["What matters? / Open-Ended Response"],"email":"Email Address",
      "copy":{"column":"Send me a copy / Yes","yes":["yes"]}})")
                        .as_object();
  const auto came = fixture.bring(
      "Respondent ID,Email Address,What matters?,Which of these?,,Send me a copy\r\n"
      ",,Open-Ended Response,Trees,Toilets,Yes\r\n"
      "118,ana@example.org,Shade,Trees,,YES\r\n");
  INFO(came.body);
  REQUIRE(came.status == 200);
  const auto listed = HttpFixture::json(fixture.get(fixture.of_project, fixture.lead())).at("items");
  REQUIRE(listed.as_array().size() == 1);
  CHECK(listed.at(0).at("words") == "Shade");
  CHECK(listed.at(0).at("consents").at("copy") == true);
  fixture.mapping["words"] = json::array{"Which of these? / Toilets"};
  CHECK(fixture
            .bring("Respondent ID,Email Address,Which of these?,,Send me a copy\r\n"
                   ",,Trees,Toilets,Yes\r\n5,,,Toilets,\r\n")
            .status == 200);
}

TEST_CASE("Import: every bad row is named with its line, and then nothing is kept") {
  ImportFixture fixture;
  const auto answer = fixture.bring(std::string(first_row) +
                                    "1,18/06/2027 10:00,\"Two\nlines\",,,,,\r\n"
                                    "2,yesterday,Words,,,,,\r\n"
                                    ",18/06/2027 10:00,Words,,,,,\r\n"
                                    "4,18/06/2027 10:00,,,,,,\r\n"
                                    "5,18/06/2027 10:00,Words,,,not an address,Yes,\r\n"
                                    "6,18/06/2027 10:00,Words,,,,,,one too many\r\n");
  CHECK(answer.status == 422);
  std::vector<std::pair<std::int64_t, std::string>> bad;
  const auto report = HttpFixture::json(answer);
  for (const auto& row : report.at("bad").as_array())
    bad.emplace_back(row.at("line").as_int64(), json::value_to<std::string>(row.at("field")));
  const std::vector<std::pair<std::int64_t, std::string>> expected{
      {4, "Submitted"}, {5, "Response ID"}, {6, "Your views"}, {7, "Email"}, {8, ""}};
  CHECK(bad == expected);
  CHECK(HttpFixture::json(fixture.get(fixture.of_project + "/counts", fixture.lead())).at("total") == 0);
}

TEST_CASE("Import: what the definition turns down is named by the column it stands in") {
  ImportFixture fixture;
  fixture.mapping["local_board"] = json::object{{"column", "Age"}};
  fixture.mapping["answers"] = json::parse(
      R"([{"question":"support","from":{"column":"Anything else?"}},{"question":"none-such","from":{"column":"Name"}}])");
  const auto answer = fixture.bring(std::string(first_row) + "1,18/06/2027 10:00,Words,,Ana Tauira,,,\r\n");
  INFO(answer.body);
  REQUIRE(answer.status == 422);
  CHECK(HttpFixture::json(answer).at("bad").at(0).at("field") == "Name");
  fixture.mapping["answers"] = json::parse(
      R"([{"question":"none-such","from":{"column":"Name"}},{"question":"none-such","from":{"column":"Age"}}])");
  const auto both = fixture.bring(std::string(first_row) + "1,18/06/2027 10:00,Words,,Ana,,,x\r\n");
  CHECK(HttpFixture::json(both).at("bad").at(0).at("field") == "Name, Age");
  fixture.mapping.erase("answers");
  fixture.mapping["channel"] = "partner";
  const auto partner = fixture.bring(std::string(first_row) + "1,18/06/2027 10:00,Words,,,,,\r\n");
  INFO(partner.body);
  CHECK(HttpFixture::json(partner).at("bad").at(0).at("field") == "/mapping/collected_by");
}

TEST_CASE("Import: a mapping that does not fit says which column is not there") {
  ImportFixture fixture;
  const auto answer = fixture.bring("Response ID,Your views\r\n1,Words\r\n");
  CHECK(answer.status == 400);
  CHECK(answer.body.find("no column “Submitted”") != std::string::npos);
  CHECK(fixture.bring("").status == 400);
  const auto open = fixture.bring(std::string(first_row) + "1,\"open");
  CHECK(open.status == 422);
  CHECK(open.body.find("a quotation mark where none can stand, or one that is never closed") !=
        std::string::npos);
  fixture.mapping["contact"] = json::object{{"column", "Keep me posted"}};
  CHECK(fixture.bring(two_rows).body.find("needs the words for yes") != std::string::npos);
}

TEST_CASE("Import: it is for those who work with the project's contributions") {
  ImportFixture fixture;
  const auto stranger = fixture.key("someone", {"publisher", "", ""});
  CHECK(fixture.post(fixture.of_project + "/import", stranger, "{}").status == 403);
  CHECK(fixture.post(fixture.of_project + "/import", "", "{}").status == 401);
}

}  // namespace full_circle::testing
