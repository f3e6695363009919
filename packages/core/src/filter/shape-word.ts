/** What scim2-parse-filter takes for a word. */
const word = /^\w[-\w.:/%]*$/;

/**
 * Spells an attribute's name so that scim2-parse-filter takes it for a word: it refuses `$ref`, and reads an attribute
 * called `not` as the keyword. No name begins with an underscore, so one in front marks what {@link fromWord} decodes.
 *
 * @param name - An attribute path, as `isAttributePath` lets it through.
 */
export function toWord(name: string): string {
  if (word.test(name) && !isNot(name)) return name;
  return `_${name.replace(/[^\w.:/-]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}

/** The name that {@link toWord} spelled. */
export function fromWord(name: string): string {
  return name.startsWith('_') ? decodeURIComponent(name.slice(1)) : name;
}

/** Is this the keyword `not`, in any case? */
export function isNot(name: string): boolean {
  return name.length === 3 && name.toLowerCase() === 'not';
}
