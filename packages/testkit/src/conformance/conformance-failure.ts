/** The server did otherwise than a conformance case says. The message has what was expected and what came. */
export class ConformanceFailure extends Error {
  override readonly name = 'ConformanceFailure';
}
