import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kamailioFaults } from '../../.make/kamailio-faults.ts';

const shipped = readFileSync(new URL('../../src/relay/kamailio/kamailio.cfg', import.meta.url), 'utf8');

describe("the check of the fleet's configuration", () => {
  it('is content with what ships', () => {
    expect(kamailioFaults(shipped)).toEqual([]);
  });

  it.each([
    'if (sql_query("silo", "INSERT … )", "x") < 0) { exit; }',
    'if (sql_query("silo",\n  "two (lines")\n  <  0) { exit; }',
    'if (is_subscriber("$ru", "subscriber", "3") == -1) { exit; }',
    'while (f(g("x"), 1) <= -2) { exit; }',
    'if ($rU == "a" && m_store() != - 1) { exit; }',
  ])('names a call whose failure is asked for in an expression, where it counts as 0: %s', (line) => {
    expect(kamailioFaults(line)).toHaveLength(1);
    expect(kamailioFaults(`\n\n${line}`)[0]).toMatch(/^line 3: \w+\(\) is never below 0 in an expression/);
  });

  it.each([
    '$var(ok) = sql_query("silo", "SELECT 1", "x");\nif ($var(ok) < 0) { exit; }',
    'if (sql_query("silo", "SELECT 1", "x") < 1) { exit; }',
    'if ($dbr(due=>rows) < 0 || $(var(x){s.len}) < 0 || $rc == -1) { exit; }',
    '# if (f() < 0)',
    'xlog("f() < 0");',
  ])('lets pass: %s', (line) => {
    expect(kamailioFaults(line)).toEqual([]);
  });

  it('names a line of the log into which settings.cfg would put a secret', () => {
    expect(kamailioFaults('xlog("L_ERR", "STORE_KEY does not fit\\n");')).toEqual([
      'line 1: settings.cfg puts a secret into this line of the log',
    ]);
    expect(kamailioFaults('$var(a) = "STORE_KEY";')).toEqual([]);
  });
});
