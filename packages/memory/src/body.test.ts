import { describe, expect, it } from 'vitest';
import { Body } from './body.ts';

describe('Body', () => {
  it('keeps what it was given at the time', () => {
    const emails = [{ value: 'a' }];
    const body = new Body({ emails });
    emails.push({ value: 'b' });
    expect(body.json).toBe('{"emails":[{"value":"a"}]}');
    expect(body.document).toEqual({ emails: [{ value: 'a' }] });
  });

  it('hands out one object, frozen all the way down', () => {
    const { document } = new Body({ name: { givenName: 'Jo' }, emails: [{ value: 'a', list: [[{}]] }] });
    const open: unknown[] = [document];
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      expect(Object.isFrozen(part)).toBe(true);
      if (typeof part === 'object' && part !== null) open.push(...Object.values(part));
    }
    const body = new Body({});
    expect(body.document).toBe(body.document);
  });

  it('takes the names of prototypes for data', () => {
    const { document } = new Body(JSON.parse('{"__proto__":{"admin":true},"constructor":1}'));
    expect(Object.keys(document)).toEqual(['__proto__', 'constructor']);
    expect(document.admin).toBeUndefined();
    expect(Object.getPrototypeOf(document)).toBe(Object.prototype);
  });

  it('does not mind how deep a document nests', () => {
    let value: unknown = 'x';
    for (let depth = 0; depth < 3000; depth += 1) value = [value];
    expect(Object.isFrozen(new Body({ value }).document.value)).toBe(true);
  });
});
