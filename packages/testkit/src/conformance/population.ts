import { expectError, expectStatus } from './assertions.ts';
import type { ConformanceClient } from './conformance-client.ts';
import { ConformanceFailure } from './conformance-failure.ts';
import { quoted } from './messages.ts';

/** Users made for one case, each known by a label, and told from all others by the beginning of their `userName`. */
export interface Population {
  /** What every `userName` of them begins with. */
  readonly tag: string;
  /** The id of a user by its label. */
  idOf(label: string): string;
  /** A filter that holds for the users of this population alone. */
  within(filter: string): string;
  /** The labels of the users a filter finds among them, in alphabetical order. */
  matching(filter: string): Promise<readonly string[]>;
  /** The labels in the order of the list that the query gives; of the users of this population alone. */
  listed(query?: Readonly<Record<string, string | number>>): Promise<readonly string[]>;
  /** Labels for the resources of a list answer; `?` for one that is not of this population. */
  labels(resources: readonly unknown[]): readonly string[];
}

/** Creates a user for each label, named `tag-label` and with the attributes given. */
export async function populate(
  client: ConformanceClient,
  people: Readonly<Record<string, object>>,
): Promise<Population> {
  const tag = client.unique('p');
  const labelOf = new Map<string, string>();
  for (const [label, rest] of Object.entries(people)) {
    const created = await client.createUser({ userName: `${tag}-${label}`, ...rest });
    labelOf.set(created.textAt('id'), label);
  }
  const labels = (resources: readonly unknown[]) =>
    resources.map((resource) => labelOf.get(idIn(resource)) ?? '?');
  const within = (filter: string) => `userName sw ${quoted(tag)} and (${filter})`;
  const listed = async (query: Readonly<Record<string, string | number>> = {}) => {
    const all = { filter: `userName sw ${quoted(tag)}`, ...query };
    return labels(expectStatus(await client.send('GET', '/Users', { query: all }), 200).listAt('Resources'));
  };
  return {
    tag,
    idOf: (label) => {
      for (const [id, known] of labelOf) if (known === label) return id;
      throw new ConformanceFailure(`There is no user "${label}" in this case.`);
    },
    within,
    matching: async (filter) => (await listed({ filter: within(filter) })).toSorted(),
    listed,
    labels,
  };
}

/** Throws unless a filter is refused with 400 `invalidFilter` and a sentence, and nobody is returned. */
export async function expectRefused(
  client: ConformanceClient,
  filter: string,
  path = '/Users',
): Promise<void> {
  const answer = expectError(await client.send('GET', path, { query: { filter } }), 400, 'invalidFilter');
  if (answer.textAt('detail') === '') {
    throw new ConformanceFailure(`filter=${filter}: expected a detail that says what is wrong, got none.`);
  }
}

function idIn(resource: unknown): string {
  return typeof resource === 'object' && resource !== null && 'id' in resource ? String(resource.id) : '';
}
