// JavaScript holds numbers (handles). This table finds the thing for a handle, or throws when the thing is gone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

enum class Kind : uint8_t { Object, Display, Group, Keypad, Timer, Animation, Style, Image, Font, Part };

const char *kindName(Kind kind);

class Record {
 public:
  explicit Record(Kind kind) : kind(kind) {}
  virtual ~Record() = default;
  Record(const Record &) = delete;
  Record &operator=(const Record &) = delete;

  const Kind kind;
  double handle = 0;
};

class RecordTable {
 public:
  double add(std::unique_ptr<Record> record);

  // Throws Failure (Deleted, Argument) unless `handle` is a living record of this kind.
  Record &get(double handle, Kind kind) const;

  // The handle is dead from here on. Whoever takes the record decides when its memory is freed.
  std::unique_ptr<Record> remove(double handle);

  std::vector<Record *> all(Kind kind) const;
  void clear();

 private:
  // A handle is generation * 2^slotBits + slot. It is exact in a double, and never used again for another thing.
  static constexpr double slotCount = 4194304;  // 2^22
  static constexpr uint32_t lastGeneration = 0x7fffffff;

  struct Slot {
    std::unique_ptr<Record> record;
    uint32_t generation = 0;
    Kind lastKind = Kind::Object;
  };

  static uint32_t firstGeneration();

  // Generations continue where every earlier table of the process ended, so that its handles are not valid in this one.
  const uint32_t firstGeneration_ = firstGeneration();
  std::vector<Slot> slots_;
  std::vector<uint32_t> free_;
};
