import type { ReplayResult } from './replay.ts';

/**
 * Prints the results of {@link replay} as a table, with the first mismatch of every failed scenario under its
 * line.
 *
 * @param results from {@link replay}
 * @returns several lines of text, without a line break at the end
 */
export function formatReplay(results: readonly ReplayResult[]): string {
  const width = Math.max('scenario'.length, ...results.map((result) => result.scenario.length));
  const row = (name: string, ...cells: (string | number)[]) =>
    `${name.padEnd(width)}  ${cells.map((cell) => String(cell).padStart(7)).join('  ')}`;
  const sum = (of: (result: ReplayResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  const total = row(
    results.length === 1 ? '1 scenario' : `${results.length} scenarios`,
    sum((result) => result.steps),
    sum((result) => result.passed),
    sum((result) => result.failed),
    sum((result) => result.skipped),
  );
  return [
    row('scenario', 'steps', 'passed', 'failed', 'skipped'),
    ...results.flatMap((result) => {
      const { scenario, steps, passed, failed, skipped } = result;
      return [row(scenario, steps, passed, failed, skipped), ...firstFailure(result)];
    }),
    '-'.repeat(total.length),
    total,
  ].join('\n');
}

function firstFailure({ report }: ReplayResult): string[] {
  const step = report.steps.find((one) => one.verdict === 'failed');
  const mismatch = step?.mismatches[0];
  if (!step || !mismatch) return [];
  return [`  step ${step.number} ${step.name}`, `    ${mismatch.path}: ${mismatch.text}`];
}
