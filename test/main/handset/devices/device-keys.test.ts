import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyEvent } from '../../../../src/domain/keys/key-events.ts';
import type { KeyReaderListener } from '../../../../src/handset/keys/key-reader.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { BenchDevice } from '../bench-device.ts';

describe("the device's keys", () => {
  let device: BenchDevice;
  let events: KeyEvent[];
  let stuck: string[];
  const listener: KeyReaderListener = {
    key: (event) => events.push(event),
    stuckKeysChanged: (keys) => stuck.push(keys.join(' ')),
  };
  const pressed = (): readonly string[] => events.filter(({ kind }) => kind === 'down').map(({ key }) => key);
  let clock: VirtualClock;
  beforeEach(() => {
    clock = new VirtualClock();
    device = new BenchDevice(clock);
    events = [];
    stuck = [];
  });
  afterEach(() => {
    device.close();
  });

  it('go to whom they were given', () => {
    device.keys.giveTo(listener);
    device.tap('Down', 'Enter');
    expect(pressed()).toEqual(['Down', 'Enter']);
  });

  it('are dropped while nobody has them, and not kept for who comes next', () => {
    device.tap('Down');
    const leave = device.keys.giveTo(listener);
    device.tap('Up');
    leave();
    device.tap('Enter');
    device.keys.giveTo(listener);
    device.tap('Back');
    expect(pressed()).toEqual(['Up', 'Back']);
  });

  it('are had by one at a time', () => {
    const leave = device.keys.giveTo(listener);
    expect(() => device.keys.giveTo(listener)).toThrow('another stage has the keys');
    leave();
    const again = device.keys.giveTo({ ...listener });
    leave();
    device.tap('Up');
    expect(pressed()).toEqual(['Up']);
    again();
  });

  it('that do not come up are told to who comes next, too', () => {
    device.hold('Up', 31_000);
    device.keys.giveTo(listener);
    expect(stuck).toEqual(['Up']);
  });
});
