import { testsOf } from './check-map.ts';
import type { Entry } from './entry.ts';
import type { TestName } from './find-tests.ts';

const levels = ['MUST', 'SHOULD', 'MAY', 'impl', 'pick'] as const;
const verdicts = ['met', 'declined', 'not applicable'] as const;

/** The page `docs/rfc-map.md`. */
export function formatMap(
  areas: readonly { readonly title: string; readonly entries: readonly Entry[] }[],
  tests: readonly TestName[],
): string {
  const entries = areas.flatMap((area) => area.entries);
  return [
    '# RFC map',
    '',
    'What RFC 7643, RFC 7644 and RFC 9865 ask of a service provider, requirement by requirement: whether it is met, where, and',
    'which tests show it. The page is written by `npm run rfc-map`, which runs those tests and fails when one of them fails;',
    'a test of its own keeps the page and the data behind it, `packages/checks/src/rfc-map/`, together.',
    '',
    'Sources: `S` is RFC 7643, `P` RFC 7644, `C` RFC 9865, `E` RFC 9967, each with its section. Levels: `impl` is implied by the',
    'RFCs without a keyword; `pick` is a reading where they are silent or contradict themselves, see',
    '[interpretations](decisions/interpretations.md). Cases that `scimkit-testkit conform` can run against any server are set',
    'in *italics*.',
    '',
    ...totals(entries),
    ...areas.flatMap((area) => section(area.title, area.entries, tests)),
  ].join('\n');
}

function totals(entries: readonly Entry[]): string[] {
  const row = (name: string, some: readonly Entry[]) =>
    `| ${[name, ...verdicts.map((verdict) => some.filter((one) => one.verdict === verdict).length), some.length].join(' | ')} |`;
  return [
    `| Level | ${verdicts.join(' | ')} | all |`,
    '| --- | --- | --- | --- | --- |',
    ...levels.map((level) =>
      row(
        level,
        entries.filter((one) => one.level === level),
      ),
    ),
    row('all', entries),
    '',
  ];
}

function section(title: string, entries: readonly Entry[], tests: readonly TestName[]): string[] {
  return [
    `## ${title}`,
    '',
    '| # | Level | Source | Requirement | Verdict | Where | Shown by |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...entries.map((entry) => {
      const reason = entry.reason === undefined ? '' : ` ${entry.reason}`;
      const cells = [
        entry.id,
        entry.level,
        entry.source,
        entry.text,
        `**${entry.verdict}**${reason === '' ? '' : `.${reason}`}`,
        entry.where.map(link).join('<br>'),
        testsOf(entry, tests).map(testLink).join('<br>'),
      ];
      return `| ${cells.map(cell).join(' | ')} |`;
    }),
    '',
  ];
}

function link(file: string): string {
  return `[${file.split('/').at(-1)}](../${file})`;
}

function testLink({ name, file }: TestName): string {
  const short = noMarkup(name.replace(/^[A-Z0-9 -]+: /, ''));
  return file.includes('/conformance/cases/') ? `[*${short}*](../${file})` : `[${short}](../${file})`;
}

function noMarkup(text: string): string {
  return text.replaceAll(/[[\]*_<>`$]/g, '\\$&');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
