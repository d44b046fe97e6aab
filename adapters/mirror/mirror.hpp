#pragma once
/// Copies of the public site on other servers. The folder here is what counts; a copy follows it, and nothing
/// that somebody else put beside it is touched.

#include "adapters/mirror/remote.hpp"
#include "engine/ports/adapter.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace full_circle::mirror {

struct MirrorOptions {
  std::string name;              ///< the adapter is "mirror:NAME"
  std::string server;            ///< kind and address; what was put on another is not known here
  std::filesystem::path site;    ///< the folder that holds have-your-say/ and robots.txt
  std::filesystem::path folder;  ///< ours alone: the ledger of what was put there, and a lock
  /// Why the site should not be copied as it stands, or empty.
  std::function<std::string()> held_back = [] { return std::string(); };
};

/// How a copy differs from what should be there.
struct Difference {
  enum class Kind { missing, changed, left_over } kind = Kind::missing;
  std::string path;
};

/// The public files of the site, by path, in the order in which they go out: what pages need, pages, and at
/// last what lists them. Throws std::system_error.
std::vector<std::string> site_files(const std::filesystem::path& site);

enum class Mend { no, yes };

/// One process works on a copy at a time; another waits. What is refused holds up nothing else: the outcome
/// names it at the end.
class Mirror {
 public:
  Mirror(MirrorOptions options, std::unique_ptr<Remote> remote);
  /// Puts what changed since it was last put, and takes away what we had put and no longer show.
  Delivered follow();
  /// Looks at every file there is and should be, and with Mend::yes puts right what differs.
  struct Finding {
    std::vector<Difference> differences;
    std::optional<Delivered> failed;  ///< what could not be looked at or put right
  };
  Finding check(Mend mend);

 private:
  MirrorOptions m_options;
  std::unique_ptr<Remote> m_remote;
};

/// Payload: adapters/README.md, "mirror:NAME".
std::unique_ptr<Adapter> make_mirror(MirrorOptions options, std::unique_ptr<Remote> remote);

}  // namespace full_circle::mirror
