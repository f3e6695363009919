import { describe, expect, it } from 'vitest';
import { compileTolerance } from './compile-tolerance.ts';
import { defineProfile, type ProfileDefinition } from './define-profile.ts';
import { profiles } from './profiles.ts';
import type { Rewrite } from './rewrite.ts';
import { booleanString } from './rewrites/boolean-string.ts';
import { strictSwitches } from './tolerance-switches.ts';

const namesOf = ({ rewrites }: { readonly rewrites: readonly Rewrite[] }): string[] =>
  rewrites.map(({ name }) => name);
const silent = (): void => undefined;

describe('the built-in profiles', () => {
  it('have the names they are found by, and no others', () => {
    for (const [name, profile] of Object.entries(profiles)) expect(profile.name).toBe(name);
    expect(Object.keys(profiles).sort()).toEqual(
      ['authentik', 'entra', 'interop', 'jumpcloud', 'lenient', 'okta', 'onelogin', 'ping', 'strict'].sort(),
    );
    expect((profiles as Record<string, unknown>).constructor).toBeUndefined();
    expect((profiles as Record<string, unknown>).toString).toBeUndefined();
    expect(Object.isFrozen(profiles)).toBe(true);
  });

  it('follow the letter in strict, and tolerate at least what lenient does for each client', () => {
    expect(profiles.strict.rewrites).toEqual([]);
    for (const name of ['okta', 'entra', 'onelogin', 'jumpcloud', 'ping', 'authentik'] as const) {
      expect(namesOf(profiles[name])).toEqual(expect.arrayContaining(namesOf(profiles.lenient)));
    }
  });

  it('keep what could change a correct request to the client that needs it', () => {
    const special = namesOf(profiles.entra).filter((name) => !namesOf(profiles.lenient).includes(name));
    expect(special).toEqual(['string-of-json', 'unquoted-filter']);
  });

  it('compile to the choices of the other rooms', () => {
    const strict = compileTolerance(profiles.strict);
    expect(strict.patch(silent)).toMatchObject({
      requireSchema: true,
      options: {
        onNoMatch: 'refuse',
        replaceComplex: 'merge',
        removeWithValue: 'refuse',
        pathsAsKeys: false,
        ignoreReadOnlyInValue: false,
        interopSubset: false,
      },
    });
    expect(strict.read(silent)).toMatchObject({ unknownAttributes: 'refuse', schemas: 'check' });
    expect(strict.read(silent)).not.toHaveProperty('coerce');
    expect(strict.read(silent)).not.toHaveProperty('dropValue');
    expect(strict.filter(silent)).toMatchObject({ tolerateUnquoted: false });
    const lenient = compileTolerance(profiles.lenient);
    expect(lenient.patch(silent)).toMatchObject({
      requireSchema: false,
      options: {
        onNoMatch: 'create',
        replaceComplex: 'merge',
        removeWithValue: 'select',
        pathsAsKeys: true,
        ignoreReadOnlyInValue: true,
        interopSubset: false,
      },
    });
    expect(lenient.read(silent)).toMatchObject({ unknownAttributes: 'ignore', schemas: 'complete' });
    const interop = compileTolerance(profiles.interop);
    expect(interop.patch(silent).options).toMatchObject({
      replaceComplex: 'whole',
      interopSubset: true,
      onNoMatch: 'refuse',
    });
    expect(interop.read(silent)).toMatchObject({ unknownAttributes: 'refuse', schemas: 'check' });
    expect(compileTolerance(profiles.entra).filter(silent)).toMatchObject({ tolerateUnquoted: true });
  });
});

describe('defineProfile', () => {
  const yesNo: Rewrite = {
    name: 'yes-no',
    evidence: 'a test',
    value: (value, attribute) => (attribute.type === 'boolean' && value === 'yes' ? true : undefined),
  };

  it('starts from the letter, a built-in profile or another one', () => {
    expect(defineProfile({ name: 'a' }).rewrites).toEqual([]);
    const extended = defineProfile({
      name: 'b',
      extends: 'lenient',
      with: [yesNo],
      without: ['paths-as-keys'],
    });
    expect(namesOf(extended)).toEqual([
      ...namesOf(profiles.lenient).filter((name) => name !== 'paths-as-keys'),
      'yes-no',
    ]);
    const further = defineProfile({ name: 'c', extends: extended, without: ['yes-no'] });
    expect(namesOf(further)).not.toContain('yes-no');
    expect(Object.isFrozen(further) && Object.isFrozen(further.rewrites)).toBe(true);
  });

  it('lets a rewrite take the place of one of its name', () => {
    const mine: Rewrite = { ...yesNo, name: booleanString.name };
    const profile = defineProfile({ name: 'd', extends: 'lenient', with: [mine] });
    expect(namesOf(profile)).toEqual(namesOf(profiles.lenient));
    expect(profile.rewrites).toContain(mine);
    expect(profile.rewrites).not.toContain(booleanString);
  });

  it('lets the profile decide over its rewrites, and keeps the choices of what it extends', () => {
    const first = defineProfile({ name: 'e', extends: 'lenient', switches: { onNoMatch: 'refuse' } });
    const second = defineProfile({ name: 'f', extends: first, switches: { unknownAttributes: 'refuse' } });
    expect(compileTolerance(second).patch(silent).options.onNoMatch).toBe('refuse');
    expect(compileTolerance(second).read(silent).unknownAttributes).toBe('refuse');
    expect(compileTolerance(profiles.lenient).patch(silent).options.onNoMatch).toBe('create');
    expect(strictSwitches.onNoMatch).toBe('refuse');
  });

  it.each<[string, ProfileDefinition]>([
    ['no name', { name: '' }],
    ['a rewrite to do without that is not there', { name: 'x', without: ['boolean-string'] }],
    ['two rewrites of one name', { name: 'x', with: [yesNo, yesNo] }],
    ['a profile that does not exist', { name: 'x', extends: 'oktaa' as 'okta' }],
    ['a property of objects for a profile', { name: 'x', extends: 'constructor' as 'okta' }],
  ])('refuses %s', (_, definition) => {
    expect(() => defineProfile(definition)).toThrow(TypeError);
  });

  it('is told by every rewrite of its own that is needed', () => {
    const told: string[] = [];
    const tolerance = compileTolerance(defineProfile({ name: 'g', with: [yesNo] }));
    const { coerce } = tolerance.read((name) => told.push(name));
    const attribute = { type: 'boolean', multiValued: false } as never;
    expect(coerce?.('yes', attribute, 'whole')).toBe(true);
    expect(coerce?.('no', attribute, 'whole')).toBeUndefined();
    expect(told).toEqual(['yes-no']);
  });
});
