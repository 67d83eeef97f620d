#include "refusal.h"

#include <cstring>
#include <system_error>

Refusal::Refusal(int number, const char *call, const std::string &path)
    : std::runtime_error(std::string(nameOf(number)) + ": " + std::generic_category().message(number) + ", " + call +
                         " '" + path + "'"),
      number(number),
      call(call),
      path(path) {}

const char *nameOf(int number) {
  const char *name = strerrorname_np(number);
  return name == nullptr ? "EUNKNOWN" : name;
}

void refuse(const char *call, const std::string &path) { throw Refusal(errno, call, path); }

Napi::Error toError(Napi::Env js, const Refusal &refusal) {
  Napi::Error error = Napi::Error::New(js, refusal.what());
  error.Set("code", nameOf(refusal.number));
  error.Set("errno", Napi::Number::New(js, -refusal.number));
  error.Set("syscall", refusal.call);
  error.Set("path", refusal.path);
  return error;
}

Napi::Value guarded(Napi::Env js, const std::function<Napi::Value()> &work) {
  try {
    return work();
  } catch (const Refusal &refusal) {
    throw toError(js, refusal);
  }
}
