import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"op":"replace","path":"emails","value":{"value":"jo@example.com","type":"work"}}
 * ```
 *
 * OneLogin sends a single e-mail object where a list is due, by a comment in the source of 15five/django-scim2. An `add`
 * of one element is RFC 7644 section 3.5.2.1 and needs no rewrite.
 */
export const singleToList = Object.freeze<Rewrite>({
  name: 'single-to-list',
  evidence: 'OneLogin (comment in 15five/django-scim2)',
  value: (value, attribute, level) =>
    attribute.multiValued && level === 'whole' && value !== null && !Array.isArray(value)
      ? [value]
      : undefined,
});
