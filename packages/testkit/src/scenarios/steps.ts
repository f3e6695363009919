import type { Confidence, Json, ScenarioStep, StepRequest } from '../replay/scenario.ts';
import { requestsAs } from './requests.ts';
import { coreUser } from './urns.ts';

const reading = { Accept: 'application/scim+json', Authorization: '${authorization}' };

/** Requests of the test itself, and of clients that send no more than they must. */
export const plain = requestsAs({
  reading,
  writing: { ...reading, 'Content-Type': 'application/scim+json' },
});

/** A step the client takes, and how we know. */
export function from(confidence: Confidence, source: string) {
  return { by: 'client', source, confidence } as const;
}

/** A step that reads the state back. */
export function readBack(path: string, query?: StepRequest['query']) {
  return { by: 'check', request: plain.get(path, query) } as const;
}

/** A step that creates what has to be there. */
export function given(path: string, body: Json): Pick<ScenarioStep, 'by' | 'request' | 'expect'> {
  return { by: 'setup', request: plain.post(path, body), expect: { status: 201 } };
}

/** An ordinary active user, for steps that need one to be there. */
export function someUser(userName: string, givenName: string, familyName: string): Json {
  const emails = [{ value: userName, type: 'work', primary: true }];
  return { schemas: [coreUser], userName, name: { givenName, familyName }, emails, active: true };
}
