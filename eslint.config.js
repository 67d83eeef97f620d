// Type-aware lint: a floating promise or a forgotten case is an error, and a warning is one too.
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { noIgnoredResult } from './.make/eslint/no-ignored-result.ts';

export default tseslint.config(
  { ignores: ['node_modules/', 'native/vendor/', 'native/build*/', 'native/src/generated/', 'build/', 'out/', 'var/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { house: { rules: { 'no-ignored-result': noIgnoredResult } }, regexp },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'house/no-ignored-result': 'error',
      // No expression may cost more than linear time, also where it is looked for at every place of a text.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: true, ignorePartial: false }],
      'regexp/optimal-quantifier-concatenation': 'error',
      'regexp/no-misleading-capturing-group': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // There are no enums: Node runs the sources as they are, and takes types out only.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 14],
      'max-params': ['error', 5],
      eqeqeq: 'error',
    },
  },
  {
    // The core is pure: no clock, no randomness, no timers, no I/O; time is an argument.
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'process',
        'fetch',
        'performance',
        'Buffer',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now' },
        { object: 'Math', property: 'random' },
      ],
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
    },
  },
  {
    files: ['test/**/*.ts', 'native/bench/**/*.ts', 'native/scripts/**/*.ts'],
    rules: {
      // A test looks at what follows from a call, and sees so that the call worked.
      'house/no-ignored-result': 'off',
      // A describe block is one function; its length says nothing.
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    // They read the headers of LVGL, which lie in this repository.
    files: ['native/scripts/**/*.ts'],
    rules: { 'regexp/no-super-linear-backtracking': 'off', 'regexp/no-super-linear-move': 'off' },
  },
  {
    // The command line's own output.
    files: [
      'src/main/**/*.ts',
      'native/bench/**/*.ts',
      'native/scripts/**/*.ts',
      'test/bench/**/*.ts',
      'test/mutation/**/*.ts',
      '.make/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: [
      '*.config.ts',
      'test/mutation/vitest.config.ts',
      'eslint.config.js',
      'test/support/closing-line-reporter.ts',
    ],
    rules: { 'no-restricted-exports': 'off' },
  },
);
