import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { FilterTemplate } from './filter-template.ts';

/** How many shapes are kept for each resource type or attribute. Identity providers send a handful. */
const MAX_SHAPES = 256;

/** Longer shapes are written by hand or by an attacker; neither sends them often enough to be worth the memory. */
const MAX_SHAPE_LENGTH = 1024;

/** A template, and the attributes that its filter asks about as it is written. */
export interface NamedTemplate {
  readonly template: FilterTemplate;
  readonly named: readonly AttributeRef[];
}

/** A bounded map from shapes to templates; the one not used for longest goes first. */
class ShapeCache {
  private readonly templates = new Map<string, NamedTemplate>();

  get(shape: string): NamedTemplate | undefined {
    const template = this.templates.get(shape);
    if (template === undefined) return undefined;
    // A map keeps the order of insertion: put last again, what stays in front is what was not asked for.
    this.templates.delete(shape);
    this.templates.set(shape, template);
    return template;
  }

  set(shape: string, template: NamedTemplate): void {
    if (shape.length > MAX_SHAPE_LENGTH) return;
    if (this.templates.size >= MAX_SHAPES) {
      for (const oldest of this.templates.keys()) {
        this.templates.delete(oldest);
        break;
      }
    }
    this.templates.set(shape, template);
  }
}

/** Goes with the model or attribute it belongs to: servers with a schema for each tenant compile and drop many. */
const caches = new WeakMap<object, ShapeCache>();

/**
 * The template of a shape, made on first use.
 *
 * @param owner - The resource type or attribute that the names of the shape are resolved in.
 * @param shape - The shape, with whatever else the template depends on.
 * @param make - Makes the template; what it throws is not remembered.
 */
export function cachedTemplate(owner: object, shape: string, make: () => NamedTemplate): NamedTemplate {
  let cache = caches.get(owner);
  if (cache === undefined) {
    cache = new ShapeCache();
    caches.set(owner, cache);
  }
  const known = cache.get(shape);
  if (known !== undefined) return known;
  const template = make();
  cache.set(shape, template);
  return template;
}
