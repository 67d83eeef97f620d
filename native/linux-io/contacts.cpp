#include "contacts.h"

#include "watcher.h"

namespace {

uint64_t inputFlags(const Wiring &wiring) {
  uint64_t flags = GPIO_V2_LINE_FLAG_INPUT;
  flags |= GPIO_V2_LINE_FLAG_EDGE_RISING;
  flags |= GPIO_V2_LINE_FLAG_EDGE_FALLING;
  if (wiring.activeLow) flags |= GPIO_V2_LINE_FLAG_ACTIVE_LOW;
  if (wiring.pulled) {
    flags |= wiring.activeLow ? GPIO_V2_LINE_FLAG_BIAS_PULL_UP : GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN;
  }
  return flags;
}

uint64_t rowFlags(const Wiring &wiring) {
  uint64_t flags = GPIO_V2_LINE_FLAG_OUTPUT;
  if (!wiring.activeLow) return flags | GPIO_V2_LINE_FLAG_OPEN_SOURCE;
  flags |= GPIO_V2_LINE_FLAG_ACTIVE_LOW;
  return flags | GPIO_V2_LINE_FLAG_OPEN_DRAIN;
}

void addColumns(std::vector<uint32_t> &contacts, uint64_t active, uint32_t first, size_t count) {
  for (uint32_t column = 0; column < count; column += 1) {
    if ((active >> column & 1) != 0) contacts.push_back(first + column);
  }
}

}  // namespace

Contacts::Contacts(const Wiring &wiring)
    : lines_(wiring.columns),
      settleNs_(wiring.settleNs),
      columns_(wiring.chipPath, wiring.columns, inputFlags(wiring), 0) {
  if (!wiring.rows.empty()) {
    rows_ = std::make_unique<LineRequest>(wiring.chipPath, wiring.rows, rowFlags(wiring), ~0ULL);
  }
}

std::vector<uint32_t> Contacts::scan(uint64_t active) const {
  std::vector<uint32_t> contacts;
  uint64_t driven = rows_->all();
  uint32_t first = 0;
  for (uint64_t row = 1; (row & rows_->all()) != 0; row <<= 1, first += static_cast<uint32_t>(lines_.size())) {
    // Only rows that change: on a chip behind a bus each line costs a transfer.
    rows_->write((driven ^ row) | row, row);
    driven = row;
    settle();
    addColumns(contacts, columns_.read(active), first, lines_.size());
  }
  rows_->write(rows_->all(), rows_->all());
  settle();
  return contacts;
}

std::vector<uint32_t> Contacts::direct(uint64_t active) const {
  std::vector<uint32_t> contacts;
  addColumns(contacts, active, 0, lines_.size());
  return contacts;
}

uint64_t Contacts::columnOf(uint32_t line) const {
  for (size_t column = 0; column < lines_.size(); column += 1) {
    if (lines_[column] == line) return 1ULL << column;
  }
  return 0;
}

// A column that was high falls through its resistor. This takes microseconds, less than going to sleep would.
void Contacts::settle() const {
  const int64_t until = nowNs() + settleNs_;
  while (nowNs() < until) {
  }
}
