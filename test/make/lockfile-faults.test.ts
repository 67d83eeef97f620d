import { describe, expect, it } from 'vitest';
import { lockfileFaults } from '../../.make/lockfile-faults.ts';

const hash = `sha512-${'A'.repeat(86)}==`;

describe('the check of package-lock.json', () => {
  it('is content with hashed packages, with the project itself and with its workspaces', () => {
    const packages = {
      '': { version: '1.0.0' },
      native: { version: '1.0.0' },
      'node_modules/lvgl-bindings': { resolved: 'native', link: true },
      'node_modules/ws': { version: '8.0.0', integrity: hash },
    };
    expect(lockfileFaults({ packages })).toEqual([]);
  });

  it.each([
    ['without a hash', { version: '1.0.0' }, /has no sha512 hash/],
    ['with a weak hash', { version: '1.0.0', integrity: 'sha1-abc=' }, /has no sha512 hash/],
    ['inside the archive of another', { version: '1.0.0', inBundle: true }, /comes inside another package/],
    ['with an address', { integrity: hash, resolved: 'https://registry.example/a.tgz' }, /holds the address/],
  ])('names a package %s', (_, locked, fault) => {
    const faults = lockfileFaults({ packages: { 'node_modules/a/node_modules/b': locked } });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('node_modules/a/node_modules/b');
    expect(faults[0]).toMatch(fault);
  });
});
