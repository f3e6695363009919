import { describe, expect, it } from 'vitest';
import { okta } from '../scenarios/index.ts';
import { userLifecyclePut } from '../scenarios/okta/user-lifecycle-put.ts';
import { assertScenario } from './assert-scenario.ts';
import { formatReport } from './format-report.ts';
import { removeCreated } from './remove-created.ts';
import { runScenario } from './run-scenario.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';
import { ScenarioError } from './scenario-error.ts';
import { tinyServer } from './tiny-server.ts';

const headers = { Authorization: '${authorization}' };
const read: ScenarioStep = {
  name: 'read',
  by: 'client',
  request: { method: 'GET', path: '/Users', headers },
  expect: { status: 200 },
};
const scenario = (...steps: ScenarioStep[]): Scenario => ({
  client: 'test',
  name: 'test/one',
  title: 'One',
  confidence: 'specification',
  needs: [],
  steps,
});
const create: ScenarioStep = {
  ...read,
  name: 'create',
  request: { method: 'POST', path: '/Users', headers, body: { userName: 'a' } },
  expect: { status: 201 },
  save: { id: '$.id' },
};
const readOne: ScenarioStep = {
  ...read,
  name: 'read it',
  request: { ...read.request, path: '/Users/${id}' },
};

/** A server that is right but for answers of one method, in which it changes a text. */
const spoiled = (method: string, from: string | RegExp, to: string) =>
  tinyServer(async (request, answer) => {
    if (request.method !== method || answer.status === 204) return answer;
    const { status, headers } = answer;
    return new Response((await answer.text()).replace(from, to), { status, headers });
  });

describe('runScenario', () => {
  it('passes a real scenario on a server that is right', async () => {
    const report = await runScenario(userLifecyclePut, tinyServer().target);
    expect(report).toMatchObject({ ok: true, passed: 8, failed: 0, skipped: 0, requests: 8 });
  });

  it('reports a server that loses the title', async () => {
    const { target } = spoiled('PUT', /,"title":"[^"]*"/, '');
    const report = await runScenario(userLifecyclePut, target);
    expect(report.ok).toBe(false);
    expect(report.steps.find((step) => step.verdict === 'failed')).toMatchObject({
      number: 4,
      mismatches: [{ path: '$.title', text: 'expected "Account Executive", got nothing' }],
    });
  });

  it.each([
    ['counters as strings', spoiled('GET', '"totalResults":0', '"totalResults":"0"'), 1, '$.totalResults'],
    ['a password in the answer', spoiled('POST', '{', '{"password":"x",'), 2, '$.password'],
    ['no id', spoiled('POST', /"id":"[^"]*",/, ''), 2, '$.id'],
    ['active as a string', spoiled('PUT', '"active":false', '"active":"False"'), 6, '$.active'],
    ['text for JSON', spoiled('POST', /.+/, 'created'), 2, '$'],
  ])('reports %s', async (_, { target }, step, path) => {
    const report = await runScenario(userLifecyclePut, target);
    const failed = report.steps.filter(({ verdict }) => verdict === 'failed');
    expect(failed[0]).toMatchObject({ number: step });
    expect(failed[0]?.mismatches.map((mismatch) => mismatch.path)).toContain(path);
  });

  it('skips steps whose variables were never saved, and says so', async () => {
    const { target } = tinyServer((request, answer) =>
      request.method === 'POST' ? new Response('{"detail":"full"}', { status: 507 }) : answer,
    );
    const report = await runScenario(scenario(create, readOne, read), target);
    expect(report.steps.map((step) => step.verdict)).toEqual(['failed', 'skipped', 'passed']);
    expect(report.steps[0]?.mismatches).toEqual([{ path: 'status', text: 'expected 201, got 507 (full)' }]);
    expect(report.steps[1]?.reason).toBe('an earlier step should have saved id');
  });

  it('goes on with the id of a create that answered 200', async () => {
    const { target } = tinyServer(async (request, answer) =>
      request.method === 'POST' ? new Response(await answer.text(), { status: 200 }) : answer,
    );
    const report = await runScenario(scenario(create, readOne), target);
    expect(report.steps.map((step) => step.verdict)).toEqual(['failed', 'passed']);
  });

  it('repeats a step, ends with the first failure, and saves the last value', async () => {
    const many = { ...create, repeat: { var: 'i', from: 1, to: 3 } };
    const numbered = { ...many, request: { ...create.request, body: { userName: 'user ${i}' } } };
    const last = { ...readOne, expect: { status: 200, body: { userName: 'user 3' } } };
    const { target, users } = tinyServer();
    expect(await runScenario(scenario(numbered, last), target)).toMatchObject({ ok: true, requests: 4 });
    expect(users.size).toBe(3);

    const broken = tinyServer((_, answer) =>
      broken.users.size === 2 ? new Response('', { status: 500 }) : answer,
    );
    const report = await runScenario(scenario(numbered), broken.target);
    expect(report.steps[0]).toMatchObject({ verdict: 'failed', requests: 2 });
  });

  it('runs only the kinds of steps asked for, with variables from outside', async () => {
    const { target, users } = tinyServer();
    users.set('7', { id: '7' });
    const steps = scenario({ ...create, by: 'setup' }, readOne, { ...readOne, by: 'check' });
    const report = await runScenario(steps, target, { by: ['client'], variables: { id: '7' } });
    expect(report.steps.map((step) => step.verdict)).toEqual(['skipped', 'passed', 'skipped']);
    expect(report.steps[0]?.reason).toBe('setup steps are left out');
    await expect(runScenario(steps, target, { by: ['client'] })).rejects.toThrow(ScenarioError);
  });

  it('reports a server that cannot be reached, once', async () => {
    const fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));
    const report = await runScenario(scenario(read, read), { ...tinyServer().target, fetch });
    expect(report.steps[0]?.mismatches).toEqual([
      { path: 'request', text: 'no answer: fetch failed: connect ECONNREFUSED' },
    ]);
    expect(report.steps[1]).toMatchObject({ verdict: 'skipped', requests: 0 });
  });

  it('gives up after the time limit, even when fetch does not', async () => {
    const fetch = () => new Promise<Response>(() => {});
    const report = await runScenario(scenario(read), { ...tinyServer().target, fetch }, { timeoutMs: 20 });
    expect(report.steps[0]?.mismatches).toEqual([{ path: 'request', text: 'no answer within 20 ms' }]);
  });

  it('sends nothing of a scenario that is wrong', async () => {
    const fetch = () => Promise.reject(new Error('was called'));
    const run = runScenario(scenario(read, readOne), { ...tinyServer().target, fetch });
    await expect(run).rejects.toThrow('test/one, step 2 "read it": The variable id is used');
  });

  it('keeps the credential out of the report, even when the server echoes it', async () => {
    const { target } = tinyServer((request) => {
      const seen = request.headers.get('authorization');
      return new Response(`{"detail":"${seen}"}`, { status: 418, headers: { 'x-echo': `${seen}` } });
    });
    for (const one of okta) {
      const report = await runScenario(one, target);
      expect(`${JSON.stringify(report)} ${formatReport(report)}`).not.toContain('top-secret');
    }
  });
});

