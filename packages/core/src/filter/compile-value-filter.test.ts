import { describe, expect, it } from 'vitest';
import { compileValueFilter } from './compile-value-filter.ts';
import { matchesElement } from './matches.ts';
import { printFilter } from './print-filter.ts';
import { attribute, groups, probes, users } from './test-fixture.ts';

const emails = attribute(users, 'emails');
const labels = attribute(probes, 'labels');
const members = attribute(groups, 'members');

describe('value filters of PATCH paths', () => {
  it.each([
    [emails, 'type eq "Work"', 'type eq "work"'],
    [
      emails,
      'TYPE eq "work" and (value ew "x" or primary eq true)',
      'type eq "work" and (value ew "x" or primary eq true)',
    ],
    [emails, 'not (display pr)', 'not (display pr)'],
    [emails, 'value eq null', 'not (value pr)'],
    [labels, 'value sw "A"', 'value sw "a"'],
    [labels, 'value eq "a" or VALUE eq "b"', 'value eq "a" or value eq "b"'],
    [members, 'value eq "2819C223"', 'value eq "2819C223"'],
    [members, '$ref eq "https://app.example/Users/1"', 'value eq "1"'],
  ])('%#: %s', (of, text, expected) => {
    const filter = compileValueFilter(of, text, { base: 'https://app.example' });
    expect(printFilter(filter, of)).toBe(expected);
  });

  it.each([
    [emails, ''],
    [emails, '0'],
    [emails, 'type zz "x"'],
    [emails, 'type eq "work"] or emails[type pr'],
    [emails, 'type[value pr]'],
    [emails, 'emails.type eq "work"'],
    [emails, 'userName eq "x"'],
    [emails, 'primary gt true'],
    [labels, 'labels eq "x"'],
    [labels, 'type eq "x"'],
    [attribute(probes, 'vault'), 'nothing pr'],
  ])('%#: refuses %s', (of, text) => {
    expect(() => compileValueFilter(of, text)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidFilter' }),
    );
  });

  it('select elements in the form in which documents hold them', () => {
    const select = (of: typeof emails, text: string, elements: unknown[]) =>
      elements.filter((element) => matchesElement(compileValueFilter(of, text), element, of));
    const work = { value: 'A@b.c', type: 'Work' };
    const home = { value: 'd@e.f', primary: true };
    expect(select(emails, 'type eq "work"', [work, home])).toEqual([work]);
    expect(select(emails, 'primary eq false', [work, home])).toEqual([work]);
    expect(select(emails, 'type ne "work"', [work, home])).toEqual([home]);
    expect(select(emails, 'not (type pr) or value sw "A@"', [work, home, {}])).toEqual([work, home, {}]);
    expect(select(labels, 'value sw "A"', ['apple', 'Avocado', 'pear'])).toEqual(['apple', 'Avocado']);
    expect(select(labels, 'value pr', ['', 'x'])).toEqual(['x']);
    expect(select(members, 'value eq "a"', [{ value: 'a' }, { value: 'A' }])).toEqual([{ value: 'a' }]);
  });

  it('takes what a profile coerces', () => {
    const coerce = (literal: unknown) => (literal === 'True' ? true : undefined);
    const filter = compileValueFilter(attribute(users, 'roles'), 'primary eq "True"', { coerce });
    expect(matchesElement(filter, { primary: true }, attribute(users, 'roles'))).toBe(true);
  });
});
