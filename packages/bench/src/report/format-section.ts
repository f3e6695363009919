import type { CaseResult, Measured, SectionResult } from '../harness/results.ts';
import type { CompetitorName } from '../servers/competitors.ts';
import { flatAtMost, flatnessOf } from './flatness.ts';
import { type Column, layOut } from './table.ts';
import { type Ratio, ratioOf, verdictOf } from './targets.ts';

const left = (heading: string): Column => ({ heading, side: 'left' });
const right = (heading: string): Column => ({ heading, side: 'right' });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** The tables of a store. */
export function formatSection(section: SectionResult): string {
  const parts = [`On ${section.store}`, formatCases(section.cases)];
  const flatness = formatFlatness(section.cases);
  if (flatness !== '')
    parts.push(`How the cost grows with users and members (flat: at most ${flatAtMost})`, flatness);
  parts.push('server.handle() without HTTP', formatHandled(section));
  parts.push('For information: start and memory', formatStates(section));
  parts.push(...section.profiles);
  return parts.join('\n\n');
}

function formatCases(results: readonly CaseResult[]): string {
  const columns = [left('case'), left('server'), right('requests'), right('p50 µs'), right('CPU µs')];
  const rows = results.flatMap((result) => [
    ...result.measured.map((measured, index) => [
      index === 0 ? result.title : '',
      measured.competitor,
      whole.format(measured.requests),
      whole.format(measured.p50),
      formatMicroseconds(measured.cpu),
      against(result, measured, ['hand-written', 'hand-written-sqlite']),
      against(result, measured, ['fixed-express']),
      ...formatVerdict(result, measured),
    ]),
    ...result.leftOut.map((name) => ['', name, '', '', '', '', '', 'takes seconds: see --full']),
    [],
  ]);
  return layOut(
    [...columns, right('/ hand-written'), right('/ fixed Express'), left('target'), left('verdict')],
    rows.slice(0, -1),
  );
}

function against(result: CaseResult, measured: Measured, names: readonly CompetitorName[]): string {
  const other = result.measured.find(({ competitor }) => names.includes(competitor));
  if (other === undefined || other === measured) return '';
  return formatRatio(ratioOf(measured, other));
}

function formatVerdict(result: CaseResult, measured: Measured): string[] {
  const verdict = verdictOf(result, measured);
  if (verdict === undefined) return [];
  return [`≤ ${verdict.atMost} × ${verdict.than}`, verdict.met ? 'met' : 'MISSED'];
}

function formatRatio({ value, low, high }: Ratio): string {
  if (value >= 100) return whole.format(value);
  return `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

function formatMicroseconds(value: number): string {
  return value < 100 ? value.toFixed(1) : whole.format(value);
}

function formatFlatness(results: readonly CaseResult[]): string {
  const rows = flatnessOf(results).map(({ from, to, competitor, factor, met }) => [
    `${from} → ${to}`,
    competitor,
    factor.toFixed(2),
    met === undefined ? '' : met ? 'met' : 'MISSED',
  ]);
  if (rows.length === 0) return '';
  return layOut([left('from → to'), left('server'), right('factor'), left('verdict')], rows);
}

function formatHandled({ handled }: SectionResult): string {
  const rows = handled.map(({ title, competitor, cpu }) => [title, competitor, formatMicroseconds(cpu)]);
  return layOut([left('operation'), left('server'), right('CPU µs')], rows);
}

function formatStates({ states }: SectionResult): string {
  const rows = states.map(({ competitor, startup, filling, heap, resident, bytesOfUser }) => [
    competitor,
    whole.format(startup),
    whole.format(filling),
    megabytes(heap),
    megabytes(resident),
    bytesOfUser === undefined ? '' : whole.format(bytesOfUser),
  ]);
  const columns = [right('start ms'), right('fill ms'), right('heap MB'), right('resident MB')];
  return layOut([left('server'), ...columns, right('heap bytes for a user')], rows);
}

function megabytes(bytes: number): string {
  return whole.format(bytes / 1024 / 1024);
}
