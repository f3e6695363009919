import type { StepRequest } from '../../replay/scenario.ts';
import { requestsAs } from '../requests.ts';

const reading = { Authorization: '${authorization}' };

/** Provisioning traffic of OneLogin: PATCH was seen with another Content-Type and an empty User-Agent. */
export const asOneLogin = requestsAs({
  reading,
  writing: { 'Content-Type': 'application/json', ...reading },
  patching: { 'Content-Type': 'application/scim+json', 'User-Agent': '', ...reading },
});

/** OneLogin ends the URLs of writes with a question mark. */
export const bareQuestionMark = (request: StepRequest): StepRequest => ({ ...request, query: '' });
