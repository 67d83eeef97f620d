import type { Sequence } from '../../../domain/history/message.ts';
import type { Refusal } from '../../behaviour/command.ts';

export interface DetailsState {
  readonly kind: 'details';
  readonly sequence: Sequence;
  readonly scrollPx: number;
  readonly refusal: Refusal | null;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly details: { readonly state: DetailsState; readonly opening: { readonly sequence: Sequence } };
  }
  interface Answers {
    /** The text of a failed message is to be written anew in its thread, which lies below. */
    readonly edit: { readonly sequence: Sequence };
  }
}