describe('assertScenario', () => {
  it('returns the report of a good server', async () => {
    expect((await assertScenario(userLifecyclePut, tinyServer().target)).passed).toBe(8);
  });

  it('throws what a person needs to know', async () => {
    const { target } = spoiled('PUT', /,"title":"[^"]*"/, '');
    const failure = await assertScenario(userLifecyclePut, target).catch((error: unknown) => error);
    const text = failure instanceof Error ? failure.message : '';
    expect(text).toContain('FAILED  okta/user-lifecycle-put');
    expect(text).toContain('step 4 (client) Write everything back with a title added: failed');
    expect(text).toContain('$.title: expected "Account Executive", got nothing');
    expect(text).toContain('> PUT http://tiny.test/scim/v2/Users/u%201');
    expect(text).toContain('> Authorization: [redacted]');
    expect(text).toContain('< 200 application/scim+json');
  });
});

describe('removeCreated', () => {
  it('deletes what the scenario created and nothing else', async () => {
    const { target, users } = tinyServer();
    users.set('before', { id: 'before', userName: 'before' });
    const report = await runScenario(scenario(create, create), target);
    expect(report.created).toEqual(['/Users/u%202', '/Users/u%203']);
    expect(await removeCreated(report, target)).toEqual([]);
    expect([...users.keys()]).toEqual(['before']);
    expect(await removeCreated(report, target)).toEqual([]);
  });

  it('names what could not be deleted', async () => {
    const { target } = tinyServer((request, answer) =>
      request.method === 'DELETE' ? new Response('', { status: 501 }) : answer,
    );
    const report = await runScenario(scenario(create), target);
    expect(await removeCreated(report, target)).toEqual(['/Users/u%201']);
  });
});
