/** The members that have a value: what a request does not say is left out, not `undefined`. */
type Given<Members> = { readonly [Name in keyof Members]?: Exclude<Members[Name], undefined> };

/** Leaves out the members that are `undefined`. */
export function given<Members extends object>(members: Members): Given<Members> {
  const some: Partial<Members> = {};
  for (const name in members) if (members[name] !== undefined) some[name] = members[name];
  // What is in it has just been found to be defined.
  return some as Given<Members>;
}
