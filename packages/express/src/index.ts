/**
 * Mounts a scimkit server in Express 4 and 5.
 *
 * @packageDocumentation
 */
export type {
  ExpressErrorHandler,
  ExpressHandler,
  ExpressRequest,
  ExpressResponse,
  NextFunction,
} from './express-http.ts';
export { type ScimOptions, scim } from './scim.ts';
export { scimErrors } from './scim-errors.ts';
