import type { Message, MessageStep, Sequence } from '../../../domain/history/message.ts';
import type { Refusal } from '../../behaviour/command.ts';

export interface DetailsState {
  readonly kind: 'details';
  readonly sequence: Sequence;
  /** Null when the store cannot be read. */
  readonly message: Message | null;
  /** Oldest first. */
  readonly steps: readonly MessageStep[];
  readonly scrollPx: number;
  readonly refusal: Refusal | null;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly details: { readonly state: DetailsState; readonly opening: { readonly sequence: Sequence } };
  }
  interface Answers {
    /** The text of a failed message goes into the field of its thread, which is the view below. */
    readonly edit: { readonly sequence: Sequence };
  }
}
