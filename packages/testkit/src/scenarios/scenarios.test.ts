import { describe, expect, it } from 'vitest';
import { checkScenario } from '../replay/check-scenario.ts';
import type { Need, Scenario } from '../replay/scenario.ts';
import { scenarios, scenariosByClient } from './index.ts';

const asks = (scenario: Scenario, need: Need) => scenario.needs.includes(need);

describe('scenarios', () => {
  it('has all of them, under their own client', () => {
    const counts = Object.fromEntries(
      Object.entries(scenariosByClient).map(([client, all]) => [client, all.length]),
    );
    expect(counts).toEqual({ okta: 18, entra: 12, onelogin: 1, jumpcloud: 1, authentik: 1, ping: 1 });
    for (const [client, all] of Object.entries(scenariosByClient)) {
      expect(all.map((scenario) => scenario.client)).toEqual(all.map(() => client));
      expect(all.every((scenario) => scenario.name.startsWith(`${client}/`))).toBe(true);
    }
  });

  it('gives every one a name of its own', () => {
    expect(new Set(scenarios.map((scenario) => scenario.name)).size).toBe(scenarios.length);
  });

  it('says how much of it is client traffic', () => {
    const steps = scenarios.flatMap((scenario) => scenario.steps);
    const by = (role: string) => steps.filter((step) => step.by === role).length;
    expect([steps.length, by('client'), by('setup'), by('check')]).toEqual([363, 276, 32, 55]);
  });

  describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_, scenario) => {
    it('is well formed', () => {
      expect(() => checkScenario(scenario)).not.toThrow();
    });

    it('names source and confidence of every claim about the client', () => {
      for (const step of scenario.steps.filter((one) => one.by === 'client')) {
        expect(step.source, step.name).toBeTruthy();
        expect(step.confidence, step.name).toBeTruthy();
      }
    });

    it('says what it needs', () => {
      const requests = scenario.steps.map((step) => step.request);
      const groups = requests.some((request) => request.path.startsWith('/Groups'));
      expect(asks(scenario, 'groups')).toBe(groups);
      expect(asks(scenario, 'patch')).toBe(requests.some((request) => request.method === 'PATCH'));
      const roles = requests.some((request) => /^\/(Roles|Entitlements)/.test(request.path));
      expect(asks(scenario, 'roles and entitlements')).toBe(roles);
    });
  });
});
