import type { Log } from '../../ports/system/log.ts';
import type { Random } from '../../ports/system/random.ts';
import type { SettingsStore } from '../../ports/store/settings-store.ts';

const KEY = 'sip.instance-id';

/** `urn:uuid:…` of this device (RFC 5626 §4.1): random (RFC 9562 §5.4), made once, gone with a factory reset. */
export function deviceInstanceId(settings: SettingsStore, random: Random, log: Log): string {
  const kept = settings.setting(KEY);
  if (kept !== null) return kept;
  const bytes = Uint8Array.from(random.bytes(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  const id = `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  const saved = settings.saveSetting(KEY, id);
  // On a full disk the id lasts for this run; the next start tries again.
  if (!saved.ok) log.warn('device.instance-not-kept', { failure: saved.error });
  return id;
}
