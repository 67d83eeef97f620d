/** What the page's header says about the relay. */
export interface RelayFacts {
  /** `host:port`. */
  readonly address: string;
  /** As Node names it, such as `TLSv1.3`; null while no handset is connected. */
  readonly tlsVersion: string | null;
  readonly registered: number;
}

/** The relay as the simulator sees it. The real one is connected where the simulator is put together. */
export interface RelayView {
  facts(): RelayFacts;
}
