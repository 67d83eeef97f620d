/** What the page's header says about the relay. */
export interface RelayFacts {
  /** `host:port`. */
  readonly address: string;
  /** As Node names it, `TLSv1.3`; null while no handset is connected. */
  readonly tlsVersion: string | null;
  readonly registered: number;
}

/** The relay as the simulator sees it; the composition knows the real one. */
export interface RelayView {
  facts(): RelayFacts;
}
