import { SettingError } from './settings.ts';

/** Why the server could not start, in a sentence that says what to do about it. */
export function explainFailure(error: unknown): string {
  if (error instanceof SettingError || error instanceof TypeError) return `okta-server: ${error.message}`;
  const { code, message } = error as NodeJS.ErrnoException; // everything thrown here is an Error
  if (code === 'EADDRINUSE')
    return 'okta-server: the port is taken by another program; choose one with PORT=3001 npm start.';
  if (code === 'EACCES')
    return 'okta-server: this user may not use that port or file; choose another with PORT or SCIM_DB.';
  return `okta-server: ${message}`;
}
