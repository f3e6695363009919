import type { ScenarioReport } from './report.ts';
import { sendRequest } from './send-request.ts';
import type { Target } from './target.ts';

/**
 * Deletes what a scenario created and nothing else, so that the next one finds the tenant as it was. The last
 * created goes first: groups before their members.
 *
 * @param report the report of the run
 * @param target the same target
 * @returns the paths that could not be deleted; what is gone already does not count
 */
export async function removeCreated(
  report: ScenarioReport,
  target: Target,
  timeoutMs = 30_000,
): Promise<string[]> {
  const headers = { Accept: 'application/scim+json', Authorization: target.authorization };
  const left: string[] = [];
  for (const path of report.created.toReversed()) {
    const url = target.baseUrl.replace(/\/+$/, '') + path;
    const { response } = await sendRequest(
      { method: 'DELETE', url, headers },
      target.fetch ?? fetch,
      timeoutMs,
    );
    const gone = response && (response.status === 404 || (response.status >= 200 && response.status < 300));
    if (!gone) left.push(path);
  }
  return left;
}
