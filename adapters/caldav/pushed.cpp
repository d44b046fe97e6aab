#include "adapters/caldav/pushed.hpp"

#include "adapters/shared/payload.hpp"
#include "adapters/shared/whole_file.hpp"

#include <boost/json.hpp>

namespace full_circle::caldav {

Pushed read_pushed(const std::filesystem::path& file) {
  const auto content = shared::read_whole_file(file);
  if (!content) return {};
  shared::Payload payload(*content);
  shared::Fields fields = payload.fields();
  Pushed pushed;
  pushed.version = fields.number("version", -1, std::int64_t{1} << 53);
  for (auto& uid : fields.texts("uids")) pushed.uids.insert(std::move(uid));
  return payload.ok() ? pushed : Pushed{};
}

void write_pushed(const std::filesystem::path& file, const Pushed& pushed) {
  const boost::json::object content{{"version", pushed.version},
                                    {"uids", boost::json::array(pushed.uids.begin(), pushed.uids.end())}};
  shared::write_whole_file(file, boost::json::serialize(content) + "\n", shared::ReadBy::owner);
}

}  // namespace full_circle::caldav
