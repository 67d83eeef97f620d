/** How many received messages there are, and the bytes of their texts in UTF-8. */
export interface Usage {
  readonly messages: number;
  readonly bytes: number;
}

/** What one sender may have here who is no contact: a request is a few lines, and what follows waits for an answer. */
export const STRANGER_QUOTA: Usage = { messages: 30, bytes: 32 * 1_024 };
/** What all of them may have together, so that a thousand new senders fill no more than one. */
export const STRANGERS_QUOTA: Usage = { messages: 500, bytes: 512 * 1_024 };
/**
 * How many messages of strangers may make way for one arrival, so that its answer waits for few deletions. What is over
 * a quota by more (after an update) makes way with the next arrivals.
 */
export const MAX_EVICTIONS = 8;

const MIB = 1_024 * 1_024;
/** What each message costs beside its text, for telling who has most. */
export const MESSAGE_BYTES = 1_024;
/** A text costs this many times its bytes at most, with what is kept to find it again. */
const TEXT_COST = 16;

/** The medium that holds the store. Pages of the store that are free count as free. */
export interface Room {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export const ENDLESS_ROOM: Room = { freeBytes: Infinity, totalBytes: Infinity };

export function isWithin({ messages, bytes }: Usage, quota: Usage): boolean {
  return messages <= quota.messages && bytes <= quota.bytes;
}

export function withMore({ messages, bytes }: Usage, textBytes: number): Usage {
  return { messages: messages + 1, bytes: bytes + textBytes };
}

/**
 * Room that senders who are no contacts leave: they are refused, and what they have makes way, before it is touched.
 */
export function isShortForStrangers({ freeBytes, totalBytes }: Room): boolean {
  return freeBytes < Math.min(64 * MIB, totalBytes / 4);
}

/**
 * Whether a text of a known sender is taken now. While room is short, who has much already waits (the relay keeps what
 * is not taken), so that one contact cannot use up what the others need; and the last of it is for favourites.
 */
export function isAdmitted(isFavourite: boolean, usage: Usage, { freeBytes, totalBytes }: Room): boolean {
  if (isFavourite || freeBytes >= Math.min(32 * MIB, totalBytes / 8)) return true;
  const share = usage.bytes * TEXT_COST + MESSAGE_BYTES * usage.messages;
  return freeBytes >= Math.min(16 * MIB, totalBytes / 16) && share <= totalBytes / 16;
}
