import type { HttpExchange, ScenarioReport, StepReport } from './report.ts';

const LONGEST_BODY = 1200;

/**
 * Puts a report into words: the counts, and for every step that did not pass what was expected, what came,
 * and the exchange.
 *
 * @param report from {@link runScenario}
 * @returns several lines of text, without a line break at the end and without credentials
 */
export function formatReport(report: ScenarioReport): string {
  const { passed, failed, skipped, requests, durationMs } = report;
  return [
    `${report.ok ? 'ok' : 'FAILED'}  ${report.scenario}: ${report.title}`,
    `${passed} steps passed, ${failed} failed, ${skipped} skipped (${requests} requests, ${durationMs} ms)`,
    ...report.steps.filter((step) => step.verdict !== 'passed').flatMap(formatStep),
  ].join('\n');
}

function formatStep(step: StepReport): string[] {
  const heading = `  step ${step.number} (${step.by}) ${step.name}`;
  if (step.verdict === 'skipped') return [`${heading}: skipped, ${step.reason}`];
  return [
    '',
    `${heading}: failed${step.requests > 1 ? ` at request ${step.requests}` : ''}`,
    ...step.mismatches.map((mismatch) => `    ${mismatch.path}: ${mismatch.text}`),
    ...(step.note === undefined ? [] : [`    why it matters: ${step.note}`]),
    ...(step.source === undefined ? [] : [`    known from: ${step.source}`]),
    ...(step.exchange ? formatExchange(step.exchange).map((line) => `    ${line}`) : []),
  ];
}

function formatExchange({ request, response, durationMs }: HttpExchange): string[] {
  const lines = [`> ${request.method} ${request.url}`];
  for (const [name, value] of Object.entries(request.headers)) lines.push(`> ${name}: ${value}`);
  if (request.body !== undefined) lines.push(`> ${cut(request.body)}`);
  if (!response) return [...lines, `< no answer after ${durationMs} ms`];
  lines.push(`< ${response.status} ${response.headers['content-type'] ?? ''} after ${durationMs} ms`);
  if (response.body !== '') lines.push(`< ${cut(response.body)}`);
  return lines;
}

function cut(text: string): string {
  return text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)}… (${text.length} characters)` : text;
}
