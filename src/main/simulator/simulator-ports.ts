/** Port of the web page of `make run`. */
export const DEFAULT_PAGE_PORT = 8480;

/**
 * The port of the relay of `make run`. It is the one after the page's, so that it is the same at each start and the
 * file of another handset can name it. When the kernel chooses the page's port (0), it chooses the relay's too.
 */
export function relayPortBeside(pagePort: number): number {
  if (pagePort === 0) return 0;
  return pagePort < 65_535 ? pagePort + 1 : pagePort - 1;
}

/** Another port to try for the page when one of the two is taken; neither of the new pair is one of the old pair. */
export const anotherPort = (pagePort: number): number => (pagePort < 65_533 ? pagePort + 2 : pagePort - 2);
