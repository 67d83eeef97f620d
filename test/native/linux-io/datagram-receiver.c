// Prints each datagram that comes to a unix socket, a line each: `datagram-receiver PATH`. A path that begins with @ is
// a name without a file. Prints "listening" first.
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int count, char **words) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (count != 2 || strlen(words[1]) >= sizeof address.sun_path) return 2;
  strcpy(address.sun_path, words[1]);
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  int socket_ = socket(AF_UNIX, SOCK_DGRAM, 0);
  socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(words[1]));
  if (bind(socket_, (struct sockaddr *)&address, length) != 0) return perror("bind"), 1;
  puts("listening");
  fflush(stdout);
  char text[4096];
  for (ssize_t size; (size = read(socket_, text, sizeof text)) >= 0;) {
    printf("%.*s\n", (int)size, text);
    fflush(stdout);
  }
  return 1;
}
