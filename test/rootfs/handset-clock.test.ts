import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sysroot } from './sysroot.ts';

const BUILT_S = 1_764_000_000;
const UNSURE = 'run/handset-clock/unsure';

describe('the clock of the image', () => {
  let root: Sysroot;
  beforeEach(() => {
    root = new Sysroot();
    root.put('usr/lib/clock-epoch', '', BUILT_S);
    root.put('data/.keep', '');
    // A clock that is in a file: `date +%s` reads it, `date -s @N` sets it.
    root.program(
      'date',
      'case $1 in +%s) cat "$SYSROOT/now" ;; -s) echo "${2#@}" >"$SYSROOT/now" ;; *) echo "day ${3#@}" ;; esac',
    );
    root.program('chronyc', 'cat "$SYSROOT/told" >"$SYSROOT/now" 2>/dev/null || exit 1');
    root.program('systemctl');
    root.program('sleep', '[ -e "$SYSROOT/told-later" ] && mv "$SYSROOT/told-later" "$SYSROOT/told"');
  });
  afterEach(() => {
    root.remove();
  });

  const set = (atS: number): void => {
    root.put('now', `${atS}\n`);
  };
  const clock = (): number => Number(root.read('now'));
  const rtc = (atS: number): void => {
    root.put('sys/class/rtc/rtc0/since_epoch', `${atS}\n`);
  };

  it('is never before the build of the image', () => {
    set(0);
    root.run('handset-clock', ['start']);
    expect(clock()).toBe(BUILT_S);
    expect(root.read(UNSURE)).toBe('');
  });

  it('is never before the time that was saved last', () => {
    set(BUILT_S + 5);
    root.put('data/clock', `${BUILT_S + 1_000}\n`);
    root.run('handset-clock', ['start']);
    expect(clock()).toBe(BUILT_S + 1_000);
  });

  it('is left as it is, and is sure, where a battery has kept it', () => {
    set(BUILT_S + 9_000);
    rtc(BUILT_S + 9_000);
    root.put('data/clock', `${BUILT_S + 1_000}\n`);
    root.run('handset-clock', ['start']);
    expect(clock()).toBe(BUILT_S + 9_000);
    expect(root.read(UNSURE)).toBeNull();
  });

  it.each([
    ['stands in 2001', 978_307_200],
    ['ran ahead by thirty years', BUILT_S + 30 * 31_536_000],
    ['is before the last time that was known', BUILT_S + 999],
  ])('is not sure where the kept clock %s', (_, atS) => {
    set(Math.max(atS, BUILT_S));
    rtc(atS);
    root.put('data/clock', `${BUILT_S + 1_000}\n`);
    root.run('handset-clock', ['start']);
    expect(root.read(UNSURE)).toBe('');
    expect(clock()).toBeGreaterThanOrEqual(BUILT_S + 1_000);
  });

  it.each(['', 'soon', '-5', '1e12', '99999999999999999999', `${BUILT_S + 21 * 31_536_000}`, '$(reboot)', '0\n1'])(
    'passes over a saved time that cannot be: %j',
    (saved) => {
      set(0);
      root.put('data/clock', saved);
      root.run('handset-clock', ['start']);
      expect(clock()).toBe(BUILT_S);
    },
  );

  it('is sure once the network told the time, which is saved', () => {
    set(0);
    root.run('handset-clock', ['start']);
    root.put('told', `${BUILT_S + 50_000}\n`);
    expect(root.run('handset-clock', ['follow'])).toBe('');
    expect(root.read(UNSURE)).toBeNull();
    expect(root.read('data/clock')).toBe(`${BUILT_S + 50_000}\n`);
  });

  it('does not believe a network that says a time which is over, and asks again', () => {
    set(0);
    root.run('handset-clock', ['start']);
    root.put('told', '978307200\n');
    root.put('told-later', `${BUILT_S + 7}\n`);
    expect(root.run('handset-clock', ['follow'])).toMatch(/^the time servers say day 978307200, .*not believed/);
    expect(root.calls.filter((call) => call.startsWith('date -s'))).toEqual([
      `date -s @${BUILT_S}`,
      `date -s @${BUILT_S}`,
    ]);
    const order = root.calls.filter((call) => /^(?:systemctl|sleep) /.test(call));
    expect(order).toEqual(['systemctl stop chrony.service', 'sleep 600', 'systemctl start --no-block chrony.service']);
    expect(root.read(UNSURE)).toBeNull();
    expect(clock()).toBe(BUILT_S + 7);
  });

  it('saves how far an unsure clock came, so that it goes on there', () => {
    set(0);
    root.run('handset-clock', ['start']);
    set(BUILT_S + 3_600);
    root.run('handset-clock', ['save']);
    expect(root.read('data/clock')).toBe(`${BUILT_S + 3_600}\n`);
  });

  it('saves nothing of a kept clock that nobody has confirmed', () => {
    set(BUILT_S + 300_000_000);
    rtc(BUILT_S + 300_000_000);
    root.run('handset-clock', ['start']);
    root.run('handset-clock', ['save']);
    expect(root.read('data/clock')).toBeNull();
  });

  it('never saves an earlier time', () => {
    set(0);
    root.put('data/clock', `${BUILT_S + 500}\n`);
    root.run('handset-clock', ['start']);
    set(BUILT_S + 1);
    root.run('handset-clock', ['save']);
    expect(root.read('data/clock')).toBe(`${BUILT_S + 500}\n`);
  });
});

describe("the network's time servers", () => {
  let root: Sysroot;
  beforeEach(() => {
    root = new Sysroot();
    root.program('chronyc');
  });
  afterEach(() => {
    root.remove();
  });

  function serversOf(ntp: string): string | null {
    root.put('run/systemd/netif/state', `OPER_STATE=routable\nNTP=${ntp}\nDNS=192.0.2.1\n`);
    root.run('handset-time-servers');
    return root.read('run/chrony-dhcp/dhcp.sources');
  }

  it("are chrony's, which is told at once", () => {
    expect(serversOf('192.0.2.7 time.example.org 2001:db8::7')).toBe(
      'server 192.0.2.7 iburst\nserver time.example.org iburst\nserver 2001:db8::7 iburst\n',
    );
    expect(root.calls).toEqual(['chronyc reload sources', 'chronyc onoffline', 'chronyc refresh']);
  });

  it('are not read anew when the network changed and they did not', () => {
    serversOf('192.0.2.7');
    serversOf('192.0.2.7');
    expect(root.calls.filter((call) => call === 'chronyc reload sources')).toHaveLength(1);
  });

  it('are gone with the network that named them', () => {
    serversOf('192.0.2.7');
    expect(serversOf('')).toBe('');
  });

  it.each([';reboot', '-x', 'a"b', '$(id)', 'a\\b', '/etc/passwd', 'x'.repeat(300)])(
    'are passed over where they are no address: %s',
    (named) => {
      expect(serversOf(`${named} 192.0.2.7`)).toBe('server 192.0.2.7 iburst\n');
    },
  );

  it('are four at most', () => {
    expect(serversOf('a b c d e f')?.split('\n')).toHaveLength(5);
  });
});
