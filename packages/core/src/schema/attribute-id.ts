/**
 * The number that stands for an attribute in stores: FNV-1a over `<type>:<path>`, as a signed 32-bit integer so that it
 * fits the `integer` column of every database. It must never change: rows are keyed by it.
 * @param type - The resource type's name.
 * @param path - The attribute's path, as {@link AttributeRef.path} has it.
 * @returns The number, which may be negative.
 * @example
 * ```ts
 * import { attributeId } from '@scimkit/core';
 *
 * attributeId('User', 'userName'); // the same in every process, for ever
 * ```
 */
export function attributeId(type: string, path: string): number {
  const text = `${type}:${path}`;
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash | 0;
}
