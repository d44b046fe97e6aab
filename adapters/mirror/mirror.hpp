#pragma once
/// Copies of the public site on other servers. The folder here is what counts; a copy follows it, and nothing
/// that somebody else put beside it is touched.

#include "adapters/mirror/remote.hpp"
#include "engine/ports/adapter.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace full_circle::mirror {

struct MirrorOptions {
  std::string name;              ///< the adapter is "mirror:NAME"
  std::filesystem::path site;    ///< the folder that holds have-your-say/ and robots.txt
  std::filesystem::path ledger;  ///< file: what was put there, as path → hash
};

/// How a copy differs from what should be there.
struct Difference {
  enum class Kind { missing, changed, left_over } kind = Kind::missing;
  std::string path;
};

/// The public files of the site, by path, in the order in which they go out: what pages need, pages, and at
/// last what lists them. Throws std::system_error.
std::vector<std::string> site_files(const std::filesystem::path& site);

class Mirror {
 public:
  Mirror(MirrorOptions options, std::unique_ptr<Remote> remote);
  /// Puts what changed since it was last put, and takes away what we had put and no longer show.
  Delivered follow();
  /// Looks at every file there is and should be; nothing is changed. A failure in `failed` ends the looking.
  struct Finding {
    std::vector<Difference> differences;
    std::optional<Delivered> failed;
  };
  Finding check();
  /// Puts right what check() found.
  Delivered mend(const std::vector<Difference>& differences);

 private:
  using Hashes = std::map<std::string, std::string>;
  Hashes kept() const;
  void keep(const Hashes& hashes) const;
  std::optional<Delivered> put(const std::string& path, Hashes& hashes);
  std::optional<Delivered> take_away(const std::string& path, Hashes& hashes);

  MirrorOptions m_options;
  std::unique_ptr<Remote> m_remote;
};

/// Payload: adapters/README.md, "mirror:NAME".
std::unique_ptr<Adapter> make_mirror(MirrorOptions options, std::unique_ptr<Remote> remote);

}  // namespace full_circle::mirror
