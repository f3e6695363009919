import express, { type Express } from 'express';
import type { Start } from './competitor.ts';

/**
 * The least an Express application does: parse the body where there is one, and send JSON that it has at hand, of the
 * size of the real answer. Nothing of Express is switched off, its entity tags neither, because nobody does. It
 * authenticates nobody, validates nothing and stores nothing.
 */
export const start: Start = async () => {
  const app: Express = express();
  const answers = new Map<string, { readonly status: number; readonly value: unknown }>();
  app.use(express.json({ type: ['application/scim+json', 'application/json'] }));
  app.all('/fixed/:name', (req, res) => {
    const answer = answers.get(req.params.name);
    if (answer === undefined) res.sendStatus(404);
    else if (answer.value === undefined) res.status(answer.status).end();
    else res.status(answer.status).type('application/scim+json').json(answer.value);
  });
  return {
    listener: app,
    fix: (fixed) => {
      for (const [name, { status, text }] of Object.entries(fixed)) {
        answers.set(name, { status, value: text === '' ? undefined : JSON.parse(text) });
      }
    },
  };
};
