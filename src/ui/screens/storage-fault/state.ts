/** Why the storage cannot be used, as far as it makes a difference to the owner. */
export type StorageFault = 'unwritable' | 'disk-full' | 'damaged' | 'key' | 'newer' | 'other';

/** The handset cannot read its messages, and says so instead of staying dark. */
export interface StorageFaultState {
  readonly fault: StorageFault;
  /** For the technician. */
  readonly code: string;
}

/** What the owner can do about it: the storage is tried again by itself, but a key need not wait for that. */
export interface StorageRetry {
  tryNow(): void;
}
