import type { SignInEvent } from '../../../domain/history/event.ts';

export interface SignInsState {
  readonly kind: 'signIns';
  /** Newest first. */
  readonly events: readonly SignInEvent[];
  readonly focus: number;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly signIns: { readonly state: SignInsState; readonly opening: NoOpening };
  }
}
