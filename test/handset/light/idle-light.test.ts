import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SETTINGS, type SettingName, type SettingValues } from '../../../src/domain/settings/settings.ts';
import type { KeyEvent } from '../../../src/domain/keys/key-events.ts';
import { IdleLight, LOCKED_LIGHT_MS } from '../../../src/handset/light/idle-light.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const OFF_MS = 30_000;

function room(values: Partial<SettingValues> = {}, { canDarken = true } = {}) {
  const clock = new VirtualClock();
  const journal: string[] = [];
  const settings = {
    value: <Name extends SettingName>(name: Name) => values[name] ?? SETTINGS[name].default,
  };
  const light = new IdleLight({
    backlight: {
      canDarken,
      shine: (percent) => journal.push(`light ${percent}`),
      close: () => journal.push('light closed'),
    },
    clock,
    picture: { rest: () => journal.push('picture rests'), resume: () => journal.push('picture drawn') },
    settings,
  });
  light.onChange(() => journal.push(light.isLit ? 'told lit' : 'told dark'));
  const key = (kind: KeyEvent['kind'], name: KeyEvent['key'] = 'A'): boolean =>
    light.passes({ kind, key: name, atMs: clock.monotonicMs() });
  return { clock, journal, light, key };
}

describe('the screen', () => {
  it('is lit at the start, with the brightness that is set', () => {
    const { light, journal } = room({ brightnessPercent: 40 });
    expect([light.isLit, journal]).toEqual([true, ['light 40']]);
  });

  it('goes dark when no key was pressed for the time that is set, and wakes nothing any more', () => {
    const { clock, light, journal } = room();
    clock.advance(OFF_MS - 1);
    expect(light.isLit).toBe(true);
    clock.advance(1);
    expect(journal.slice(1)).toEqual(['light 0', 'picture rests', 'told dark']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('stays lit while keys are used', () => {
    const { clock, light, key } = room();
    for (let i = 0; i < 10; i += 1) {
      clock.advance(OFF_MS - 1);
      expect(key(i % 2 === 0 ? 'down' : 'up')).toBe(true);
    }
    expect(light.isLit).toBe(true);
  });

  it('is not kept lit by a key that is stuck', () => {
    const { clock, light, key } = room();
    key('down');
    clock.advance(OFF_MS - 1);
    key('stuck');
    clock.advance(1);
    expect(light.isLit).toBe(false);
  });

  it('is up to date before it is lit', () => {
    const { clock, key, journal } = room();
    clock.advance(OFF_MS);
    journal.length = 0;
    key('down');
    expect(journal).toEqual(['told lit', 'picture drawn', 'light 80']);
  });

  it('goes dark at once when the keypad locks', () => {
    const { light } = room();
    light.lockChanged(true);
    expect(light.isLit).toBe(false);
  });

  it('of a locked keypad is lit for a moment only', () => {
    const { clock, light, key } = room();
    light.lockChanged(true);
    key('down', 'Menu');
    clock.advance(LOCKED_LIGHT_MS);
    expect(light.isLit).toBe(false);
    key('down', 'A');
    light.lockChanged(false);
    clock.advance(OFF_MS - 1);
    expect(light.isLit).toBe(true);
  });

  it('never goes dark when the setting says so, also not by the lock', () => {
    const { clock, light } = room({ screenOffSeconds: 0 });
    clock.advance(24 * 3_600_000);
    light.lockChanged(true);
    clock.advance(24 * 3_600_000);
    expect([light.isLit, clock.pendingTimers]).toEqual([true, 0]);
  });

  it('that cannot be made dark counts as lit at all times', () => {
    const { clock, light, journal } = room({}, { canDarken: false });
    light.lockChanged(true);
    clock.advance(24 * 3_600_000);
    expect([light.isLit, journal.includes('picture rests')]).toEqual([true, false]);
  });

  it('is dark after close, and nothing wakes it', () => {
    const { clock, light, journal } = room();
    light.close();
    light.close();
    clock.advance(OFF_MS);
    expect([journal.at(-1), clock.pendingTimers]).toEqual(['light closed', 0]);
  });
});

describe('the key that lights a dark screen', () => {
  it('does nothing else, however long it is held, and the next one counts', () => {
    const { clock, key } = room();
    clock.advance(OFF_MS);
    expect(['down', 'long', 'repeat', 'up', 'down'].map((kind) => key(kind as KeyEvent['kind']))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('leaves the other keys alone that are pressed meanwhile', () => {
    const { clock, key } = room();
    clock.advance(OFF_MS);
    expect([key('down', 'A'), key('down', 'B'), key('up', 'A'), key('up', 'B')]).toEqual([false, true, false, true]);
  });

  it('is not one that was down already', () => {
    const { clock, light, key } = room();
    key('down');
    clock.advance(OFF_MS);
    expect([key('up'), light.isLit]).toEqual([true, false]);
  });
});

describe('settings', () => {
  it('take effect while the handset runs, and the operator’s are in force again without the owner’s', () => {
    const { clock, light, journal } = room();
    const own: { brightnessPercent: number; screenOffSeconds: number } = {
      brightnessPercent: 20,
      screenOffSeconds: 10,
    };
    let tell: (name: SettingName) => void = () => undefined;
    const leave = light.follow({
      value: <Name extends SettingName>(name: Name) => ({ ...own })[name as 'brightnessPercent'] as SettingValues[Name],
      onChange: (listener) => {
        tell = listener;
        return () => undefined;
      },
    });
    expect(journal.at(-1)).toBe('light 20');
    own.brightnessPercent = 90;
    tell('brightnessPercent');
    expect(journal.at(-1)).toBe('light 90');
    clock.advance(10_000);
    expect(light.isLit).toBe(false);
    own.brightnessPercent = 30;
    tell('brightnessPercent');
    expect(light.isLit).toBe(false);
    leave();
    light.passes({ kind: 'down', key: 'A', atMs: clock.monotonicMs() });
    expect(journal.at(-1)).toBe('light 80');
  });
});

describe('whatever keys do', () => {
  const step = fc.oneof(
    fc.record({ wait: fc.integer({ min: 0, max: 40_000 }) }),
    fc.record({
      kind: fc.constantFrom('down', 'up', 'long', 'repeat', 'stuck'),
      key: fc.constantFrom('A', 'B', 'Menu'),
    }),
    fc.record({ lock: fc.boolean() }),
  );

  it('a screen that is dark lets no press through, and one that is lit is dark in time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { clock, light, key } = room();
        for (const each of steps) {
          if ('wait' in each) clock.advance(each.wait);
          else if ('lock' in each) light.lockChanged(each.lock);
          else {
            const wasLit = light.isLit;
            const passed = key(each.kind, each.key);
            if (each.kind === 'down') expect([passed && !wasLit, light.isLit]).toEqual([false, true]);
          }
          expect(clock.pendingTimers).toBe(light.isLit ? 1 : 0);
        }
        clock.advance(OFF_MS);
        expect(light.isLit).toBe(false);
      }),
    );
  });
});
