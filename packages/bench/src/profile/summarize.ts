import type { Profiler } from 'node:inspector';
import { basename } from 'node:path';

/** What a function cost by itself, and together with what it called. */
export interface FunctionCost {
  /** The function and where it stands: `renderResource render-resource.ts:24`. */
  readonly where: string;
  /** Microseconds on the main thread, of the whole recording. */
  readonly self: number;
  readonly total: number;
}

/** Adds up a CPU profile by function, the most expensive first. */
export function summarize(profile: Profiler.Profile): FunctionCost[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const selfOf = sampledTimes(profile);
  const costs = new Map<string, { self: number; total: number }>();

  const visit = (id: number, above: ReadonlySet<string>): number => {
    const node = nodes.get(id);
    if (node === undefined || node.callFrame.functionName === '(idle)') return 0;
    const where = nameOf(node.callFrame);
    const self = selfOf.get(id) ?? 0;
    const path = new Set(above).add(where);
    const total = (node.children ?? []).reduce((sum, child) => sum + visit(child, path), self);
    const cost = costs.get(where) ?? { self: 0, total: 0 };
    cost.self += self;
    // Who calls itself is counted once.
    if (!above.has(where)) cost.total += total;
    costs.set(where, cost);
    return total;
  };
  const [root] = profile.nodes;
  if (root !== undefined) visit(root.id, new Set());
  return [...costs].map(([where, cost]) => ({ where, ...cost })).sort((a, b) => b.self - a.self);
}

/** The time between a sample and the next belongs to the function that was sampled. */
function sampledTimes({ samples = [], timeDeltas = [] }: Profiler.Profile): Map<number, number> {
  const times = new Map<number, number>();
  for (const [index, id] of samples.entries()) {
    times.set(id, (times.get(id) ?? 0) + Math.max(0, timeDeltas[index + 1] ?? 0));
  }
  return times;
}

function nameOf({ functionName, url, lineNumber }: Profiler.ProfileNode['callFrame']): string {
  const place = url === '' ? '' : ` ${url.startsWith('node:') ? url : basename(url)}:${lineNumber + 1}`;
  return `${functionName === '' ? '(anonymous)' : functionName}${place}`;
}
