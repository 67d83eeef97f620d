#include "parts.h"

double partHandle(ObjectRecord &owner, PartKind partKind, void *pointer) {
  const auto found = owner.parts.find(pointer);
  if (found != owner.parts.end()) return found->second;
  const double handle = owner.environment.records.add(std::make_unique<PartRecord>(partKind, pointer, owner.handle));
  owner.parts.emplace(pointer, handle);
  return handle;
}

void *partPointer(Environment &environment, const ObjectRecord &owner, PartKind partKind, double handle) {
  const auto &part = static_cast<PartRecord &>(environment.records.get(handle, Kind::Part));
  if (part.partKind != partKind) {
    throw Failure(FailureCode::Argument, "the part is of another kind (series, cursor, section, span)");
  }
  if (part.owner != owner.handle) throw Failure(FailureCode::Argument, "the part belongs to another widget");
  return part.pointer;
}

void forgetPart(ObjectRecord &owner, void *pointer) {
  const auto found = owner.parts.find(pointer);
  if (found == owner.parts.end()) return;
  owner.environment.bury(owner.environment.records.remove(found->second));
  owner.parts.erase(found);
}
