/*
 * Reference sender of the UART keypad, protocol version 1 (uart-keypad.md), for any microcontroller: no memory beyond
 * what is below, no interrupt, no floating point. Copy it, and give it three things:
 *   uart_keypad_put(byte)       puts a byte into the UART, 115200 baud, 8 data bits, no parity, 1 stop bit
 *   uart_keypad_closed(contact) whether that contact is closed now; with or without a debounce of your own
 *   uart_keypad_poll(now_ms)    is called by your main loop every 1 or 2 ms, with a clock in milliseconds
 * MIT licence, as the project.
 */
#include <stdbool.h>
#include <stdint.h>

#ifndef UART_KEYPAD_CONTACTS
#define UART_KEYPAD_CONTACTS 42 /* 1 to 210 */
#endif

void uart_keypad_put(uint8_t byte);
bool uart_keypad_closed(uint8_t contact);
void uart_keypad_poll(uint16_t now_ms);

enum {
  START = 0x80,      /* the highest bit is set in the first byte of a frame, and in no other */
  VERSION = 1,       /* of the protocol */
  STATE_BYTES = (UART_KEYPAD_CONTACTS + 6) / 7,
  REPEAT_MS = 25,    /* a frame that is lost is made good by the next */
  LAST_REPEATS = 4,  /* how often the state is told again after its last change */
  MIN_GAP_MS = 2     /* between two frames, however fast contacts bounce */
};

static uint16_t crc;
static uint8_t told[STATE_BYTES];
static uint8_t repeats_left;
static uint16_t sent_ms;

/* CRC-16/CCITT-FALSE: polynomial 0x1021, begins with 0xFFFF; "123456789" gives 0x29B1. */
static void put_checked(uint8_t byte) {
  crc ^= (uint16_t)(byte << 8);
  for (uint8_t bit = 0; bit < 8; bit += 1) {
    crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
  }
  uart_keypad_put(byte);
}

static void send_frame(uint16_t now_ms) {
  uint16_t check;
  crc = 0xFFFF;
  put_checked(START | VERSION);
  put_checked(2 + STATE_BYTES);          /* how many bytes follow before the checksum */
  put_checked(now_ms & 0x7F);            /* the clock, its lower 7 bits first, 14 bits in all */
  put_checked(now_ms >> 7 & 0x7F);
  for (uint8_t i = 0; i < STATE_BYTES; i += 1) put_checked(told[i]);
  check = crc;
  uart_keypad_put((uint8_t)(check >> 14)); /* 16 bits in three bytes, the highest first */
  uart_keypad_put(check >> 7 & 0x7F);
  uart_keypad_put(check & 0x7F);
  sent_ms = now_ms;
}

void uart_keypad_poll(uint16_t now_ms) {
  uint16_t since_ms = (uint16_t)(now_ms - sent_ms);
  bool changed = false;
  bool any = false;
  uint8_t state[STATE_BYTES] = {0};
  for (uint8_t contact = 0; contact < UART_KEYPAD_CONTACTS; contact += 1) {
    if (uart_keypad_closed(contact)) state[contact / 7] |= (uint8_t)(1 << contact % 7);
  }
  for (uint8_t i = 0; i < STATE_BYTES; i += 1) {
    changed |= state[i] != told[i];
    any |= told[i] != 0;
  }
  if (changed && since_ms >= MIN_GAP_MS) {
    for (uint8_t i = 0; i < STATE_BYTES; i += 1) told[i] = state[i];
    repeats_left = LAST_REPEATS;
    send_frame(now_ms);
  } else if ((any || repeats_left > 0) && since_ms >= REPEAT_MS) {
    if (repeats_left > 0) repeats_left -= 1;
    send_frame(now_ms);
  }
}
