/** The handset belongs to nobody yet. */
export interface NotProvisionedState {
  /** Why what a technician put onto the card was refused, in his words; null when nothing was. */
  readonly refusal: string | null;
}
