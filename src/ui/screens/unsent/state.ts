import type { OutgoingMessage } from '../../../domain/history/message.ts';

/** A message that was not sent, or that waits, with the name of its receiver; null when that is no contact. */
export interface UnsentMessage {
  readonly message: OutgoingMessage;
  readonly name: string | null;
}

export interface UnsentState {
  readonly kind: 'unsent';
  readonly messages: readonly UnsentMessage[];
  readonly focus: number;
  /** The rows are those that the owner saw last, and not those that there are by now. */
  readonly outOfOrder: boolean;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly unsent: { readonly state: UnsentState; readonly opening: NoOpening };
  }
}
