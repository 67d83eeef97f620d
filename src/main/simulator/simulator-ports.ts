/** Of the web page of `make run`. */
export const DEFAULT_PAGE_PORT = 8480;

/**
 * The relay of `make run` has the port after the page's, the same at each start, so that the file of another handset can
 * name it. Where the kernel chooses the page's port, it chooses the relay's too.
 */
export function relayPortBeside(pagePort: number): number {
  if (pagePort === 0) return 0;
  return pagePort < 65_535 ? pagePort + 1 : pagePort - 1;
}

/** Another number to try for the page, which leaves alone the port that is taken and the one beside it. */
export const anotherPort = (pagePort: number): number => (pagePort < 65_533 ? pagePort + 2 : pagePort - 2);
