/** How strong a network is received, as it is drawn: 0 hardly, 4 best. */
export type SignalBars = 0 | 1 | 2 | 3 | 4;

/** From which strength on there is a bar more, dBm. Falling, as iwd wants them. */
export const BAR_LIMITS_DBM = [-55, -65, -72, -80] as const;

export function barsOf(dBm: number): SignalBars {
  return BAR_LIMITS_DBM.filter((limit) => dBm >= limit).length as SignalBars;
}

/** Whether IEEE 802.11 takes it for a passphrase: 8 to 63 characters of ASCII that can be printed. */
export function isPassphrase(text: string): boolean {
  return /^[ -~]{8,63}$/.test(text);
}
