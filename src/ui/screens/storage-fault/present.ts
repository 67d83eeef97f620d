import type { StringKey } from '../../languages/strings.ts';
import type { Notice } from '../../stage/notice-drawing.ts';
import type { StagePresentParts } from '../../stage/stage-view.ts';
import type { StorageFault, StorageFaultState } from './state.ts';

const REASONS = {
  unwritable: 'fault.unwritable',
  'disk-full': 'fault.disk-full',
  damaged: 'fault.damaged',
  key: 'fault.key',
  newer: 'fault.newer',
  other: 'fault.other',
} as const satisfies Readonly<Record<StorageFault, StringKey>>;

export function presentStorageFault({ strings }: StagePresentParts, state: StorageFaultState): Notice {
  return {
    title: strings.text('fault.title'),
    reason: strings.text(REASONS[state.fault]),
    next: strings.text('fault.next'),
    code: strings.text('fault.code', { code: state.code }),
  };
}
