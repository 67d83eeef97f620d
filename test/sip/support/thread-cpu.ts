/** Milliseconds of processor time that this thread has used: what code costs, however busy the machine is with others. */
export function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
