import { createRequire } from 'node:module';
import express5 from 'express';

/** Both generations. Version 4 comes without types of its own; the tests use what both have in common. */
const express4: typeof express5 = createRequire(import.meta.url)('express4');

export const expresses = [
  ['Express 4', express4],
  ['Express 5', express5],
] as const;

export type Express = typeof express5;
