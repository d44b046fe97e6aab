#pragma once
/// What people give to an engagement: their words, how they came, and what they agreed to. A contribution is
/// an entry beside the project's events (engine/ports/store.hpp); what it says and whose it is are kept
/// apart. Sources: SA step 3 (every channel counts), Privacy Act 2020 IPP 3 and 3A, LGA s 82(1)(d).

#include "engine/ports/identity.hpp"
#include "engine/ports/store.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/project.hpp"
#include "workflows/engagement/types.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

struct Context;

inline constexpr std::string_view contributions_book = "contributions";

/// Begins the key of a row of another tool's export.
inline constexpr std::string_view import_key = "import/";

/// How it came. Whoever takes it in for somebody says so; what comes over the public page is `online`.
BOOST_DEFINE_ENUM_CLASS(ContributionChannel, online, in_person, telephone, post, email, hui, partner)
/// Pro-forma ones and petitions are counted apart: one text, many senders.
BOOST_DEFINE_ENUM_CLASS(ContributionKind, own_words, pro_forma, petition)

/// Who gave it, as far as they said: all of it can be forgotten while the words stay.
struct Contributor {
  std::optional<Line> name;
  std::optional<Line> organisation;
  std::optional<Line> email;
  std::optional<Line> telephone;
  std::optional<Line> address;
};
BOOST_DESCRIBE_STRUCT(Contributor, (), (name, organisation, email, telephone, address))

/// One purpose, one consent; what is not said is not agreed.
struct Consents {
  bool contact = false;
  bool publish_name = false;
  bool publish_words = false;
  bool copy = false;  ///< they asked for a copy of it by mail
};
BOOST_DESCRIBE_STRUCT(Consents, (), (contact, publish_name, publish_words, copy))

/// What was answered to a question of the definition: options as it words them, or text.
struct QuestionAnswer {
  Name question;
  std::vector<Text> given;
};
BOOST_DESCRIBE_STRUCT(QuestionAnswer, (), (question, given))

struct GiveContribution {
  Text words;
  std::optional<ContributionChannel> channel;  ///< staff only; absent: online
  std::optional<ContributionKind> kind;        ///< absent: own_words
  std::optional<std::int64_t> signatures;      ///< of a petition
  std::optional<Name> local_board;
  std::vector<Name> communities;
  std::optional<Day> received_on;    ///< staff only: the day it reached the council; absent: now
  std::optional<Line> collected_by;  ///< the partner organisation it came through (IPP 3A)
  std::optional<Contributor> contributor;
  std::optional<Consents> consents;
  std::optional<std::vector<QuestionAnswer>> answers;
};
BOOST_DESCRIBE_STRUCT(GiveContribution, (),
                      (words, channel, kind, signatures, local_board, communities, received_on, collected_by,
                       contributor, consents, answers))

/// Who takes it in: somebody of the council for another, or the public page.
enum class TakenInBy { council, public_page };

/// What makes one contribution findable: made outside, since it takes chance.
struct ContributionIds {
  std::string reference;     ///< shown to people, unique
  std::string receipt_hash;  ///< of the secret in the receipt's address; the secret itself is not kept
  std::string key;           ///< of the sender, scoped by who sends; empty: none
};

/// As it is to be kept, or why not: it has not opened yet, or has ended altogether. What comes after the
/// close is kept and marked late.
Result<Entry> take_in(const GiveContribution& given, TakenInBy by, std::string_view person,
                      ContributionIds ids, const Project& project, const Context& context, Instant now);

/// Why nothing can be given now, or that it can; late ones can.
Result<bool> takes_contributions(const Project& project, const Context& context, Instant now);
/// The same where somebody has been let in already, and adds to what they gave.
Result<bool> takes_more(const Project& project, const Context& context, TakenInBy by, Instant now);

/// Reads a body; every problem is named.
Result<GiveContribution> read_contribution(std::string_view body);
/// JSON Schema of the body.
std::string contribution_schema();

/// As staff see it. `with_contributor`: and whose it is, with the files that came with it.
boost::json::object contribution_view(const Entry& entry, bool with_contributor);
/// As its giver sees it behind the receipt's address: their words, and what becomes of them.
boost::json::object receipt_view(const Entry& entry, const Project& project, const Context& context);
/// The same for the page "receipt".
boost::json::object receipt_page(const Entry& entry, const Project& project, const Context& context);
/// {"total", "late", "by_channel", …} from the labels' counts.
boost::json::object contribution_counts_view(const std::vector<LabelCount>& counts);

/// Where its giver may be written to: null when they did not agree to it, or are forgotten. The address is
/// empty when they agreed and gave another way to reach them.
std::optional<Address> contact_of(const Entry& entry);
/// The telephone number they left, as they wrote it; empty unless they may be written to.
std::string contact_number_of(const Entry& entry);

/// The hashes of the secrets that open its receipt: the one given at once, and that of the letter.
std::vector<std::string> receipt_hashes_of(const Entry& entry);

/// Where the letter with the receipt is to go; empty when they asked for none, or are forgotten.
std::string copy_address_of(const Entry& entry);
/// From now on this secret opens its receipt too; that of an earlier letter no longer does.
void open_receipt_by_letter(Entry& entry, std::string_view secret_hash);
/// Whether both are one contribution that was sent twice; files that came later do not count.
bool says_the_same(const Entry& one, const Entry& other);
/// Whose it is is known no more, and it names no file. Their words and what they agreed to stay.
void forget_contributor(Entry& entry);
/// Their words go too, on their wish; what they chose among options stays, as it is counted.
void take_words_back(Entry& entry);
bool words_taken_back(const Entry& entry);

}  // namespace full_circle::engagement
