import type { Start } from './competitor.ts';

/** The servers, each loaded only in its own process, so that none pays for the code of another. */
export const competitors = {
  'scimkit-node': async () => (await import('./scimkit/on-node.ts')).start,
  'scimkit-express': async () => (await import('./scimkit/on-express.ts')).start,
  'scimkit-sqlite': async () => (await import('./scimkit/on-sqlite.ts')).start,
  'hand-written': async () => (await import('./hand/on-maps.ts')).start,
  'hand-written-sqlite': async () => (await import('./hand/on-sqlite.ts')).start,
  'fixed-express': async () => (await import('./fixed-express.ts')).start,
  scimmy: async () => (await import('./scimmy/scimmy.ts')).start,
} as const satisfies Record<string, () => Promise<Start>>;

export type CompetitorName = keyof typeof competitors;
