#include "contact_watch.h"

#include <algorithm>

namespace {

// A column that floats makes edges without end. Looking at them no oftener keeps them from taking the processor.
constexpr int64_t minGapNs = 1'000'000;
// Edges that a scan has made come late from a chip behind a slow bus. They are looked at together.
constexpr int64_t maxGapNs = 10'000'000;
constexpr double nsPerMs = 1e6;

}  // namespace

void ContactWatch::run(Watcher &watcher) {
  do {
    gapNs_ = minGapNs;
    if (contacts_.isMatrix()) {
      lookAtMatrix(watcher);
    } else {
      lookAtKeys(watcher);
    }
    if (!watcher.pause(gapNs_)) return;
  } while (watcher.wait(contacts_.columns().file(), nextLookNs()) != Watcher::Wake::Stopped);
}

// Each edge in the kernel's queue is a change with a time of its own, however late we come. Levels are ahead of the
// queue, so they are read only when edges are missing: at the start, and after the queue was full.
void ContactWatch::lookAtKeys(Watcher &watcher) {
  gpio_v2_line_event edge = {};
  bool isComplete = edgesSeen_ > 0;
  while (contacts_.columns().nextEdge(edge)) {
    isComplete = isComplete && edge.seqno == edgesSeen_ + 1;
    edgesSeen_ = edge.seqno;
    const uint64_t column = contacts_.columnOf(edge.offset);
    active_ = edge.id == GPIO_V2_LINE_EVENT_RISING_EDGE ? active_ | column : active_ & ~column;
    tell(watcher, contacts_.direct(active_), static_cast<int64_t>(edge.timestamp_ns));
  }
  const int64_t atNs = nowNs();
  if (!isComplete) active_ = contacts_.activeColumns();
  tell(watcher, contacts_.direct(active_), atNs);
}

void ContactWatch::lookAtMatrix(Watcher &watcher) {
  const int64_t startedNs = nowNs();
  // A scan makes edges of its own, so an edge alone proves nothing.
  const Edge edge = lastEdge();
  const uint64_t active = contacts_.activeColumns();
  const bool hasChanged = active != active_;
  const int64_t dueNs = scannedNs_ + (startedNs - changedNs_ < pace_.settleNs ? pace_.scanNs : heldNs());
  if (active != 0 && !hasChanged && startedNs < dueNs - minGapNs) return;
  const int64_t atNs = whenChanged(edge, active, startedNs);
  if (hasChanged) changedNs_ = startedNs;
  active_ = active;
  std::vector<uint32_t> closed;
  if (active != 0) {
    const int64_t scanNs = nowNs();
    closed = contacts_.scan(active);
    scannedNs_ = nowNs();
    scanLastedNs_ = scannedNs_ - scanNs;
    gapNs_ = std::clamp(scanLastedNs_, minGapNs, maxGapNs);
  }
  tell(watcher, closed, atNs);
}

// The time of the edge, where it is of a column that has changed, to what the column is now, and after the last scan.
int64_t ContactWatch::whenChanged(const Edge &edge, uint64_t active, int64_t startedNs) const {
  const bool isOfChange = (edge.column & (active ^ active_)) != 0 && edge.isRising == ((edge.column & active) != 0);
  return isOfChange && edge.atNs > scannedNs_ ? edge.atNs : startedNs;
}

Edge ContactWatch::lastEdge() const {
  gpio_v2_line_event event = {};
  Edge last;
  while (contacts_.columns().nextEdge(event)) {
    last = {.column = contacts_.columnOf(event.offset),
            .isRising = event.id == GPIO_V2_LINE_EVENT_RISING_EDGE,
            .atNs = static_cast<int64_t>(event.timestamp_ns)};
  }
  return last;
}

// On a chip behind a slow bus scans take no more than a twentieth of the time, as long as that is often enough.
int64_t ContactWatch::heldNs() const { return std::max(pace_.heldNs, std::min(20 * scanLastedNs_, 5 * pace_.heldNs)); }

void ContactWatch::tell(Watcher &watcher, const std::vector<uint32_t> &closed, int64_t atNs) {
  if (closed == told_) return;
  const int64_t orderedNs = std::max(toldNs_, std::min(atNs, nowNs()));
  const bool isTaken = watcher.tell([closed, orderedNs](Napi::Env js, Napi::Function callback) {
    Napi::Array contacts = Napi::Array::New(js, closed.size());
    for (uint32_t index = 0; index < closed.size(); index += 1) contacts[index] = closed[index];
    callback.Call({Napi::Number::New(js, static_cast<double>(nowNs() - orderedNs) / nsPerMs), contacts});
  });
  // Something will be looked at again soon, whether it has changed or could not be told.
  changedNs_ = nowNs();
  if (!isTaken) return;
  told_ = closed;
  toldNs_ = orderedNs;
}

// Edges wake at every change but two: of a key in the column of another that is held, and one that JavaScript had no
// room for.
int64_t ContactWatch::nextLookNs() const {
  const int64_t now = nowNs();
  if (now - changedNs_ < pace_.settleNs) return now + pace_.scanNs;
  return contacts_.isMatrix() && active_ != 0 ? now + heldNs() : -1;
}
