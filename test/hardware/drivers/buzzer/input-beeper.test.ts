import { describe, expect, it } from 'vitest';
import { inputBeeper } from '../../../../src/hardware/drivers/buzzer/input-beeper.ts';
import type { Buzzer } from '../../../../src/ports/device/buzzer.ts';
import { describeBuzzer } from '../../../contract/buzzer.contract.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { FakeKernel } from '../../kernel/fake-kernel.ts';
import { openedParts } from '../opened-parts.ts';

const EVENT = '/dev/input/event2';

/** Two input devices, of which the second can sound. */
function kernel(sounds = '6'): FakeKernel {
  return new FakeKernel({
    '/sys/class/input/event0/device/name': 'pwm-beeper\n',
    '/sys/class/input/event0/device/capabilities/snd': '0\n',
    '/sys/class/input/event2/device/name': 'pwm-beeper\n',
    '/sys/class/input/event2/device/capabilities/snd': `${sounds}\n`,
    '/dev/input/event0': '',
    [EVENT]: '',
  });
}

async function open(files: FakeKernel, clock = new VirtualClock()) {
  const opening = inputBeeper.open({ deviceName: 'pwm-beeper' }, openedParts({ files, clock }));
  await clock.run(2_000);
  return opening;
}

async function opened(files: FakeKernel, clock?: VirtualClock): Promise<Buzzer> {
  const buzzer = await open(files, clock);
  if (!buzzer.ok) throw new Error(buzzer.error.code);
  return buzzer.value;
}

/** Code and value of the last event that was written. */
function lastSound(files: FakeKernel): readonly [code: number, value: number] {
  const written = Buffer.from(files.files.get(EVENT) ?? '', 'hex');
  expect([written.length, written.readUInt16LE(16)]).toEqual([24, 0x12]);
  return [written.readUInt16LE(18), written.readInt32LE(20)];
}

describeBuzzer('a beeper of the input subsystem', async () => {
  const files = kernel();
  const clock = new VirtualClock();
  return {
    buzzer: await opened(files, clock),
    heardHz: () => lastSound(files)[1],
    wait: (durationMs: number) => {
      clock.advance(durationMs);
    },
  };
});

const TONE = { name: 'tone', steps: [{ frequencyHz: 2_000, durationMs: 100 }] } as const;

describe('a beeper of the input subsystem', () => {
  it('is silenced at its opening, sounds at the frequency that is asked for, and is let go silent', async () => {
    const files = kernel();
    const buzzer = await opened(files);
    expect(lastSound(files)).toEqual([2, 0]);
    buzzer.play(TONE);
    expect(lastSound(files)).toEqual([2, 2_000]);
    buzzer.close();
    expect(lastSound(files)).toEqual([2, 0]);
    expect(files.writes.at(-1)).toBe('input/event2 closed');
  });

  it('with a tone of its own is switched on and off', async () => {
    const files = kernel('2');
    const buzzer = await opened(files);
    buzzer.play(TONE);
    expect(lastSound(files)).toEqual([1, 1]);
  });

  it('that is missing is told with those that there are', async () => {
    const files = kernel('6');
    files.files.set('/sys/class/input/event2/device/name', 'pcspkr');
    expect(await open(files)).toMatchObject({ ok: false, error: { code: 'device-missing', present: ['"pcspkr"'] } });
  });

  it('waits for udev to permit it, and names the group when that never comes', async () => {
    const files = kernel();
    files.refusals.set(EVENT, 'EACCES');
    const clock = new VirtualClock();
    const opening = inputBeeper.open({ deviceName: 'pwm-beeper' }, openedParts({ files, clock }));
    await clock.run(500);
    files.refusals.clear();
    await clock.run(100);
    expect(await opening).toHaveProperty('ok', true);
    files.refusals.set(EVENT, 'EACCES');
    expect(await open(files)).toMatchObject({
      error: { code: 'device-forbidden', cure: expect.stringContaining('group input') as string },
    });
  });
});
