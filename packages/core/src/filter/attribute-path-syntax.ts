const NAME = '\\$?[A-Za-z][-$\\w]*';

const simpleName = new RegExp(`^${NAME}$`);
const plainPath = new RegExp(`^${NAME}(?:\\.${NAME})?$`);

/** `[URI ":"]` makes the rest free: URNs hold dots (`2.0`), and schemas named by `http` URIs hold slashes and more. */
const qualifiedPath = /^[A-Za-z][-+.A-Za-z\d]*:[-\w.~:/?#@!$&*+,;=%]*[\w$]$/;

/** Is this an `ATTRNAME`, as sub-attributes are named after `]`? `$ref` is one (RFC 7643 erratum 8924). */
export function isAttributeName(text: string): boolean {
  return simpleName.test(text);
}

/**
 * Is this an `attrPath` of RFC 7644 figure 1, as far as can be told without a schema? Which part of a qualified path is
 * the URI only the resolver knows, so such a path is checked for its characters alone.
 */
export function isAttributePath(text: string): boolean {
  if (plainPath.test(text)) return true;
  return qualifiedPath.test(text) && !text.includes('..');
}
