import type { Metafile } from 'esbuild';
import { expect, it } from 'vitest';
import { shippedFiles } from '../../firmware/image/program/shipped-files.ts';

type Import = Metafile['outputs'][string]['imports'][number];

function output(entryPoint: string | undefined, imports: readonly Import[]): Metafile['outputs'][string] {
  return {
    bytes: 1,
    inputs: {},
    exports: [],
    imports: [...imports],
    ...(entryPoint === undefined ? {} : { entryPoint }),
  };
}

const outside = (path: string): Import => ({ path, kind: 'require-call', external: true });

const metafile: Metafile = {
  inputs: {},
  outputs: {
    '../out/handset.js': output('src/main/handset.ts', [outside('node:module'), outside('./handset-program.js')]),
    '../out/handset-program.js': output('src/main/handset-program.ts', [
      outside('onoff'),
      outside('fs'),
      { path: '../out/sqlite.node', kind: 'require-call' },
      outside('./simulate-handset.js'),
    ]),
    '../out/sqlite.node': output(undefined, []),
    '../out/simulate-handset.js': output('src/main/simulator/simulate-handset.ts', [outside('bufferutil')]),
    '../out/relay.js': output('src/main/relay.ts', []),
  },
};

it('an image takes what the handset loads, at once or later, and nothing of the simulator or the relay', () => {
  expect(shippedFiles(metafile, '../out', ['handset.js'])).toEqual({
    bundle: ['handset-program.js', 'handset.js', 'sqlite.node'],
    packages: ['onoff'],
  });
});
