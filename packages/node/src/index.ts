/**
 * Runs a scimkit server on Node's HTTP.
 *
 * @packageDocumentation
 */
export { createNodeListener, type NodeListener, type NodeListenerOptions } from './create-node-listener.ts';
export { decodeText, textBody } from './decode-text.ts';
export { handleClientError } from './handle-client-error.ts';
export { handleNodeRequest, type NodeMount } from './handle-node-request.ts';
export { isHost } from './host-syntax.ts';
export type { NodeRequest, NodeResponse, NodeSocket, ScimHandler, TransportOptions } from './node-http.ts';
export type { ProxyHeader, ProxyView, TrustedProxy } from './proxy-view.ts';
export { hasBody, type ReadBodyOptions, readNodeBody } from './read-node-body.ts';
export { resolveBase } from './resolve-base.ts';
export { type RequestTarget, splitTarget } from './split-target.ts';
export { writeOutcome } from './write-outcome.ts';
