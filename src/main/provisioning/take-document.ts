import { success, type Result } from '../../domain/result.ts';
import type { DurableDisk } from './durable-disk.ts';
import { install, type InstallPlace } from './install.ts';
import { readDocument } from './provisioning-document.ts';

/**
 * Makes a technician's document the handset's configuration. @returns on failure every fault; nothing has changed then.
 */
export function takeDocument(
  bytes: Uint8Array,
  place: InstallPlace,
  disk: DurableDisk,
): Result<'installed', readonly string[]> {
  const document = readDocument(bytes);
  if (!document.ok) return document;
  const installed = install(document.value, place, disk);
  return installed.ok ? success('installed') : installed;
}
