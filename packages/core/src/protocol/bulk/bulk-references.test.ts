import { describe, expect, it } from 'vitest';
import { referencesIn, resolveReferences, withoutReferences } from './bulk-references.ts';

describe('references of a bulk request', () => {
  it.each([
    ['bulkId:a', ['a'], '1'],
    ['/Groups/bulkId:a', ['a'], '/Groups/1'],
    ['https://app.example/scim/Users/bulkId:a', ['a'], 'https://app.example/scim/Users/1'],
    [
      'members[value eq "bulkId:a" or value eq "bulkId:b"]',
      ['a', 'b'],
      'members[value eq "1" or value eq "bulkId:b"]',
    ],
    ['see bulkId:a', [], 'see bulkId:a'],
    ['bulkId:a and more', [], 'bulkId:a and more'],
    ['xbulkId:a', [], 'xbulkId:a'],
    ['bulkId:', [], 'bulkId:'],
  ])('%s', (text, names, resolved) => {
    expect([...referencesIn({ deep: [text] })]).toEqual(names);
    expect(resolveReferences({ deep: [text] }, new Map([['a', '1']]))).toEqual({ deep: [resolved] });
  });

  it('takes out what has no id yet, elements as a whole', () => {
    const data = {
      title: 'see bulkId:a',
      manager: 'bulkId:a',
      members: [{ value: 'bulkId:a' }, { value: '2' }],
    };
    expect(withoutReferences(data)).toEqual({ title: 'see bulkId:a', members: [{ value: '2' }] });
  });

  it('keeps prototype keys as data', () => {
    const data: unknown = JSON.parse('{"__proto__":{"value":"bulkId:a"}}');
    expect(JSON.stringify(resolveReferences(data, new Map([['a', '1']])))).toBe(
      '{"__proto__":{"value":"1"}}',
    );
  });
});
