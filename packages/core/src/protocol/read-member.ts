/** True for JSON objects; lists and `null` are none. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of a message by its name in any case: names are case-insensitive at every level (REP-07). */
export function readMember(message: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(message, name)) return message[name];
  const wanted = name.toLowerCase();
  for (const key of Object.keys(message)) {
    if (key.toLowerCase() === wanted) return message[key];
  }
  return undefined;
}
