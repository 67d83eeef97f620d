import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../build/handset.js', import.meta.url));

/** Loaded into the handset's process: tells with its first frame which parts of Intl were used until then. */
const WATCH = `
  // The program refuses to run beside foreign code, so it is not told of this.
  process.execArgv.length = 0;
  const used = [];
  for (const name of Object.getOwnPropertyNames(Intl).filter((each) => typeof Intl[each] === 'function')) {
    const note = (call) => (...rest) => { used.push(name); return call(...rest); };
    Intl[name] = new Proxy(Intl[name], { construct: note(Reflect.construct), apply: note(Reflect.apply) });
  }
  const send = process.send?.bind(process);
  if (send) process.send = (report, ...rest) => {
    if (report.kind === 'screen') console.log('First frame after: ' + (used.join(' ') || 'nothing') + '.');
    return send(report, ...rest);
  };`;

/** The line that tells it. The handset is started as the simulator starts it. */
async function started(folder: string): Promise<string> {
  const handset = fork(PROGRAM, ['--config', 'handset.json'], {
    cwd: folder,
    execArgv: ['--import', `data:text/javascript,${encodeURIComponent(WATCH)}`],
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', HOME: folder },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = once(handset, 'close');
  try {
    for await (const line of createInterface({ input: handset.stdout!, signal: AbortSignal.timeout(20_000) })) {
      if (line.includes('First frame after')) return line;
    }
    throw new Error('no first frame within 20 s');
  } finally {
    handset.kill();
    await ended;
  }
}

it('the first frame needs nothing of Intl, whose first use takes 13 ms and 7 MB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'first-frame-'));
  const config = {
    server: { domain: 'relay.test', ca: 'ca.pem', host: '127.0.0.1', port: 9 },
    account: { address: 'alice@relay.test', password: 'x' },
    board: 'simulator',
    dataFolder: 'data',
    language: 'it',
    timeZone: 'Europe/Rome',
    contacts: [
      { name: 'Zoë', address: 'sip:zoe@relay.test' },
      { name: 'Émile', address: 'sip:emile@relay.test' },
    ],
  };
  writeFileSync(join(folder, 'ca.pem'), '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n');
  writeFileSync(join(folder, 'handset.json'), JSON.stringify(config), { mode: 0o600 });
  try {
    // The very first start also takes the contacts in, and sorts them.
    await started(folder);
    expect(await started(folder)).toContain('First frame after: nothing.');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
