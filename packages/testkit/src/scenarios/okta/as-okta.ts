import { requestsAs } from '../requests.ts';
import { from, plain } from '../steps.ts';

const reading = {
  'User-Agent': 'Okta SCIM Client 1.0.0',
  Accept: 'application/scim+json',
  'Accept-Charset': 'utf-8',
  'Accept-Encoding': 'gzip,deflate',
  Authorization: '${authorization}',
};
const writing = { ...reading, 'Content-Type': 'application/scim+json; charset=utf-8' };

/** Provisioning traffic of an org. Okta sends Content-Type with DELETE too, though there is no body. */
export const asOkta = requestsAs({ reading, writing, deleting: writing });

/** The runner of the SPEC test, which sends Content-Type with GET and plain JSON with POST. */
export const asSpecTest = requestsAs({
  reading: {
    'Accept-Charset': 'utf-8',
    'Content-Type': 'application/scim+json; charset=utf-8',
    Accept: 'application/scim+json',
    'User-Agent': 'OKTA SCIM Integration',
    Authorization: '${authorization}',
  },
  writing: {
    'Content-Type': 'application/json',
    Accept: 'application/scim+json; charset=utf-8',
    Authorization: '${authorization}',
  },
});

/** The CRUD test reads with no more headers than it needs. */
export const asCrudTest = plain;

/** A section of Okta's SCIM 2.0 reference. */
export const reference = (section: string) => from('documented', `Okta SCIM 2.0 reference, "${section}"`);

/** Logs of a live org with a wizard app. */
export const lab = (section: string) => from('observed', `okta-iam-lifecycle-lab, ${section}`);

export const specTestStep = (step: number) =>
  from('vendor test file', `Okta-SCIM-20-SPEC-Test.json, step ${step}`);

export const crudTestStep = (step: number) =>
  from('vendor test file', `Okta-SCIM-20-CRUD-Test.json, step ${step}`);

/** How Okta looks a user up before it creates one. */
export const lookUpUser = (userName: string) =>
  asOkta.get('/Users', { filter: `userName eq "${userName}"`, startIndex: '1', count: '100' });

/** How Okta looks a group up before it creates one. */
export const lookUpGroup = (displayName: string) =>
  asOkta.get('/Groups', { filter: `displayName eq "${displayName}"`, startIndex: '1', count: '100' });
