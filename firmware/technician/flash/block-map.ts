/** The parts of an image that hold something, each with its SHA-256 (bmap format 2.0, by `bmaptool create`). */
export interface BlockMap {
  readonly imageBytes: number;
  readonly mappedBytes: number;
  readonly ranges: readonly MappedRange[];
}

export interface MappedRange {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly sha256: string;
}

/** @throws Error that says what is missing in it. */
export function parseBlockMap(xml: string): BlockMap {
  const number = (element: string): number => {
    const digits = new RegExp(`<${element}>\\s*(\\d+)\\s*</${element}>`).exec(xml)?.[1];
    if (digits === undefined) throw new Error(`the block map has no ${element}`);
    return Number(digits);
  };
  const imageBytes = number('ImageSize');
  const blockBytes = number('BlockSize');
  const ranges = [...xml.matchAll(/<Range chksum="([0-9a-f]{64})">\s*(\d+)(?:-(\d+))?\s*<\/Range>/g)].map(
    ([, sha256, first, last]) => {
      const offsetBytes = Number(first) * blockBytes;
      const endBytes = Math.min((Number(last ?? first) + 1) * blockBytes, imageBytes);
      return { offsetBytes, lengthBytes: endBytes - offsetBytes, sha256: sha256 ?? '' };
    },
  );
  if (ranges.length === 0) throw new Error('the block map has no ranges with SHA-256');
  return { imageBytes, mappedBytes: number('MappedBlocksCount') * blockBytes, ranges };
}
