/**
 * Settles at the first SIGINT, SIGTERM or SIGHUP, at the order of a parent process to stop, or when that parent is gone. What comes
 * after does not cut short what the first began.
 */
export async function untilAskedToStop(): Promise<null> {
  return new Promise((resolve) => {
    const stop = (): void => {
      resolve(null);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    if (process.send === undefined) return;
    process.on('disconnect', stop);
    // A parent that went before we listened tells nothing any more.
    if (!process.connected) stop();
    process.on('message', (message) => {
      if ((message as { readonly kind?: unknown }).kind === 'stop') stop();
    });
  });
}
