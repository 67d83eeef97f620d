import { symlinkSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { uart } from '../../../../../src/hardware/drivers/keypad/uart/uart.ts';
import { openSerialPort } from '../../../../../src/hardware/serial/serialport-port.ts';
import { LineLog } from '../../../../../src/main/machine/log/line-log.ts';
import { SystemClock } from '../../../../../src/main/machine/time/system-clock.ts';
import type { Keypad } from '../../../../../src/ports/device/keypad.ts';
import { describeKeypad } from '../../../../contract/keypad.contract.ts';
import { waitingRig } from '../../../../contract/waiting-keypad.ts';
import { openedParts } from '../../opened-parts.ts';
import { ReferenceSender, ReferenceSenderProgram } from './reference-sender.ts';

const program = new ReferenceSenderProgram();
const folder = mkdtempSync(join(tmpdir(), 'uart-port-'));
const senders: ReferenceSender[] = [];
const keypads: Keypad[] = [];
afterEach(() => {
  for (const keypad of keypads.splice(0)) keypad.close();
  for (const sender of senders.splice(0)) sender.stop();
});
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true });
});

function parts(logged: string[]) {
  return openedParts({
    clock: new SystemClock(),
    log: new LineLog('test', (line) => logged.push(line)),
    loadOpenSerial: () => Promise.resolve(openSerialPort),
  });
}

async function start() {
  const { sender, path } = await ReferenceSender.start(program);
  senders.push(sender);
  return { sender, path };
}

/** A keypad by UART, whose samples can be waited for. */
async function listening(path: string) {
  const logged: string[] = [];
  const opened = await uart.open({ path, baudRate: 115_200, contacts: 42 }, parts(logged));
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  keypads.push(opened.value);
  const seen: (readonly number[])[] = [];
  let news: (() => void)[] = [];
  const start = () => {
    opened.value.start(({ closed }) => {
      seen.push(closed);
      for (const tell of news) tell();
      news = [];
    });
  };
  const samples = async (count: number) => {
    while (seen.length < count) await new Promise<void>((resolve) => news.push(resolve));
    return seen;
  };
  return { pad: opened.value, seen, logged, start, samples };
}

describeKeypad('uart with the reference sender on a pseudo terminal', async () => {
  const { sender, path } = await start();
  const { pad } = await listening(path);
  return waitingRig(pad, (contacts) => sender.ask(`closed ${contacts.join(' ')}`));
});

describe('the reference sender in C', () => {
  it('is understood through noise, lost bytes and cut frames', async () => {
    const { sender, path } = await start();
    const { start: listen, samples, logged } = await listening(path);
    listen();
    await sender.ask('noise 81ff0081058100ff7f');
    await sender.ask('closed 3');
    await samples(1);
    await sender.ask('lose 5');
    await sender.ask('closed 3 41');
    await samples(2);
    await sender.ask('noise 8106');
    // The frame of the key-up is lost as a whole; a repeat makes it good.
    await sender.ask('lose 13');
    await sender.ask('closed');
    expect(await samples(3)).toEqual([[3], [3, 41], []]);
    expect(logged).toEqual([]);
  });

  it('that dies with a key held lets it go', async () => {
    const { sender, path } = await start();
    const { start: listen, samples } = await listening(path);
    listen();
    await sender.ask('closed 7');
    await samples(1);
    await sender.ask('lose 100000');
    expect(await samples(2)).toEqual([[7], []]);
  });

  it('tells every press of a fast typist, each once', async () => {
    const { sender, path } = await start();
    const { start: listen, samples } = await listening(path);
    listen();
    for (let press = 0; press < 20; press += 1) {
      await sender.ask(`closed ${press}`);
      await sender.ask('wait 15');
      await sender.ask('closed');
      await sender.ask('wait 15');
    }
    expect(await samples(40)).toEqual(Array.from({ length: 20 }, (_, press) => [[press], []]).flat());
  });

  it('can be pulled out and plugged in again', async () => {
    const first = await start();
    const port = join(folder, 'keypad');
    symlinkSync(first.path, port);
    const { start: listen, samples, logged } = await listening(port);
    listen();
    await first.sender.ask('closed 2');
    await samples(1);
    await first.sender.ask('hang');
    await samples(2);
    expect(logged).toEqual([expect.stringMatching(/part-failed part=keypad errno=(ENODEV|EIO) /)]);
    const second = await start();
    rmSync(port);
    symlinkSync(second.path, port);
    await second.sender.ask('closed 5');
    expect(await samples(3)).toEqual([[2], [], [5]]);
    expect(logged.at(-1)).toContain('board.part-works-again');
  });
});

describe('a port that cannot be opened is told by its cause:', () => {
  const open = async (path: string) => {
    const opened = await uart.open({ path, baudRate: 115_200, contacts: 42 }, parts([]));
    if (opened.ok) keypads.push(opened.value);
    return opened;
  };

  it('missing', async () => {
    expect(await open(join(folder, 'none'))).toMatchObject({ error: { code: 'device-missing', reason: 'ENOENT' } });
  });

  it('in use by another', async () => {
    const { path } = await start();
    await listening(path);
    expect(await open(path)).toMatchObject({ error: { code: 'device-busy' } });
  });

  it('no serial port at all', async () => {
    expect(await open('/dev/null')).toMatchObject({ error: { code: 'device-failed', reason: 'ENOTTY' } });
  });
});
