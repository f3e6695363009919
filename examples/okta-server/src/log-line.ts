import type { Exchange, Log } from '@scimkit/core';
import type { Settings } from './settings.ts';

/** Writes exchanges to stdout and faults to stderr, in the form that the setting asks for. */
export function createLog(form: Settings['log']): Log {
  return {
    exchange: (exchange) => {
      if (form === 'json') console.log(JSON.stringify(withoutQuery(exchange)));
      else if (form !== 'off') console.log(logLine(exchange, form === 'debug'));
    },
    error: (error, during, request) => {
      const where = request === undefined ? during : `${during}, request ${request}`;
      console.error(`${new Date().toISOString()} fault in ${where}:`, error);
    },
  };
}

/**
 * One exchange in one line: `21:04:11 acme GET /Users 200 12 ms, 3 found`. Queries hold names and addresses, so they are
 * shown for debugging only; headers and bodies never are.
 */
export function logLine(exchange: Exchange, debug: boolean): string {
  const {
    method,
    path,
    query,
    status,
    milliseconds,
    params,
    total,
    scimType,
    detail,
    rewrites,
    brokenOffBy,
  } = exchange;
  const time = new Date().toISOString().slice(11, 19);
  const asked = debug && query !== '' ? `?${decoded(query)}` : '';
  const found = total === undefined ? '' : `, ${total} found`;
  const problem = detail === undefined ? '' : `  ${scimType === undefined ? '' : `${scimType}: `}${detail}`;
  const broken = brokenOffBy === undefined ? '' : `, broken off by the ${brokenOffBy}`;
  const tolerated = debug && rewrites.length > 0 ? `  (tolerated: ${rewrites.join(', ')})` : '';
  const line = `${time} ${params.org ?? '-'} ${method} ${path || '/'}${asked} ${status} ${milliseconds.toFixed(1)} ms${found}${broken}${problem}${tolerated}`;
  // What came over the wire must not draw on the terminal.
  return line.replace(/[\p{Cc}\p{Cf}]/gu, '?');
}

function withoutQuery({ query: _, ...exchange }: Exchange): object {
  return { time: new Date().toISOString(), ...exchange };
}

function decoded(query: string): string {
  try {
    return decodeURIComponent(query.replaceAll('+', ' '));
  } catch {
    return query;
  }
}
