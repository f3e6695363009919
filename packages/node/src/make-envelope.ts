import type { Envelope } from '@scimkit/core';
import type { NodeMount } from './handle-node-request.ts';
import { headerOf } from './header-of.ts';
import type { NodeRequest, NodeResponse } from './node-http.ts';
import { readNodeBody } from './read-node-body.ts';

/**
 * Makes an envelope that reads straight from Node's request. The properties are its own, so that it survives being
 * spread; the signal costs nothing until somebody asks for it.
 */
export function makeEnvelope(
  req: NodeRequest,
  res: NodeResponse,
  mount: NodeMount,
  bodyTimeout: number | undefined,
): Envelope {
  let bodyTaken = false;
  let signal: AbortSignal | undefined;
  const envelope = {
    method: (req.method ?? 'GET').toUpperCase(),
    base: mount.base,
    path: mount.path === '/' ? '' : mount.path,
    query: mount.query,
    params: mount.params,
    header: (name: string) => headerOf(req, name),
    body: async (limit: number) => {
      if (bodyTaken) throw new Error('The body of a request can be read only once.');
      bodyTaken = true;
      if (mount.body !== undefined) return mount.body(limit);
      return readNodeBody(req, limit, {
        ...(bodyTimeout === undefined ? undefined : { timeout: bodyTimeout }),
        ...(mount.sendContinue === true ? { beforeRead: () => res.writeContinue() } : undefined),
      });
    },
    get signal() {
      signal ??= signalOf(res);
      return signal;
    },
  };
  const remoteAddress = mount.remoteAddress ?? req.socket.remoteAddress;
  return remoteAddress === undefined ? envelope : Object.assign(envelope, { remoteAddress });
}

/** 'close' comes after every response; only one that has not been ended by then has lost its client. */
function signalOf(res: NodeResponse): AbortSignal {
  const controller = new AbortController();
  const onClose = (): void => {
    if (!res.writableEnded) controller.abort();
  };
  if (res.destroyed) onClose();
  else res.once('close', onClose);
  return controller.signal;
}
