import type { PeerAddress } from '../../../domain/peer-address.ts';

export interface ContactState {
  readonly kind: 'contact';
  readonly peer: PeerAddress;
  readonly focus: number;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly contact: { readonly state: ContactState; readonly opening: { readonly peer: PeerAddress } };
  }
}
