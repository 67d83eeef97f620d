/**
 * Settles at the first SIGINT, SIGTERM or SIGHUP, when a parent process orders to stop, or when that parent has gone.
 * Later signals do not interrupt the stopping. Says on the terminal that the program stops, because that may take a
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
    // A parent that went before we listened sends no 'disconnect' any more.
    if (!process.connected) stop();
    process.on('message', (message) => {
      if ((message as { readonly kind?: unknown }).kind === 'stop') stop();
    });
  });
}

/** Prints the line at the first of these signals. SIGHUP is not one of them, because then the terminal is gone. */
function announceAtFirst(signals: readonly NodeJS.Signals[]): void {
  let announced = false;
  for (const signal of signals) {
    process.on(signal, () => {
      // The terminal has just printed ^C on this line.
      if (!announced) process.stdout.write(`${process.stdout.isTTY ? '\n' : ''}Stopping ...\n`);
      announced = true;
    });
  }
}
