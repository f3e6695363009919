/**
 * Thrown when a scenario itself is wrong (a variable nobody saves, a malformed path or matcher), before any
 * request is sent. A server that answers wrongly never causes it.
 */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}
