import { createInterface } from 'node:readline/promises';
import { TechnicianFailure } from './technician-failure.ts';

/**
 * Asks on the terminal; only the very word is a yes.
 * @throws TechnicianFailure where there is no terminal to ask on, or on any other answer.
 */
export async function confirm(question: string, word: string): Promise<void> {
  if (process.env['YES'] === '1') return;
  if (!process.stdin.isTTY) throw new TechnicianFailure('there is no terminal to ask on; say YES=1 if you are sure');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(question);
  terminal.close();
  if (answer.trim() !== word) throw new TechnicianFailure('nothing was written');
}
