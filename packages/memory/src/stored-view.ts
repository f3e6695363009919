import type { Member, Membership, Stored, StoredDocument } from '@scimkit/core';
import type { Body } from './body.ts';

/** What a resource is besides its document. */
export interface Head {
  readonly type: string;
  readonly id: string;
  readonly version: string;
  readonly created: number;
  readonly modified: number;
}

const unloaded: StoredDocument = Object.freeze({});

/**
 * What a caller sees of a resource. Its document is parsed when it is asked for, and most answers are made of the text.
 *
 * The accessor is an own property, so that a copy by spreading has the document; and it is the same function for
 * all views, so that the engine gives all of them one shape. Object literals with a getter each took 1 µs more to make.
 */
export class StoredView implements Stored {
  declare readonly document: StoredDocument;
  declare readonly json?: string;
  declare members?: readonly Member[];
  declare membersNext?: string;
  declare memberOf?: readonly Membership[];
  readonly type: string;
  readonly id: string;
  readonly version: string;
  readonly created: number;
  readonly modified: number;
  readonly #body: Body | undefined;

  /** @param body - Left out when the document is not wanted. */
  constructor(head: Head, body: Body | undefined) {
    this.type = head.type;
    this.id = head.id;
    this.version = head.version;
    this.created = head.created;
    this.modified = head.modified;
    this.#body = body;
    if (body !== undefined) this.json = body.json;
    Object.defineProperty(this, 'document', documentOfView);
  }

  static documentOf(view: StoredView): StoredDocument {
    return view.#body === undefined ? unloaded : view.#body.document;
  }
}

const documentOfView: PropertyDescriptor & ThisType<StoredView> = {
  enumerable: true,
  get() {
    return StoredView.documentOf(this);
  },
};
