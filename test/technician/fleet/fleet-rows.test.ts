import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fleetRows } from '../../../firmware/technician/fleet/fleet-rows.ts';
import { labelSheet } from '../../../firmware/technician/fleet/labels.ts';

const HEAD = 'name,address,password,username\n';
const faultsOf = (csv: string): readonly string[] => {
  const rows = fleetRows(csv);
  return rows.ok ? [] : rows.error;
};

describe('the table of a fleet', () => {
  it('has a handset in each row, quoted as RFC 4180 allows', () => {
    const rows = fleetRows(`\uFEFFaddress,name,password\r\nSIP:Alice@Example.ORG,Alice,"a ""b"", c"\r\n\r\n`);
    expect(rows).toEqual({
      ok: true,
      value: [{ name: 'Alice', address: 'sip:Alice@example.org', password: 'a "b", c', username: null }],
    });
  });

  it('is refused with the line of each fault, all at once', () => {
    const csv = `${HEAD}Alice,sip:alice@example.org,x,\n../x,nobody,,\nBob,sip:alice@example.org,y,\nalice,sip:c@example.org,z,\n`;
    const faults = faultsOf(csv);
    expect(faults.map((fault) => fault.split(': ').slice(0, 2).join(' '))).toEqual([
      'line 3 name',
      'line 3 address',
      'line 3 password',
      'line 4 address',
      'line 5 name',
    ]);
    expect(faults[3]).toContain('line 2');
  });

  it.each([
    ['a column that is missing', 'name,address\nA,sip:a@b.c\n', /line 1: there is no column "password"/],
    ['a column that is unknown', 'name,address,password,pin\nA,sip:a@b.c,x,1\n', /"pin" is no column/],
    ['a column that is there twice', 'name,name,address,password\nA,A,sip:a@b.c,x\n', /"name" is there twice/],
    ['a row of another length', `${HEAD}A,sip:a@b.c\n`, /line 2: is no row/],
    ['a quote that never ends', `${HEAD}A,"sip:a@b.c\n`, /is no row/],
    ['no rows', HEAD, /no row below/],
    ['nothing', '', /no column|no row/],
    ['a password of two lines', `${HEAD}A,sip:a@b.c,"x\ny",\n`, /password: must be one line/],
  ])('is refused for %s', (_, csv, why) => {
    expect(faultsOf(csv).join('\n')).toMatch(why);
  });

  it('never makes the reader throw, whatever is in it', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (csv) => Array.isArray(faultsOf(csv))));
    fc.assert(fc.property(fc.string(), (csv) => Array.isArray(faultsOf(HEAD + csv))));
  });
});

describe('a sheet of labels', () => {
  it('shows name, address, QR code, day and version of each, never a password', () => {
    const row = { name: 'Alice', address: 'sip:alice@example.org', password: 'hush', username: null };
    const rows = fleetRows(`${HEAD}${row.name},${row.address},${row.password},\n`);
    const sheet = rows.ok ? labelSheet(rows.value, '2026-11-28', '0.1.0 (abc)') : '';
    for (const shown of ['<h1>Alice</h1>', 'sip:alice@example.org', '2026-11-28', '0.1.0 (abc)', '<svg']) {
      expect(sheet).toContain(shown);
    }
    expect(sheet).not.toContain('hush');
  });

  it('shows signs of an address as they are', () => {
    const rows = fleetRows(`${HEAD}A,"sip:a&b@example.org",x,\n`);
    expect(rows.ok && labelSheet(rows.value, '', '')).toContain('sip:a&amp;b@example.org');
  });
});
