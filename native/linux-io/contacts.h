// The contacts of a keypad on GPIO lines: a matrix, or a line for each key.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "line_request.h"

struct Wiring {
  std::string chipPath;
  std::vector<uint32_t> rows;  // none: each column is a key
  std::vector<uint32_t> columns;
  bool activeLow;
  bool pulled;  // the chip's own resistors hold a column at rest
  int64_t settleNs;
};

// Rows are open at rest (open source, or open drain when they are active low): the chip makes an input of a row that is
// not driven, and so two keys of one column can never join a high row to a low one.
class Contacts {
 public:
  explicit Contacts(const Wiring &wiring);

  bool isMatrix() const { return rows_ != nullptr; }
  const LineRequest &columns() const { return columns_; }
  // Which columns are active while all rows are driven, as they are whenever no scan runs.
  uint64_t activeColumns() const { return columns_.read(columns_.all()); }
  // Drives one row after the other and reads these columns. Contacts are `row * columns + column`, ascending.
  std::vector<uint32_t> scan(uint64_t active) const;
  // The contacts of keys that have a line each.
  std::vector<uint32_t> direct(uint64_t active) const;
  // Which column the line is in the chip.
  uint64_t columnOf(uint32_t line) const;

 private:
  void settle() const;

  std::vector<uint32_t> lines_;
  int64_t settleNs_;
  LineRequest columns_;
  std::unique_ptr<LineRequest> rows_;
};
