const LONGEST = 160;

/** A value in a mismatch text: JSON, cut where it gets long, and "nothing" for what is not there. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}
