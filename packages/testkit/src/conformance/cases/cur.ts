import type { ConformanceCase } from '../conformance-case.ts';
import { curPages } from './cur-pages.ts';
import { curRequest } from './cur-request.ts';

/** Paging by cursor, RFC 9865. All of it needs cursors. */
export const cur: readonly ConformanceCase[] = [...curPages, ...curRequest].map((one) => ({
  ...one,
  needs: ['cursor', 'filter', ...(one.needs ?? [])] as const,
}));
