import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineLog } from '../../../src/main/machine/line-log.ts';

function logged(act: (log: LineLog) => void): string {
  const lines: string[] = [];
  act(new LineLog('alice', (line) => lines.push(line)));
  expect(lines).toHaveLength(1);
  return lines.join('');
}

describe('the log', () => {
  it('writes name, level, code and facts in one line', () => {
    expect(
      logged((log) => {
        log.warn('link.lost', { reason: 'no-network', tries: 3 });
      }),
    ).toBe('alice: warn link.lost reason=no-network tries=3');
  });

  it('tells the code of a cause', () => {
    const cause = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' });
    expect(
      logged((log) => {
        log.error('link.lost', {}, cause);
      }),
    ).toBe('alice: error link.lost cause="ECONNREFUSED connect refused"');
  });

  it('keeps to one line whatever a fact holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(
          logged((log) => {
            log.info('code', { text });
          }),
        ).not.toMatch(/[\r\n]/);
      }),
    );
  });
});
