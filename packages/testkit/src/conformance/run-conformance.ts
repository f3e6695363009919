import { redactSecrets } from '../replay/redact-secrets.ts';
import type { Target } from '../replay/target.ts';
import type { Answer } from './answer.ts';
import { casesByArea } from './cases/index.ts';
import { type Area, areas, type ConformanceCase } from './conformance-case.ts';
import { type OpenClient, openClient } from './conformance-client.ts';
import { ConformanceFailure } from './conformance-failure.ts';
import { readLacking } from './read-lacking.ts';

/** What a run may be told. */
export interface ConformanceOptions {
  /** Only these areas; all by default. */
  readonly only?: readonly Area[];
  /** Leaves what the cases created; by default it is deleted after each of them. */
  readonly keep?: boolean;
  /** The limit for one request, in milliseconds; 30 000 by default. */
  readonly timeoutMs?: number;
}

/** What became of one case. Plain data, free of credentials. */
export interface CaseReport {
  readonly area: Area;
  readonly name: string;
  readonly requirements: readonly string[];
  readonly level: 'must' | 'should' | 'choice';
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped, as a sentence. */
  readonly reason?: string;
  /** The answer that a failed case looked at last. */
  readonly latest?: Pick<Answer, 'method' | 'path' | 'status' | 'text'>;
  /** Paths of resources that could not be deleted afterwards. */
  readonly left: readonly string[];
}

/** What became of all cases. */
export interface ConformanceReport {
  /** True when no case of level `must` failed. */
  readonly ok: boolean;
  readonly cases: readonly CaseReport[];
}

/**
 * Runs the conformance cases against a server: what RFC 7643, 7644 and 9865 ask of a service provider, each case by the
 * numbers of the requirements it shows. A case of level `must` that fails is a defect; `should` and `choice` tell where the
 * server reads the RFCs in another way.
 *
 * Users and groups are created, changed and deleted, under names of their own, so other data in the tenant does no harm.
 *
 * @param target - The server and a credential for a tenant in which users and groups may be made.
 * @param options - Which areas, the limit for a request, and whether to keep what was made.
 * @returns What became of each case.
 * @see RFC 7643, RFC 7644
 * @example
 * ```ts
 * import { formatConformance, runConformance } from '@scimkit/testkit';
 *
 * const target = { baseUrl: 'http://127.0.0.1:3000/scim/v2', authorization: 'Bearer test' };
 * const report = await runConformance(target, { only: ['flt', 'pat'] });
 * console.log(formatConformance(report));
 * ```
 */
export async function runConformance(
  target: Target,
  options: ConformanceOptions = {},
): Promise<ConformanceReport> {
  const { only = areas, keep = false, timeoutMs = 30_000 } = options;
  const lacking = await readLacking(openClient(target, timeoutMs));
  const cases: CaseReport[] = [];
  for (const area of areas.filter((one) => only.includes(one))) {
    for (const one of casesByArea[area]) {
      const client = openClient(target, timeoutMs);
      const missing = one.needs?.find((feature) => lacking.has(feature));
      const result =
        missing === undefined
          ? await runCase(one, client)
          : ({ verdict: 'skipped', reason: `The server says that it lacks ${missing}.` } as const);
      const left = keep ? [] : await client.removeCreated();
      const { name, requirements, level = 'must' } = one;
      cases.push(redactSecrets({ area, name, requirements, level, left, ...result }, target.authorization));
    }
  }
  return { ok: cases.every((one) => one.verdict !== 'failed' || one.level !== 'must'), cases };
}

async function runCase(
  one: ConformanceCase,
  client: OpenClient,
): Promise<Pick<CaseReport, 'verdict' | 'reason' | 'latest'>> {
  try {
    await one.run(client);
    return { verdict: 'passed' };
  } catch (error) {
    // An answer of a shape that a case did not expect fails that case; the others still have something to say.
    const unexpected =
      error instanceof Error ? `The answer could not be read: ${error.message}` : String(error);
    const reason = error instanceof ConformanceFailure ? error.message : unexpected;
    const latest = client.latest();
    if (latest === undefined) return { verdict: 'failed', reason };
    const { method, path, status, text } = latest;
    return { verdict: 'failed', reason, latest: { method, path, status, text } };
  }
}
