/**
 * Settles at the first SIGINT, SIGTERM or SIGHUP, at the order of a parent process to stop, or when that parent is gone.
 * What comes after does not cut short what the first began. Says at the terminal that it stops, since that may take a
 * moment; a forked program leaves this to its parent.
 */
export async function untilAskedToStop(): Promise<null> {
  return new Promise((resolve) => {
    const stop = (): void => {
      resolve(null);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    if (process.send === undefined) {
      announceAtFirst(['SIGINT', 'SIGTERM']);
      return;
    }
    process.on('disconnect', stop);
    // A parent that went before we listened tells nothing any more.
    if (!process.connected) stop();
    process.on('message', (message) => {
      if ((message as { readonly kind?: unknown }).kind === 'stop') stop();
    });
  });
}

/** Not for SIGHUP: then the terminal is gone. */
function announceAtFirst(signals: readonly NodeJS.Signals[]): void {
  let announced = false;
  for (const signal of signals) {
    process.on(signal, () => {
      // A terminal shows ^C at the beginning of the line.
      if (!announced) process.stdout.write(`${process.stdout.isTTY ? '\n' : ''}Stopping ...\n`);
      announced = true;
    });
  }
}
