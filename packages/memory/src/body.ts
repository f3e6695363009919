import type { StoredDocument } from '@scimkit/core';

/**
 * A document as the store keeps it: its JSON text, which nobody can change, and the object parsed from it on first use,
 * which is frozen all the way down. So neither the document a caller handed in nor one that was handed out leads back
 * to what is stored, and handing out costs nothing.
 */
export class Body {
  readonly json: string;
  #document: StoredDocument | undefined;

  constructor(document: StoredDocument) {
    this.json = JSON.stringify(document);
  }

  get document(): StoredDocument {
    this.#document ??= freeze(JSON.parse(this.json));
    return this.#document;
  }
}

/** Freezes without recursion: how deep a document may nest is not for a store to decide. */
function freeze(document: StoredDocument): StoredDocument {
  const open: object[] = [document];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    for (const value of Object.values(part)) {
      if (typeof value === 'object' && value !== null) open.push(value);
    }
    Object.freeze(part);
  }
  return document;
}
