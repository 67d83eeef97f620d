import type { Lvgl } from 'lvgl-bindings';
import type { Log } from '../../../ports/system/log.ts';
import type { DeviceFiles } from '../../kernel/device-files.ts';
import { panelRefusal } from './panel-refusal.ts';

const CONSOLE_CLASS = '/sys/class/vtconsole';
/** The console that is on the screen, whichever it is. */
const FRONT_CONSOLE = '/dev/tty0';

interface ConsoleParts {
  readonly files: DeviceFiles;
  readonly lvgl: Pick<Lvgl, 'consoleDraws'>;
  readonly log: Log;
}

/**
 * Takes the kernel's text console off the framebuffers, over whose pictures it would draw. Where this process may not
 * unbind it, the console in front is told to draw nothing. Returns how to give it back.
 */
export function takeConsoleAway(parts: ConsoleParts): () => void {
  const bound = boundConsoles(parts.files);
  const freed = bound.filter((file) => parts.files.write(file, '0').ok);
  const silenced = freed.length < bound.length && silence(parts);
  return () => {
    // At the end nobody is left who could do something about a refusal.
    for (const file of freed) void parts.files.write(file, '1');
    if (silenced) consoleDraws(parts, true);
  };
}

/** The files that bind consoles to framebuffers. */
function boundConsoles(files: DeviceFiles): readonly string[] {
  const names = files.list(CONSOLE_CLASS);
  return (names.ok ? names.value : [])
    .filter((name) => {
      const kind = files.read(`${CONSOLE_CLASS}/${name}/name`);
      const isBound = files.read(`${CONSOLE_CLASS}/${name}/bind`);
      return kind.ok && kind.value.includes('frame buffer') && isBound.ok && isBound.value.trim() === '1';
    })
    .map((name) => `${CONSOLE_CLASS}/${name}/bind`);
}

function silence(parts: ConsoleParts): boolean {
  const errno = consoleDraws(parts, false);
  if (errno !== null) parts.log.warn('screen.console-stays', { errno, path: FRONT_CONSOLE });
  return errno === null;
}

function consoleDraws({ lvgl }: ConsoleParts, draws: boolean): string | null {
  try {
    lvgl.consoleDraws(FRONT_CONSOLE, draws);
    return null;
  } catch (error) {
    return panelRefusal(error).errno ?? 'EIO';
  }
}
