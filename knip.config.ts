// What nobody needs: files, exports and packages. `knip` looks at everything; `knip --production` looks at what ships alone,
// and so finds what is there only for its tests.
import type { KnipConfig } from 'knip';

const isProduction = process.argv.includes('--production');

const config: KnipConfig = {
  // An exclamation mark stands behind what ships, and behind what builds it.
  workspaces: {
    '.': {
      entry: [
        'src/main/{handset,provision,fetch,relay,simulator}.ts!',
        'src/simulator/page/main.ts!',
        'board/*/board.ts!',
        '.make/*.ts',
        // `make image` starts it, and it loads the board's file by its name.
        'firmware/image/make-image.ts!',
        'firmware/boards/*/image.ts!',
        // `make flash`, `make provision` and their kind start them.
        'firmware/technician/*/{flash,provision,fleet,keys,update}.ts!',
        // Programs that a test or a person starts by their path.
        'test/**/*-child.ts',
        'test/firmware/guest/*-probe.ts',
        // `make bench-board` starts it.
        'test/firmware/bench/bench-board.ts',
        // Bundled in vitest's place.
        'test/firmware/guest/small-vitest.ts',
        'test/**/write-*.ts',
        'test/mutation/{run,vitest.config,survivors-reporter,short-properties,no-behaviour}.ts',
      ],
      project: ['{src,board,firmware}/**/*.ts!', '{test,.make}/**/*.ts', '*.ts'],
    },
    native: {
      entry: ['scripts/*.ts!'],
      project: ['{src,scripts}/**/*.ts!', 'bench/**/*.ts'],
    },
  },
  ignoreDependencies: [
    // .make/check.sh runs it.
    'dependency-cruiser',
    // native/CMakeLists.txt names their folders.
    'node-addon-api',
    'node-api-headers',
    // The types of better-sqlite3, under whose name its encrypted fork is installed.
    '@types/better-sqlite3',
    // .make/node-modules.sh runs it.
    'node-gyp',
    // Stryker loads it by its name.
    '@stryker-mutator/vitest-runner',
  ],
  ignoreIssues: {
    // Each view adds its own types to these by `declare module`.
    'src/ui/behaviour/view-kinds.ts': ['types'],
    // A brand's accent comes with provisioning; that it stays readable is held by tests today.
    'src/ui/style/theme.ts': ['exports'],
  },
  // Programs of the system are the business of .make/system-packages.sh.
  exclude: ['binaries'],
  // A part of a file that only tests look at may be exported for them; a part that nothing else uses may not be there.
  ignoreExportsUsedInFile: isProduction,
};

export default config;
