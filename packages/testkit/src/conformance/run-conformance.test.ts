import { describe, expect, it } from 'vitest';
import type { Target } from '../replay/target.ts';
import { casesByArea } from './cases/index.ts';
import { areas } from './conformance-case.ts';
import { openClient } from './conformance-client.ts';
import { ConformanceFailure } from './conformance-failure.ts';
import { formatConformance } from './format-conformance.ts';
import { runConformance } from './run-conformance.ts';

const cases = Object.values(casesByArea).flat();

function answering(answer: (request: Request) => Response): Target & { readonly seen: string[] } {
  const seen: string[] = [];
  return {
    baseUrl: 'http://wrong.test/scim/v2/',
    authorization: 'Bearer top-secret',
    seen,
    fetch: async (request) => {
      seen.push(`${request.method} ${new URL(request.url).pathname}`);
      return answer(request);
    },
  };
}

const json = (body: unknown, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers });

/** Servers that are wrong in a way of their own. */
const wrong: Record<string, (request: Request) => Response> = {
  'answers everything with an empty object': () => json({}),
  'fails at everything': () => json({ status: 500 }, 500),
  'finds nothing': () => new Response('Not found', { status: 404 }),
  'creates whatever is sent, and knows nothing': (request) =>
    request.method === 'POST'
      ? json({ id: 'x', meta: { location: 'http://wrong.test/scim/v2/Users/x' } }, 201)
      : json({ totalResults: 0, Resources: [] }),
};

describe('conformance cases', () => {
  it.each(Object.keys(wrong))('fail on a server that %s', async (name) => {
    const target = answering(wrong[name] ?? (() => json({})));
    const fooled: string[] = [];
    for (const one of cases) {
      const outcome = await one.run(openClient(target, 1_000)).catch((error: unknown) => error);
      if (outcome instanceof ConformanceFailure) continue;
      fooled.push(`${one.requirements.join(' ')}: ${one.name}: ${outcome ?? 'passed'}`);
    }
    expect(fooled).toEqual([]);
  });

  it('have names of their own and requirements with numbers', () => {
    const names = cases.map((one) => `${one.requirements.join(' ')}: ${one.name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const name of names) expect(name).toMatch(/^[A-Z]{2,4}-\d{2}( [A-Z]{2,4}-\d{2})*: [a-z/]/);
  });
});

describe('runConformance', () => {
  it('tells what was expected and what came, without the credential', async () => {
    const report = await runConformance(
      answering((request) => json({ detail: request.headers.get('authorization') }, 500)),
      { only: ['com'] },
    );
    expect(report.ok).toBe(false);
    const failed = report.cases.find((one) => one.requirements.includes('COM-05'));
    expect(failed).toMatchObject({ area: 'com', level: 'must', verdict: 'failed', latest: { status: 500 } });
    expect(failed?.reason).toMatch(/^POST \/Users: expected status 201, got 500/);
    const text = formatConformance(report);
    expect(text).toContain('COM-05: never sets an externalId by itself');
    expect(text).toMatch(/\ncom +\d+ +0 +\d+ +\d+ +0\n/);
    expect(JSON.stringify(report) + text).not.toContain('top-secret');
  });

  it('skips what the server says it lacks', async () => {
    const config = {
      patch: { supported: false },
      filter: { supported: false },
      pagination: { cursor: false },
    };
    const report = await runConformance(
      answering(() => json(config)),
      { only: ['rep', 'chr'] },
    );
    const needing = (feature: 'patch' | 'filter') =>
      [...casesByArea.rep, ...casesByArea.chr].filter((one) => one.needs?.includes(feature)).length;
    const skipped = report.cases.filter((one) => one.verdict === 'skipped');
    expect(skipped.length).toBeGreaterThanOrEqual(Math.max(needing('patch'), needing('filter')));
    expect(new Set(skipped.map((one) => one.reason))).toEqual(
      new Set(['The server says that it lacks patch.', 'The server says that it lacks filter.']),
    );
  });

  it('deletes what it made and reports what it could not delete', async () => {
    const location = 'http://wrong.test/scim/v2/Users/1';
    const target = answering((request) =>
      request.method === 'POST'
        ? json({ id: '1', externalId: 'mine' }, 201, { location })
        : json({}, request.method === 'DELETE' ? 403 : 200),
    );
    const report = await runConformance(target, { only: ['com'] });
    expect(target.seen).toContain('DELETE /scim/v2/Users/1');
    expect(report.cases.flatMap((one) => one.left)).toContain('/Users/1');
    expect(formatConformance(report)).toContain('Could not delete /Users/1');

    const kept = answering((request) => json({}, request.method === 'POST' ? 201 : 200, { location }));
    await runConformance(kept, { only: ['cre'], keep: true });
    const own = ['DELETE /scim/v2/Users/1'];
    expect(kept.seen.filter((one) => own.includes(one)).length).toBeLessThan(target.seen.length);
  });

  it('knows all areas and runs them in their order', async () => {
    const report = await runConformance(answering(() => json({})));
    const order = [...new Set(report.cases.map((one) => one.area))];
    expect(order).toEqual(areas.filter((area) => casesByArea[area].length > 0));
    expect(report.cases.filter((one) => one.verdict === 'passed')).toEqual([]);
  });
});
