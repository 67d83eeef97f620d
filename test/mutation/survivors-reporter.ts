// Writes down each survivor as soon as it is known, so that a run which is broken off has told what it found. Stryker loads this by its path.
import { appendFileSync, writeFileSync } from 'node:fs';
import type { Stryker } from '@stryker-mutator/core';

type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

export function hasSurvived({ status }: Mutant): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

export function survivorsFile(room: string): string {
  return `out/mutation/${room}-survivors.txt`;
}

function describe({ fileName, location, mutatorName, replacement, status }: Mutant): string {
  const place = `${fileName.replace(/^.*\/src\//, 'src/')}:${location.start.line}:${location.start.column}`;
  const reached = status === 'NoCoverage' ? ', reached by no test' : '';
  return `${place}  ${mutatorName} → ${replacement.replaceAll(/\s+/g, ' ').slice(0, 80)}${reached}`;
}

class SurvivorsReporter {
  readonly #file = survivorsFile(process.env['MUTATED_ROOM'] ?? 'room');

  onMutationTestingPlanReady(): void {
    writeFileSync(this.#file, '');
  }

  onMutantTested(mutant: Mutant): void {
    if (hasSurvived(mutant)) appendFileSync(this.#file, `${describe(mutant)}\n`);
  }
}

export const strykerPlugins = [{ kind: 'Reporter', name: 'survivors', injectableClass: SurvivorsReporter }];
