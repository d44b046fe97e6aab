#include "adapters/notifier/mail_folder.hpp"

#include "adapters/shared/whole_file.hpp"

namespace full_circle::notifier {

namespace {

class MailFolder final : public Carrier {
 public:
  explicit MailFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}
  Sent carry(const std::string& name, const std::string&, const std::string&,
             const std::string& message) override {
    const std::filesystem::path path = m_folder / (name + ".eml");
    if (!std::filesystem::exists(path)) shared::write_whole_file(path, message, shared::ReadBy::owner);
    return {};
  }

 private:
  std::filesystem::path m_folder;
};

}  // namespace

OpenCarrier into_folder(std::filesystem::path folder) {
  shared::make_private_folder(folder);
  return [folder = std::move(folder)](const std::string&) { return std::make_unique<MailFolder>(folder); };
}

}  // namespace full_circle::notifier
