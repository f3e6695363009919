import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { Site } from './evaluate.ts';
import type { CompareOp, Key } from './filter-node.ts';
import type { SubjectReference } from './filter-subject.ts';
import { keyOnce } from './key-once.ts';
import { type Found, probeKey } from './value-probe.ts';

/** One entry of a reference set or of its derived side. */
export class ReferenceSite implements Site {
  reference: SubjectReference;
  private readonly derived: boolean;

  constructor(reference: SubjectReference, derived: boolean) {
    this.reference = reference;
    this.derived = derived;
  }

  compare(attribute: AttributeRef, op: CompareOp, key: Key): Found {
    return probeKey(keyOnce(this.part(attribute.name), attribute), op, key);
  }

  present(attribute: AttributeRef): boolean {
    const part = this.part(attribute.name);
    return part !== undefined && part !== '';
  }

  some(): boolean {
    // References have no parts with several values.
    return false;
  }

  /** A part by its canonical name. `$ref` is not here: the compiler has turned it into the id. */
  private part(name: string): string | undefined {
    switch (name) {
      case 'value':
        return this.reference.id;
      case 'display':
        return this.reference.display;
      case 'type':
        // RFC 7643 section 4.1.2: how a user is in a group; section 4.2: what a member is.
        if (this.derived) return this.reference.indirect === true ? 'indirect' : 'direct';
        return this.reference.type;
      default:
        return undefined;
    }
  }
}
