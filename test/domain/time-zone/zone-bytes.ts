interface ZoneToWrite {
  /** From which second on, how many seconds ahead; in order. */
  readonly changes: readonly (readonly [number, number])[];
  /** How many seconds ahead before all of them. */
  readonly first: number;
  /** Null for a file of version 1, which has none. */
  readonly footer: string | null;
  readonly leaps?: number;
}

/** A file in the form of RFC 8536, with a type for each change. */
export function zoneFile({ changes, first, footer, leaps = 0 }: ZoneToWrite): Uint8Array {
  const types = [first, ...changes.map(([, ahead]) => ahead)];
  const block = (timeBytes: 4 | 8): Buffer => {
    const header = Buffer.alloc(44);
    header.write('TZif');
    if (footer !== null) header.write('2', 4);
    [0, 0, leaps, changes.length, types.length, 4].forEach((count, index) =>
      header.writeUInt32BE(count, 20 + index * 4),
    );
    const moments = changes.map(([second]) => {
      const bytes = Buffer.alloc(timeBytes);
      if (timeBytes === 4) bytes.writeInt32BE(second);
      else bytes.writeBigInt64BE(BigInt(second));
      return bytes;
    });
    const described = types.map((ahead) => {
      const bytes = Buffer.alloc(6);
      bytes.writeInt32BE(ahead);
      return bytes;
    });
    const indexes = Buffer.from(changes.map((_, index) => index + 1));
    return Buffer.concat([
      ...[header, ...moments, indexes, ...described, Buffer.from('XXX\0')],
      Buffer.alloc(leaps * (timeBytes + 4)),
    ]);
  };
  return footer === null ? block(4) : Buffer.concat([block(4), block(8), Buffer.from(`\n${footer}\n`)]);
}
