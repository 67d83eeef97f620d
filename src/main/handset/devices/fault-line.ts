import type { DeviceFault } from '../../../ports/device/device-fault.ts';

const WORDS: Readonly<Record<DeviceFault['code'], string>> = {
  'device-missing': 'is missing',
  'device-forbidden': 'is forbidden',
  'device-busy': 'is in use',
  'device-gone': 'has no device behind it',
  'device-unfit': 'does not fit the board',
  'device-failed': 'does not work',
};

/** What is wrong, what there is instead and what helps, in one line. */
export function faultLine(part: string, { code, device, reason, present, cure }: DeviceFault): string {
  const because = reason === null ? '' : ` (${reason})`;
  const instead = present === null ? '' : `; there is: ${present.join(', ') || 'none'}`;
  return `${part}: ${device} ${WORDS[code]}${because}${instead}; ${cure}`;
}
