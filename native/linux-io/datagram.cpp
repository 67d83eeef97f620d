#include "datagram.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>

#include "file.h"
#include "refusal.h"

void sendDatagram(const std::string &path, const std::string &text) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.empty()) throw Refusal(ENOENT, "sendto", path);
  if (path.size() >= sizeof address.sun_path) throw Refusal(ENAMETOOLONG, "sendto", path);
  path.copy(static_cast<char *>(address.sun_path), path.size());
  if (path.front() == '@') address.sun_path[0] = '\0';
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());

  const File socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), path);
  if (!socket.isOpen()) refuse("socket", path);
  const auto *to = reinterpret_cast<const sockaddr *>(&address);
  if (::sendto(socket.number(), text.data(), text.size(), MSG_NOSIGNAL, to, length) < 0) refuse("sendto", path);
}
