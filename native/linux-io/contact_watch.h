// Looks at the contacts of a keypad for as long as its thread runs, and tells each change.
#pragma once

#include <cstdint>
#include <vector>

#include "contacts.h"
#include "watcher.h"

struct Pace {
  int64_t scanNs;    // between two scans while contacts change
  int64_t settleNs;  // for how long they count as changing after their last change
  int64_t heldNs;    // between two scans while a key is held
};

// The newest edge in the kernel's queue; of no column when there was none.
struct Edge {
  uint64_t column = 0;
  bool isRising = false;
  int64_t atNs = 0;
};

class ContactWatch {
 public:
  ContactWatch(const Wiring &wiring, const Pace &pace) : contacts_(wiring), pace_(pace) {}

  // Ends when the watcher is stopped.
  void run(Watcher &watcher);

 private:
  void lookAtKeys(Watcher &watcher);
  void lookAtMatrix(Watcher &watcher);
  Edge lastEdge() const;
  int64_t heldNs() const;
  int64_t whenChanged(const Edge &edge, uint64_t active, int64_t startedNs) const;
  void tell(Watcher &watcher, const std::vector<uint32_t> &closed, int64_t atNs);
  int64_t nextLookNs() const;

  const Contacts contacts_;
  const Pace pace_;
  std::vector<uint32_t> told_;
  uint64_t active_ = 0;
  uint32_t edgesSeen_ = 0;
  int64_t toldNs_ = 0;
  int64_t changedNs_ = nowNs();
  int64_t scannedNs_ = 0;
  int64_t scanLastedNs_ = 0;
  int64_t gapNs_ = 0;  // before the next look, whatever wakes meanwhile
};
