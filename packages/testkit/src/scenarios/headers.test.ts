import { describe, expect, it } from 'vitest';
import { connectionTest } from './okta/connection-test.ts';
import { errorsAndTolerance } from './okta/errors-and-tolerance.ts';
import { groupPushPatch } from './okta/group-push-patch.ts';
import { specTest } from './okta/spec-test.ts';
import { userAndGroup } from './onelogin/user-and-group.ts';

const okta = {
  'User-Agent': 'Okta SCIM Client 1.0.0',
  Accept: 'application/scim+json',
  'Accept-Charset': 'utf-8',
  'Accept-Encoding': 'gzip,deflate',
  Authorization: '${authorization}',
};

// What clients put on the wire is the point of the scenarios, so a preset must not drift.
describe('headers', () => {
  it('are those of Okta', () => {
    expect(connectionTest.steps[0]?.request.headers).toEqual(okta);
    expect(connectionTest.steps[2]?.request.headers).toEqual({
      ...okta,
      Authorization: 'Bearer not-the-token',
    });
    const { Authorization: _, ...anonymous } = okta;
    expect(errorsAndTolerance.steps[0]?.request.headers).toEqual(anonymous);
  });

  it('hold a Content-Type when Okta deletes, and when its SPEC test reads', () => {
    const deletion = groupPushPatch.steps.find((step) => step.request.method === 'DELETE');
    const type = { 'Content-Type': 'application/scim+json; charset=utf-8' };
    expect(deletion?.request.headers).toEqual({ ...okta, ...type });
    expect(specTest.steps[1]?.request.headers).toMatchObject({
      ...type,
      'User-Agent': 'OKTA SCIM Integration',
    });
  });

  it('differ by method with OneLogin, which also ends URLs with a question mark', () => {
    const byMethod = (method: string) =>
      userAndGroup.steps.find((step) => step.request.method === method)?.request;
    expect(byMethod('POST')?.headers['Content-Type']).toBe('application/json');
    expect(byMethod('PATCH')).toMatchObject({
      query: '',
      headers: { 'Content-Type': 'application/scim+json', 'User-Agent': '' },
    });
  });
});
