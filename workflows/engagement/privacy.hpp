#pragma once
/// What is held about a person: shown, erased when asked, and erased when its time is over. Source: Privacy
/// Act 2020 IPP 6 (access), 9 (not longer than needed); Public Records Act 2005 (what was said stays).

#include "engine/ports/identity.hpp"
#include "engine/ports/kept_files.hpp"
#include "engine/ports/personal_records.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/personal_fields.hpp"
#include "workflows/engagement/types.hpp"

#include <boost/describe.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle::engagement {

/// Somebody, in one of four ways. A name may be several people's: what is held is looked at, and then each
/// contribution that is theirs is named by its reference.
struct AskHeld {
  std::optional<Line> email;
  std::optional<Line> telephone;  ///< as people write it
  std::optional<Line> name;
  std::optional<Name> reference;  ///< of one contribution
};
BOOST_DESCRIBE_STRUCT(AskHeld, (), (email, telephone, name, reference))

struct ErasePerson {
  std::optional<Line> email;
  std::optional<Line> telephone;
  std::optional<Name> reference;
  Text reason;                  ///< kept, so it names nobody
  std::optional<bool> words;    ///< their words go too; absent: they stay
  std::optional<bool> dry_run;  ///< counts, and erases nothing
};
BOOST_DESCRIBE_STRUCT(ErasePerson, (), (email, telephone, reference, reason, words, dry_run))

/// How much of what: the only answer there is about an erasure.
struct Erased {
  std::int64_t contributions = 0;  ///< whose giver is known no more
  std::int64_t words = 0;          ///< taken back
  std::int64_t followers = 0;
  std::int64_t waiting = 0;      ///< news that waited to be sent
  std::int64_t messages = 0;     ///< of which it is known no more whom they went to
  std::int64_t keys = 0;         ///< of senders; by date only
  std::int64_t attachments = 0;  ///< a file goes once no contribution names it
  bool from_files = true;  ///< false: the database's log may hold it until the next sweep has emptied it
  bool nothing() const {
    return contributions + words + followers + waiting + messages + keys + attachments == 0;
  }
};
boost::json::object erased_view(const Erased& erased);

/// Reads a body: every problem of its shape is named.
Result<AskHeld> read_held(std::string_view body);
Result<ErasePerson> read_erasure(std::string_view body);
/// JSON Schemas of the bodies.
std::string held_schema();
std::string erasure_schema();

/// All that is needed outlives it. Any thread.
class Privacy {
 public:
  /// `number`: a telephone number as people write it, as followers by text are kept; null for none.
  Privacy(PersonalRecords& records, Identity& identity, KeptFiles& files, Retention retention,
          std::function<std::optional<std::string>(std::string_view)> number)
      : m_records(records),
        m_identity(identity),
        m_files(files),
        m_retention(retention),
        m_number(std::move(number)) {}

  /// {"contributions": […], "following": …, "messages": […], "account": …, "elsewhere": […]}
  Result<boost::json::object> held(const AskHeld& asked);
  /// Erases it, or counts what would be. That it is done is kept first, so that none is cut short without a
  /// trace. Twice is as if once. An account stays: what it did is in the record.
  Result<Erased> erase(const ErasePerson& asked, std::string_view by, Instant now);
  /// Erases what has been kept for its time. `ended_at`: when a project ended; null while it runs. A sweep
  /// that was cut short is taken up by the next.
  Erased sweep(const std::function<std::optional<Instant>(const std::string& project)>& ended_at,
               Instant now);

  /// Newest first: {"items": [{id, at, by, reason, counts}], "next": ID or null}
  boost::json::object erasures(std::int64_t before, int limit);
  boost::json::object fields() const { return personal_fields_view(m_retention); }

 private:
  Erased forget(const ErasePerson& asked, const AskHeld& whom, bool rehearsed);
  bool empty_log();
  AddressKept following(const AskHeld& whom);
  boost::json::array messages_of(const std::string& source);
  void forget_entry(const Entry& entry, bool words, bool rehearsed, Erased& erased);
  void forget_file(const std::string& hash);
  /// Files of requests that were cut short, and of erasures that were.
  void forget_files_of_nobody();
  void forget_following(const AskHeld& whom, bool rehearsed, Erased& erased);

  PersonalRecords& m_records;
  Identity& m_identity;
  KeptFiles& m_files;
  Retention m_retention;
  std::function<std::optional<std::string>(std::string_view)> m_number;
  std::atomic<bool> m_log_holds_it{true};  ///< until it was emptied once: the program may have been stopped
};

}  // namespace full_circle::engagement
