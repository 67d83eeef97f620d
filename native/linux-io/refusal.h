// What the kernel refuses. It becomes a JavaScript Error that looks like those of node:fs: code, errno, syscall, path.
#pragma once

#include <napi.h>

#include <cerrno>
#include <functional>
#include <stdexcept>
#include <string>

class Refusal : public std::runtime_error {
 public:
  Refusal(int number, const char *call, const std::string &path);

  const int number;
  const char *const call;
  const std::string path;
};

// The name of an error of the kernel, such as ENODEV.
const char *nameOf(int number);

// Throws the kernel's last refusal.
[[noreturn]] void refuse(const char *call, const std::string &path);

Napi::Error toError(Napi::Env js, const Refusal &refusal);

// Runs what may be refused, and throws a refusal as a JavaScript Error.
Napi::Value guarded(Napi::Env js, const std::function<Napi::Value()> &work);
