#include "server/app/push_key.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace goldenfour::app {
namespace {

using notify::P256Key;

constexpr std::size_t kFileBytes = 16 * 1024;

tl::unexpected<std::string> wrong(const std::string& file, const std::string& what) {
  return tl::unexpected("push.vapid_key: " + file + " " + what);
}

/// Closes what it holds.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

tl::expected<P256Key, std::string> make_key(const std::string& file) {
  const P256Key key = P256Key::generate();
  const std::string pem = key.pem();
  const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const bool written =
      out.number() >= 0 &&
      ::write(out.number(), pem.data(), pem.size()) == static_cast<ssize_t>(pem.size()) &&
      ::fsync(out.number()) == 0;
  if (!written) return wrong(file, std::string("cannot be written: ") + std::strerror(errno));
  return key;
}

}  // namespace

tl::expected<P256Key, std::string> load_or_make_key(const std::string& file) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.number() < 0 && errno == ENOENT) return make_key(file);
  struct stat status{};
  if (in.number() < 0 || ::fstat(in.number(), &status) != 0)
    return wrong(file, std::string("cannot be read: ") + std::strerror(errno));
  if ((status.st_mode & 077) != 0) return wrong(file, "is open to others; run: chmod 600 " + file);
  std::string pem(kFileBytes, '\0');
  const ssize_t size = ::read(in.number(), pem.data(), pem.size());
  pem.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  const auto key = P256Key::from_pem(pem);
  if (!key) return wrong(file, "holds no private key on P-256; move it away to have one made");
  return *key;
}

}  // namespace goldenfour::app
