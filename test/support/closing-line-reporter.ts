import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run in one line that says how many tests passed, failed and were skipped, for people and for CI. Before it stands
 * why a test was skipped, where that depends on the machine.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      let tests = 0;
      for (const test of module.children.allTests()) {
        const result = test.result();
        count[result.state === 'pending' ? 'failed' : result.state] += 1;
        if (result.state === 'skipped' && result.note !== undefined)
          process.stdout.write(`\nSkipped: ${test.fullName}: ${result.note}`);
        tests += 1;
      }
      // A file that could not even be read has no tests, and is a failure.
      if (tests === 0 && module.state() === 'failed') count.failed += 1;
    }
    count.failed += unhandledErrors.length;
    process.stdout.write(`\nTests: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
  }
}
