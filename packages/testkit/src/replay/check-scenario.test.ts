import { describe, expect, it } from 'vitest';
import { checkScenario } from './check-scenario.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';
import { ScenarioError } from './scenario-error.ts';

const step = (change: Partial<ScenarioStep>): ScenarioStep => ({
  name: 'read',
  by: 'client',
  request: { method: 'GET', path: '/Users/1', headers: { Authorization: '${authorization}' } },
  expect: { status: 200 },
  ...change,
});
const scenario = (...steps: ScenarioStep[]): Scenario => ({
  client: 'test',
  name: 'test/one',
  title: 'One',
  confidence: 'specification',
  needs: [],
  steps,
});
const request = { method: 'PUT', path: '/Users/1', headers: {} };

describe('checkScenario', () => {
  it('accepts variables saved before, repeated over, or given', () => {
    const good = scenario(
      step({ save: { id: '$.id' } }),
      step({ request: { ...request, path: '/Users/${id}', bodyFrom: 'id', merge: {} } }),
      step({ repeat: { var: 'i', from: 1, to: 2 }, expect: { status: [200], body: { n: '${i} ${given}' } } }),
    );
    expect(() => checkScenario(good, ['given'])).not.toThrow();
  });

  it.each<[string, Partial<ScenarioStep>]>([
    ['The variable id is used', { request: { ...request, path: '/Users/${id}' } }],
    ['The variable gone is used', { request: { ...request, bodyFrom: 'gone' } }],
    ['The variable self is used', { expect: { status: 200, body: '${self}' }, save: { self: '$.id' } }],
    ['merge needs bodyFrom', { request: { ...request, merge: {} } }],
    ['exclude each other', { request: { ...request, body: {}, bodyFrom: 'authorization' } }],
    ['does not start with a slash', { request: { ...request, path: 'Users' } }],
    ['Not a JSON path: id', { save: { id: 'id' } }],
    ['Not a JSON path: members', { expect: { status: 200, absent: ['members'] } }],
    ['$length cannot take "2"', { expect: { status: 200, body: { a: [{ $length: '2' }] } } }],
    ['No status', { expect: { status: [] } }],
    ['repeat ends', { repeat: { var: 'i', from: 2, to: 1 } }],
  ])('refuses: %s', (text, change) => {
    expect(() => checkScenario(scenario(step({}), step(change)))).toThrow(ScenarioError);
    expect(() => checkScenario(scenario(step({}), step(change)))).toThrow(text);
    expect(() => checkScenario(scenario(step({}), step(change)))).toThrow('test/one, step 2 "read"');
  });

  it('does not count variables of steps that are left out', () => {
    const steps = scenario(
      step({ by: 'setup', save: { id: '$.id' } }),
      step({ request: { ...request, path: '/Users/${id}' } }),
    );
    expect(() => checkScenario(steps, [], ({ by }) => by === 'client')).toThrow('The variable id is used');
    expect(() => checkScenario(steps, ['id'], ({ by }) => by === 'client')).not.toThrow();
  });
});
