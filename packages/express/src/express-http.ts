import type { NodeRequest, NodeResponse } from '@scimkit/node';

/** What is looked at of an Express request. Express 4 and 5 both fit, with or without their type packages. */
export interface ExpressRequest extends NodeRequest {
  readonly app: { get(name: string): unknown };
  /** The path that `app.use` has cut off, percent-encoded as received. */
  readonly baseUrl: string;
  readonly url: string;
  readonly params: object;
  /** Whatever a body parser has left here. */
  readonly body?: unknown;
  /** The bytes of the body, where a hosting platform has read them before Express. */
  readonly rawBody?: unknown;
  readonly protocol: string;
  readonly hostname: string | undefined;
  readonly ip: string | undefined;
}

/** What is used of an Express response. */
export type ExpressResponse = NodeResponse;

/** Express's way on. */
export type NextFunction = (error?: unknown) => void;

/** A request handler that `app.use` and `router.use` of Express 4 and 5 take. */
export type ExpressHandler = (req: ExpressRequest, res: ExpressResponse, next: NextFunction) => void;

/** An error handler that `app.use` and `router.use` of Express 4 and 5 take. */
export type ExpressErrorHandler = (
  error: unknown,
  req: ExpressRequest,
  res: ExpressResponse,
  next: NextFunction,
) => void;
