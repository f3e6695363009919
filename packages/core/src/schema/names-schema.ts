/** Is a URN among the `schemas` of a message? In any letter case, as URNs are. */
export function namesSchema(schemas: unknown, urn: string): boolean {
  if (!Array.isArray(schemas)) return false;
  return schemas.some((each) => typeof each === 'string' && each.toLowerCase() === urn.toLowerCase());
}
