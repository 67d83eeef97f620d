// A datagram to a unix socket, for which Node has no sockets: systemd hears that way from its services.
#pragma once

#include <string>

// Sends the text at once, or throws a Refusal: it never waits for who should read it. A path that begins with @ names a
// socket without a file, as the kernel's abstract names are written.
void sendDatagram(const std::string &path, const std::string &text);
