/** The published packages, each after those it depends on. */
export const packages = ['core', 'node', 'express', 'memory', 'sql', 'testkit'];
