// A plugin of QEMU that counts the instructions that each processor of the guest runs, in a file that the bench reads
// while the machine runs: `-plugin instructions.so,counts=FILE`. The functions of QEMU that it calls are declared here,
// because Debian ships no header for them (docs of QEMU: TCG plugins, API version 2).
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
enum { NO_REGISTERS = 0, PROCESSORS = 8 };
void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, void (*translated)(plugin_id, struct qemu_plugin_tb *));
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *block, void (*run)(unsigned, void *), int flags,
                                          void *data);

__attribute__((visibility("default"))) int qemu_plugin_version = 2;
static volatile uint64_t *counts;

static void run(unsigned processor, void *instructions) {
  if (processor < PROCESSORS) counts[processor] += (uintptr_t)instructions;
}

static void translated(plugin_id id, struct qemu_plugin_tb *block) {
  (void)id;
  void *instructions = (void *)(uintptr_t)qemu_plugin_tb_n_insns(block);
  qemu_plugin_register_vcpu_tb_exec_cb(block, run, NO_REGISTERS, instructions);
}

__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void *machine, int count,
                                                               char **words) {
  (void)machine;
  const char name[] = "counts=";
  if (count != 1 || strncmp(words[0], name, sizeof name - 1) != 0) return 1;
  int file = open(words[0] + sizeof name - 1, O_RDWR | O_CREAT, 0600);
  if (file < 0 || ftruncate(file, PROCESSORS * sizeof *counts) != 0) return 1;
  void *shared = mmap(NULL, PROCESSORS * sizeof *counts, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (shared == MAP_FAILED) return 1;
  counts = shared;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  return 0;
}
