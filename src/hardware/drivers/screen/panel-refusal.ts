import { getSystemErrorName } from 'node:util';

/** Why the addon could not use a panel. */
export interface PanelRefusal {
  /** The kernel's error, such as `EBUSY`; null when the kernel did not refuse. */
  readonly errno: string | null;
  readonly words: string;
}

/** What the addon threw about a panel. Any other exception is a bug and is thrown on. */
export function panelRefusal(error: unknown): PanelRefusal {
  const { code, errno } = error as Partial<NodeJS.ErrnoException>;
  if (!(error instanceof Error) || code !== 'LVGL_SYSTEM') throw error;
  return { errno: errno === undefined ? null : getSystemErrorName(errno), words: error.message };
}
