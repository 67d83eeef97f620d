import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningSimulator, type HandsetAtHand } from '../support/running-simulator.ts';

describe('a message typed on one handset', () => {
  const simulator = new RunningSimulator();
  let alice: HandsetAtHand;
  let bob: HandsetAtHand;

  beforeAll(async () => {
    ({ alice, bob } = await simulator.startBoth());
  });
  afterAll(async () => {
    await simulator.remove();
  });

  it("lights the LED of another, sounds its buzzer, and stands on its screen with the sender's name", async () => {
    await alice.openThread('bob');
    await alice.send('meet at the south gate');
    const led = await bob.led('blinking');
    expect(led.pattern.name).toBe('message');
    expect(await bob.heard()).toBe('message');
    const banner = await bob.shows('Meet at the south gate');
    expect(banner).toContain('Alice');
    expect(await alice.shows('Delivered')).toContain('Meet at the south gate');
  });

  it('is opened by Enter, which puts the LED out, and answered by typing and Enter', async () => {
    await bob.goHome();
    await bob.tap('Enter');
    await bob.shows('Alice');
    await bob.tap('Enter');
    await bob.writes();
    expect((await bob.ledNow()).state).not.toBe('blinking');
    await bob.send('on my way');
    await alice.shows('On my way');
  });

  it('and its answer are there after both were switched off and on', async () => {
    for (const handset of [alice, bob]) {
      await handset.power(false);
      await handset.until('off');
    }
    for (const handset of [alice, bob]) {
      await handset.power(true);
      await handset.until('registered');
      await handset.goHome();
      await handset.tap('Enter');
      await handset.shows('On my way');
      await handset.tap('Enter');
      expect(await handset.shows('Meet at the south gate')).toContain('On my way');
    }
  });

  it('is kept by the relay while its peer is off, and delivered when the peer comes back', async () => {
    await bob.power(false);
    await alice.openThread('bob');
    await alice.send('are you there');
    await alice.shows('Enqueued');
    await bob.power(true);
    await bob.led('blinking', 15_000);
    await bob.shows('Are you there');
    await alice.shows('Delivered');
  });

  it('is not lost by a kill right after Enter', async () => {
    await alice.openThread('bob');
    await alice.send('power cut in a second');
    // The field is emptied once the message is on disk; whether it has left by then is up to chance.
    await alice.shows('To Bob');
    await alice.power(false);
    await alice.power(true);
    await bob.shows('Power cut in a second', 20_000);
    await alice.until('registered');
    await alice.openThread('bob');
    const lines = await alice.shows('Power cut in a second');
    expect(lines.filter((line) => line === 'Power cut in a second')).toHaveLength(1);
  });
});

describe('the LED', () => {
  const simulator = new RunningSimulator();
  let alice: HandsetAtHand;
  let bob: HandsetAtHand;

  beforeAll(async () => {
    ({ alice, bob } = await simulator.startBoth());
  });
  afterAll(async () => {
    await simulator.remove();
  });

  it('blinks while anything is unread, through a restart, and goes out when it was read', async () => {
    await alice.openThread('bob');
    await alice.send('one');
    await bob.led('blinking');
    await bob.power(false);
    await bob.power(true);
    await bob.led('blinking');
    await bob.until('registered');
    await bob.goHome();
    expect((await bob.ledNow()).state).toBe('blinking');
    await bob.tap('Enter');
    await bob.led('dark');
    await bob.shows('One');
  });

  it('tells by its pattern that the relay cannot be reached, and stops when it can', async () => {
    await alice.cable(false);
    await alice.openThread('bob');
    await alice.send('into the dark');
    await alice.shows('Sending');
    await alice.shows('Unreachable since', 60_000);
    await alice.cable(true);
    await alice.until('registered', 40_000);
    await bob.shows('Into the dark', 30_000);
    await alice.shows('Delivered', 30_000);
  }, 180_000);
});

describe('Enter', () => {
  const simulator = new RunningSimulator(['--board', 'simulator']);
  let alice: HandsetAtHand;

  beforeAll(async () => {
    await simulator.start();
    alice = simulator.handset('alice');
    await alice.until('registered');
    await alice.openThread('bob');
  });
  afterAll(async () => {
    await simulator.remove();
  });

  it('on an empty field sends nothing and buzzes', async () => {
    await alice.tap('Enter');
    expect(await alice.heard()).toBe('refused-key');
    expect(await alice.lines()).toContain('No messages yet');
  });

  it('ten times fast sends once', async () => {
    await alice.type('once');
    await alice.tap(...Array.from({ length: 10 }, () => 'Enter'));
    await alice.shows('Delivered', 10_000);
    expect((await alice.lines()).filter((line) => line === 'Once')).toHaveLength(1);
  });

  it('held makes a new line instead', async () => {
    await alice.type('first');
    await alice.hold('Enter', 700);
    await alice.type('second');
    const lines = await alice.lines();
    expect(lines.some((line) => /First\nsecond/i.test(line))).toBe(true);
  });

  it('leaves a draft where it was through a power cut', async () => {
    await alice.shows('First');
    await alice.tap('Back');
    await alice.power(false);
    await alice.power(true);
    await alice.openThread('bob');
    await alice.shows('First');
  });
});

describe('Ctrl-C', () => {
  it('ends everything in good order, and the next start finds it again', async () => {
    const simulator = new RunningSimulator();
    try {
      await simulator.start();
      const alice = simulator.handset('alice');
      await alice.until('registered');
      await alice.openThread('bob');
      await alice.send('before the end');
      await alice.shows('Delivered');
      expect(await simulator.interrupt(), simulator.printed).toBe(0);
      await simulator.start();
      const again = simulator.handset('alice');
      await again.openThread('bob');
      await again.shows('Before the end');
    } finally {
      await simulator.remove();
    }
  });
});
