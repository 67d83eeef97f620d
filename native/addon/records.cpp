#include "records.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "failure.h"

namespace {

std::atomic<uint32_t> highestGeneration{0};

}  // namespace

const char *kindName(Kind kind) {
  switch (kind) {
    case Kind::Object: return "object";
    case Kind::Display: return "display";
    case Kind::Group: return "group";
    case Kind::Keypad: return "keypad";
    case Kind::Timer: return "timer";
    case Kind::Animation: return "animation";
    case Kind::Style: return "style";
    case Kind::Image: return "image";
    case Kind::Font: return "font";
    case Kind::Part: return "part of a widget";
  }
  return "thing";
}

double RecordTable::add(std::unique_ptr<Record> record) {
  uint32_t index = 0;
  if (free_.empty()) {
    if (static_cast<double>(slots_.size()) >= slotCount) {
      throw Failure(FailureCode::Argument, "too many things: 4194304 handles are in use");
    }
    index = static_cast<uint32_t>(slots_.size());
    slots_.emplace_back();
    slots_.back().generation = firstGeneration_;
  } else {
    index = free_.back();
    free_.pop_back();
  }
  Slot &slot = slots_[index];
  slot.generation += 1;
  highestGeneration = std::max(highestGeneration.load(), slot.generation);
  slot.lastKind = record->kind;
  record->handle = slot.generation * slotCount + index;
  slot.record = std::move(record);
  return slot.record->handle;
}

uint32_t RecordTable::firstGeneration() { return highestGeneration; }

Record &RecordTable::get(double handle, Kind kind) const {
  const double generation = std::floor(handle / slotCount);
  const double index = handle - generation * slotCount;
  if (!(generation >= 1) || index != std::floor(index)) {
    throw Failure(FailureCode::Argument, std::string("not a handle of a ") + kindName(kind));
  }
  if (index >= static_cast<double>(slots_.size())) {
    throw Failure(FailureCode::Deleted, std::string("the ") + kindName(kind) + " was deleted");
  }
  const Slot &slot = slots_[static_cast<size_t>(index)];
  if (slot.record == nullptr || slot.record->handle != handle) {
    const bool isLatest = slot.generation == generation;
    throw Failure(FailureCode::Deleted,
                  std::string("the ") + kindName(isLatest ? slot.lastKind : kind) + " was deleted");
  }
  if (slot.record->kind != kind) {
    throw Failure(FailureCode::Argument,
                  std::string("expected a ") + kindName(kind) + ", got a " + kindName(slot.record->kind));
  }
  return *slot.record;
}

std::unique_ptr<Record> RecordTable::remove(double handle) {
  const auto index = static_cast<size_t>(handle - std::floor(handle / slotCount) * slotCount);
  Slot &slot = slots_.at(index);
  // A slot whose generations are used up is never used again, so that no old handle can become valid.
  if (slot.generation < lastGeneration) free_.push_back(static_cast<uint32_t>(index));
  return std::move(slot.record);
}

std::vector<Record *> RecordTable::all(Kind kind) const {
  std::vector<Record *> found;
  for (const Slot &slot : slots_) {
    if (slot.record != nullptr && slot.record->kind == kind) found.push_back(slot.record.get());
  }
  return found;
}

void RecordTable::clear() {
  // Generations are kept, so that a handle from before close() is still dead after the next open().
  for (Slot &slot : slots_) {
    if (slot.record != nullptr) remove(slot.record->handle);
  }
}
