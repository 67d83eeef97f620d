import { failure, success, type Result } from '../../domain/result.ts';

/** A call that the kernel refused. */
export interface SystemFault {
  /** The error's name, such as `EACCES`. */
  readonly errno: string;
  readonly path: string;
}

export const DONE: Result<null, never> = success(null);

/** The value of a system call, or the kernel's refusal as a failure. Any other exception is a bug and is thrown on. */
export function attempt<Value>(path: string, call: () => Value): Result<Value, SystemFault> {
  try {
    return success(call());
  } catch (error) {
    return failure(systemFault(path, error));
  }
}

/** The kernel's refusal in an exception. Throws any other exception on. */
export function systemFault(path: string, error: unknown): SystemFault {
  const { code, errno } = error as Partial<NodeJS.ErrnoException>;
  if (!(error instanceof Error) || typeof code !== 'string' || typeof errno !== 'number') throw error;
  return { errno: code, path: (error as NodeJS.ErrnoException).path ?? path };
}
