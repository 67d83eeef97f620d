// The reference sender at the end of a pseudo terminal: prints the name of the other end, then obeys lines on stdin.
//   closed CONTACT...   exactly these are closed from now on
//   lose BYTES          so many bytes of what is sent do not arrive
//   noise HEX           these bytes arrive
//   hang                the line is cut
//   wait MS             nothing
// Each is answered with "ok" when the sender has gone on for a millisecond, or for the time to wait.
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "uart-keypad.c"

static int line = -1;
static unsigned lost, waits;
static bool contacts[UART_KEYPAD_CONTACTS];

void uart_keypad_put(uint8_t byte) {
  if (lost > 0) lost -= 1;
  else if (line >= 0 && write(line, &byte, 1) != 1) perror("pty-keypad: write");
}

bool uart_keypad_closed(uint8_t contact) { return contacts[contact]; }

static uint16_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint16_t)(now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

static void obey(char *command) {
  char *word = strtok(command, " \n");
  if (word == NULL) return;
  if (strcmp(word, "closed") == 0) {
    memset(contacts, 0, sizeof contacts);
    while ((word = strtok(NULL, " \n")) != NULL) contacts[atoi(word)] = true;
  } else if (strcmp(word, "lose") == 0) {
    lost = (unsigned)atoi(strtok(NULL, " \n"));
  } else if (strcmp(word, "noise") == 0) {
    word = strtok(NULL, " \n");
    for (unsigned byte = 0; sscanf(word, "%2x", &byte) == 1; word += 2) {
      const uint8_t one = (uint8_t)byte;
      if (write(line, &one, 1) != 1) perror("pty-keypad: write");
    }
  } else if (strcmp(word, "wait") == 0) {
    waits = (unsigned)atoi(strtok(NULL, " \n")) + 1;
  } else if (strcmp(word, "hang") == 0) {
    close(line);
    line = -1;
  }
}

int main(void) {
  struct termios raw;
  char command[1000];
  struct pollfd input = {.fd = 0, .events = POLLIN};
  line = posix_openpt(O_RDWR | O_NOCTTY);
  if (line < 0 || grantpt(line) != 0 || unlockpt(line) != 0) return 1;
  // Open, so that what is sent before the handset opens the port does not end the line.
  const int other_end = open(ptsname(line), O_RDWR | O_NOCTTY);
  tcgetattr(other_end, &raw);
  cfmakeraw(&raw);
  tcsetattr(other_end, TCSANOW, &raw);
  printf("%s\n", ptsname(line));
  fflush(stdout);
  setvbuf(stdin, NULL, _IONBF, 0);
  for (;;) {
    const bool asked = poll(&input, 1, 1) > 0;
    if (asked) {
      if (fgets(command, sizeof command, stdin) == NULL) return 0;
      obey(command);
      if (line < 0) close(other_end);
    }
    uart_keypad_poll(now_ms());
    if (waits > 0) waits -= 1;
    if ((asked && waits == 0) || waits == 1) {
      printf("ok\n");
      fflush(stdout);
    }
  }
}
