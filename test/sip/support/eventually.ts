/** Waits, turn by turn of the event loop, until something is so: for what comes over a real socket. Throws after 4 s. */
export async function eventually(what: string, condition: () => boolean): Promise<void> {
  const untilMs = performance.now() + 4_000;
  while (!condition()) {
    if (performance.now() > untilMs) throw new Error(`it never came to this: ${what}`);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
