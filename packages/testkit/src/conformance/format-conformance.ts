import { describeValue } from '../replay/describe-value.ts';
import { areas } from './conformance-case.ts';
import type { CaseReport, ConformanceReport } from './run-conformance.ts';

/**
 * Prints a conformance report: each case that failed with what was expected and what came, then a table by area.
 *
 * @param report - From `runConformance`.
 * @returns Several lines of text, without a line break at the end.
 */
export function formatConformance(report: ConformanceReport): string {
  const failed = report.cases.filter((one) => one.verdict === 'failed');
  const binding = failed.filter((one) => one.level === 'must');
  const readings = failed.filter((one) => one.level !== 'must');
  return [
    ...section('Against the RFCs', binding),
    ...section('Other readings, and advice not followed', readings),
    ...leftovers(report),
    ...table(report),
  ].join('\n');
}

function section(title: string, cases: readonly CaseReport[]): string[] {
  if (cases.length === 0) return [];
  return [
    title,
    ...cases.flatMap(({ requirements, name, reason, latest }) => [
      `  ${requirements.join(' ')}: ${name}`,
      `    ${reason}`,
      ...(latest === undefined
        ? []
        : [`    ${latest.method} ${latest.path} -> ${latest.status} ${describeValue(latest.text)}`]),
    ]),
    '',
  ];
}

function leftovers(report: ConformanceReport): string[] {
  const left = report.cases.flatMap((one) => one.left);
  return left.length === 0 ? [] : [`Could not delete ${left.join(', ')}.`, ''];
}

function table(report: ConformanceReport): string[] {
  const row = (name: string, cases: readonly CaseReport[]) => {
    const count = (verdict: CaseReport['verdict'], must?: boolean) =>
      cases.filter(
        (one) => one.verdict === verdict && (must === undefined || (one.level === 'must') === must),
      ).length;
    const cells = [
      cases.length,
      count('passed'),
      count('failed', true),
      count('failed', false),
      count('skipped'),
    ];
    return line(name, cells);
  };
  const rows = areas
    .map((area) => [area, report.cases.filter((one) => one.area === area)] as const)
    .filter(([, cases]) => cases.length > 0)
    .map(([area, cases]) => row(area, cases));
  const total = row('all', report.cases);
  return [
    line('area', ['cases', 'passed', 'failed', 'differs', 'skipped']),
    ...rows,
    '-'.repeat(total.length),
    total,
  ];
}

function line(name: string, cells: readonly (string | number)[]): string {
  return `${name.padEnd(8)}${cells.map((cell) => String(cell).padStart(9)).join('')}`;
}
