import { NO_UPDATE, UPDATE_FAILURES, type UpdateState } from '../../domain/update.ts';

const MOST_CHARACTERS = 1_000;

/** Reads what a script has told, as lines of `name=value`. What makes no sense tells of no update. */
export function parseUpdateState(text: string): UpdateState {
  const values = new Map(
    text
      .slice(0, MOST_CHARACTERS)
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  );
  const version = /^[\w.+-]{1,32}$/.exec(values.get('version') ?? '')?.[0] ?? '';
  const percent = Math.min(100, Number(/^\d{1,3}$/.exec(values.get('percent') ?? '')?.[0] ?? 0));
  const oneWay = values.get('one-way') === 'yes';
  switch (values.get('state')) {
    case 'available':
      return { kind: 'available', version };
    case 'fetching':
      return { kind: 'fetching', version, percent };
    case 'installing':
      return { kind: 'installing', version, percent, oneWay };
    case 'ready':
      return { kind: 'ready', version, oneWay };
    case 'failed':
      return {
        kind: 'failed',
        version,
        reason: UPDATE_FAILURES.find((one) => one === values.get('reason')) ?? 'failed',
      };
    default:
      return NO_UPDATE;
  }
}
