// Opens one device of linux_io and prints what it tells, a line of JSON each: `node linux-io-child.ts KIND OPTIONS`.
// A line on stdin asks for something: `write INDEX LEVEL`, `held`, `alive`, `stall MS` (the event loop stands still),
// `close`, `exit`.
import { createInterface } from 'node:readline';
import { loadLinuxIo, type ContactWiring } from '../../../native/src/linux-io.ts';

const io = loadLinuxIo();
const tell = (...told: readonly unknown[]) => {
  process.stdout.write(`${JSON.stringify(told)}\n`);
};

type Opened = ReturnType<typeof open>;
function open(kind: string, options: unknown) {
  if (kind === 'contacts') return { contacts: new io.ContactReader(options as ContactWiring, tell) };
  if (kind === 'outputs') {
    return { outputs: new io.OutputLines(options as ConstructorParameters<typeof io.OutputLines>[0]) };
  }
  if (kind === 'chip') {
    tell(io.chipInfo(options as string));
    return {};
  }
  return {
    input: new io.InputDevice(options as string, (first, second) => {
      tell(first, typeof second === 'string' ? second : Buffer.from(second).toString('hex'));
    }),
  };
}

function obey(opened: Opened, [verb, first, second]: readonly string[]): void {
  const { contacts, outputs, input } = opened as Partial<{
    contacts: InstanceType<typeof io.ContactReader>;
    outputs: InstanceType<typeof io.OutputLines>;
    input: InstanceType<typeof io.InputDevice>;
  }>;
  if (verb === 'write') outputs?.write(Number(first), second === '1');
  if (verb === 'held') tell('held', Buffer.from(input?.heldKeys() ?? []).toString('hex'));
  if (verb === 'alive') tell('alive', (contacts ?? input)?.isAlive());
  if (verb === 'exit') process.exit(7);
  if (verb === 'stall') stall(Number(first));
  if (verb === 'close') for (const device of [contacts, outputs, input]) device?.close();
  tell('done', verb, process.cpuUsage());
}

function stall(durationMs: number): void {
  tell('stalling');
  const until = performance.now() + durationMs;
  while (performance.now() < until);
}

try {
  const opened = open(process.argv[2] ?? '', JSON.parse(process.argv[3] ?? 'null'));
  tell('open');
  createInterface({ input: process.stdin }).on('line', (line) => {
    obey(opened, line.split(' '));
  });
} catch (error) {
  const { code, errno, syscall, path, message } = error as NodeJS.ErrnoException;
  tell('refused', { code, errno, syscall, path, message });
}
