// Parts of a widget that LVGL knows by pointer: a chart's series and cursors, a scale's sections, a span.
#pragma once

#include "objects.h"
#include "records.h"

enum class PartKind : uint8_t { ChartSeries, ChartCursor, ScaleSection, Span };

class PartRecord : public Record {
 public:
  PartRecord(PartKind partKind, void *pointer, double owner)
      : Record(Kind::Part), partKind(partKind), pointer(pointer), owner(owner) {}
  const PartKind partKind;
  void *const pointer;
  const double owner;
};

double partHandle(ObjectRecord &owner, PartKind partKind, void *pointer);

// Checks kind and owner. The pointer is valid as long as the handle is.
void *partPointer(Environment &environment, const ObjectRecord &owner, PartKind partKind, double handle);

void forgetPart(ObjectRecord &owner, void *pointer);
