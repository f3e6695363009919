import { describe, expect, it } from 'vitest';
import { joinJsonPath, parseJsonPath, readJsonPath } from './read-json-path.ts';
import { ScenarioError } from './scenario-error.ts';

const user = {
  id: '1',
  emails: [{ value: 'a@example.com', $ref: 'x' }],
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: '2' } },
};

describe('readJsonPath', () => {
  it.each([
    ['$', user],
    ['$.id', '1'],
    ['$.emails[0].value', 'a@example.com'],
    ['$.emails[0].$ref', 'x'],
    ['$["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].manager.value', '2'],
    ['$.emails[1].value', undefined],
    ['$.emails.value', undefined],
    ['$.id[0]', undefined],
    ['$.toString', undefined],
  ])('%s', (path, value) => {
    expect(readJsonPath(user, path)).toEqual(value);
  });

  it.each(['id', '', '$id', '$.', '$..id', '$[a]', '$["a]', '$[-1]', '$.emails[0]value', '$["\\x"]'])(
    'does not take %s for a path',
    (path) => {
      expect(() => parseJsonPath(path)).toThrow(ScenarioError);
    },
  );

  it('reads what joinJsonPath writes', () => {
    const steps = ['plain', 'two words', 'quote"and\\', 'urn:a:2.0:User', '$ref', 3];
    expect(parseJsonPath(steps.reduce<string>(joinJsonPath, '$'))).toEqual(steps);
  });
});
