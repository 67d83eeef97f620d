import { failure, success, type Result } from '../../domain/result.ts';

/** The kernel refused a call. */
export interface SystemFault {
  /** As `EACCES`. */
  readonly errno: string;
  readonly path: string;
}

export const DONE: Result<null, never> = success(null);

/** The value of a system call, or the kernel's refusal as a value. What is no refusal of the kernel is a bug, and thrown. */
export function attempt<Value>(path: string, call: () => Value): Result<Value, SystemFault> {
  try {
    return success(call());
  } catch (error) {
    return failure(systemFault(path, error));
  }
}

/** Throws what is no refusal of the kernel. */
export function systemFault(path: string, error: unknown): SystemFault {
  const { code, errno } = error as Partial<NodeJS.ErrnoException>;
  if (!(error instanceof Error) || typeof code !== 'string' || typeof errno !== 'number') throw error;
  return { errno: code, path: (error as NodeJS.ErrnoException).path ?? path };
}
