import { hash } from 'node:crypto';
import express, { type Express, type Request } from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { token } from '../../dataset/directory.ts';
import { fill } from '../../dataset/fill.ts';
import type { Start } from '../competitor.ts';
import { DirectoryOfMaps } from './directory-of-maps.ts';
import { type Context, giveGroups, giveUsers, takeGroup, takeUser } from './handlers.ts';

/**
 * scimmy-routers as published, set up as its documentation shows. It has no store, so the handlers are ours, over Maps.
 * It does less than the other servers: no entity tags, no check of content types, no tenants of its own (locations are kept in
 * globals), PATCH reads and writes the whole resource, and members that do not exist are the handlers' affair.
 */
export const start: Start = async () => {
  const directories = { small: new DirectoryOfMaps(), large: new DirectoryOfMaps() };
  const byOrg = new Map(Object.entries(directories));
  const digests = new Set([hash('sha256', token, 'hex')]);

  SCIMMY.Resources.declare(SCIMMY.Resources.User, { ingress: takeUser, egress: giveUsers });
  SCIMMY.Resources.declare(SCIMMY.Resources.Group, { ingress: takeGroup, egress: giveGroups });

  const app: Express = express();
  app.use(keepQuery);
  app.use(
    '/scim/v2/:org',
    new SCIMMYRouters({
      type: 'bearer',
      handler: (request) => {
        const [scheme, given = ''] = (request.header('authorization') ?? '').split(' ');
        if (scheme !== 'Bearer' || !digests.has(hash('sha256', given, 'hex')))
          throw new Error('Unknown token');
        return 'benchmark';
      },
      context: (request): Context => {
        const directory = byOrg.get(String(request.params.org));
        if (directory === undefined) throw new SCIMMY.Types.Error(404, '', 'There is no such organisation.');
        return { directory };
      },
    }),
  );
  return {
    listener: app,
    fill: (sizes) =>
      fill(
        {
          // Past its own door: through it, a group of 100,000 would take longer than the whole benchmark.
          createUser: (tenant, { groups: _groups, password: _password, ...attributes }) => {
            const user = directories[tenant].createUser(attributes);
            if (user === undefined) throw new Error('The name of a user is taken.');
            return user.id;
          },
          createGroup: (tenant, { displayName, members }) => {
            const ids = members.map(({ value }) => value);
            return directories[tenant].createGroup(displayName, ids).id;
          },
        },
        sizes,
      ),
  };
};

/**
 * The routers write numbers into `req.query`, which Express 5 parses anew at each access, so that `count` would be lost.
 * Keeping the first result makes paging work, and saves the parsing.
 */
function keepQuery(req: Request, _res: unknown, next: () => void): void {
  Object.defineProperty(req, 'query', { value: req.query, writable: true });
  next();
}
