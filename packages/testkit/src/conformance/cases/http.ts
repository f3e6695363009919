import type { ConformanceCase } from '../conformance-case.ts';
import { httpBodies } from './http-bodies.ts';
import { httpExchange } from './http-exchange.ts';

/** Paths, media types, status codes and headers. */
export const http: readonly ConformanceCase[] = [...httpExchange, ...httpBodies];
