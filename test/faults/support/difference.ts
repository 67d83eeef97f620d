export interface Difference {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Those that stand before one that was sent earlier. */
  readonly turned: readonly string[];
}

/** Exactly these texts, each once, in this order: what was lost, doubled and turned round. */
export function difference(sent: readonly string[], shown: readonly string[]): Difference {
  const counts = new Map<string, number>();
  for (const text of shown) counts.set(text, (counts.get(text) ?? 0) + 1);
  const orderOf = new Map(sent.map((text, order) => [text, order]));
  const orders = shown.flatMap((text) => ({ text, order: orderOf.get(text) ?? Infinity }));
  return {
    lost: sent.filter((text) => !counts.has(text)),
    doubled: [...counts].filter(([, count]) => count > 1).map(([text]) => text),
    turned: orders.filter(({ order }, index) => order > (orders[index + 1]?.order ?? Infinity)).map(({ text }) => text),
  };
}

export function incoming(messages: readonly { readonly direction: string; readonly text: string }[]): string[] {
  return messages.filter(({ direction }) => direction === 'incoming').map(({ text }) => text);
}

export function outgoing<Message extends { readonly direction: string }>(messages: readonly Message[]): Message[] {
  return messages.filter(({ direction }) => direction === 'outgoing');
}
