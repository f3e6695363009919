import { badRequest } from '../errors/bad-request.ts';

/**
 * A member of a message by its name in any case: names are case-insensitive at every level (REP-07).
 *
 * @throws ScimError 400 `invalidSyntax` when it is there in two spellings (REP-10).
 */
export function readMember(message: Readonly<Record<string, unknown>>, name: string): unknown {
  const wanted = name.toLowerCase();
  const [first, second] = Object.keys(message).filter((key) => key.toLowerCase() === wanted);
  if (second !== undefined) {
    throw badRequest('invalidSyntax', `"${name}" is there twice; letter case makes no difference.`);
  }
  return first === undefined ? undefined : message[first];
}
