// Memory that a resting process can do without.
#pragma once

#include <cstddef>

// Gives it back to the kernel, and tells how many bytes of files that was. What is needed again is mapped from the page
// cache when it is touched. Throws a Refusal when the kernel does not tell what is mapped.
size_t giveBackMemory();
