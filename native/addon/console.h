// The kernel's text console, which would draw over our pictures in a framebuffer.
#pragma once

#include <string>

// Makes the terminal at `path` leave its screen alone, or draw on it again. Throws Failure (System).
void setConsoleDraws(const std::string &path, bool draws);
