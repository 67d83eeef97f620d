/** The long form is `make test-firmware-long`. */
export const IS_LONG = process.env['FIRMWARE'] === 'long';

/** One line to whoever watches the run, past the test runner, which keeps what is printed until a file has ended. */
export function tell(line: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
}
