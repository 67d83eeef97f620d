// Every mistake of a caller is thrown as one of these and becomes a JavaScript Error with a `code`.
#pragma once

#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <system_error>

enum class FailureCode : uint8_t {
  Argument,   // wrong type, out of range, unknown name
  Deleted,    // the handle's thing is gone
  Closed,     // LVGL is not open
  Thread,     // LVGL belongs to another thread
  Busy,       // not from inside this callback
  Assertion,  // LVGL's own assertion failed
  System,     // a device or a file
};

class Failure : public std::runtime_error {
 public:
  Failure(FailureCode code, const std::string &message, int systemError = 0)
      : std::runtime_error(message), code(code), systemError(systemError) {}
  const FailureCode code;
  const int systemError;  // the errno of a call that the kernel refused, else 0
};

[[noreturn]] inline void failSystem(const std::string &what, int error = errno) {
  throw Failure(FailureCode::System, what + ": " + std::generic_category().message(error), error);
}

inline const char *failureName(FailureCode code) {
  switch (code) {
    case FailureCode::Argument: return "LVGL_ARGUMENT";
    case FailureCode::Deleted: return "LVGL_DELETED";
    case FailureCode::Closed: return "LVGL_CLOSED";
    case FailureCode::Thread: return "LVGL_THREAD";
    case FailureCode::Busy: return "LVGL_BUSY";
    case FailureCode::Assertion: return "LVGL_ASSERTION";
    case FailureCode::System: return "LVGL_SYSTEM";
  }
  return "LVGL_ARGUMENT";
}
