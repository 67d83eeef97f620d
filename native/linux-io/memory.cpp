#include "memory.h"

#include <malloc.h>
#include <sys/mman.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "refusal.h"

namespace {

constexpr const char *kMappings = "/proc/self/smaps";

struct Mapping {
  uintptr_t begin = 0;
  uintptr_t end = 0;
  // Of a file, and no page of it can be written.
  bool isRead = false;
  size_t residentKb = 0;
  // Pages that were changed after they were read, as the loader does, and that no file holds.
  size_t changedKb = 0;
};

// The first line of a mapping: begin-end, rights, offset, device, inode, path.
bool readHead(const std::string &line, Mapping &mapping) {
  std::istringstream words(line);
  char dash = 0;
  std::string rights;
  std::string offset;
  std::string device;
  uint64_t inode = 0;
  words >> std::hex >> mapping.begin >> dash >> mapping.end >> rights >> offset >> device >> std::dec >> inode;
  if (!words || dash != '-' || rights.size() < 2) return false;
  mapping.isRead = inode != 0 && rights[0] == 'r' && rights[1] != 'w';
  return true;
}

// A later line: name and kilobytes.
void readField(const std::string &line, Mapping &mapping) {
  std::istringstream words(line);
  std::string name;
  size_t kilobytes = 0;
  words >> name >> kilobytes;
  if (!words) return;
  if (name == "Rss:") mapping.residentKb = kilobytes;
  if (name == "Anonymous:") mapping.changedKb = kilobytes;
}

std::vector<Mapping> mappings() {
  std::ifstream file(kMappings);
  if (!file) refuse("open", kMappings);
  std::vector<Mapping> found;
  for (std::string line; std::getline(file, line);) {
    Mapping next;
    if (readHead(line, next)) {
      found.push_back(next);
    } else if (!found.empty()) {
      readField(line, found.back());
    }
  }
  return found;
}

}  // namespace

size_t giveBackMemory() {
  malloc_trim(0);
  size_t bytes = 0;
  for (const Mapping &mapping : mappings()) {
    if (!mapping.isRead || mapping.changedKb > 0) continue;
    // Not MADV_PAGEOUT: the kernel heeds it only for who owns the file, and a handset's program belongs to root.
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel tells addresses as numbers
    if (madvise(reinterpret_cast<void *>(mapping.begin), mapping.end - mapping.begin, MADV_DONTNEED) != 0) continue;
    bytes += mapping.residentKb * 1024;
  }
  return bytes;
}
