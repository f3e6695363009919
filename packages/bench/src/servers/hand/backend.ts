/** A user as it was validated: what the hand-written server knows, and nothing else. */
export interface UserDocument {
  readonly schemas: readonly string[];
  readonly userName: string;
  readonly name?: Readonly<Record<string, string>>;
  readonly emails?: readonly { readonly value: string; readonly type?: string; readonly primary?: boolean }[];
  readonly displayName?: string;
  readonly locale?: string;
  readonly externalId?: string;
  readonly active?: boolean;
}

/** A resource as it goes out. */
export interface Shown {
  readonly id: string;
  readonly etag: string;
  readonly json: string;
}

/** A tenant of the hand-written server. Each call is given the base URL, for locations. */
export interface Backend {
  readonly hasToken: (digest: string) => boolean;
  readonly user: (base: string, id: string) => Shown | undefined;
  readonly userByName: (base: string, userName: string) => Shown | undefined;
  readonly users: (base: string, offset: number, limit: number) => { total: number; shown: Shown[] };
  /** `undefined` when the user name is taken. */
  readonly createUser: (base: string, user: UserDocument) => Shown | undefined;
  readonly setActive: (base: string, id: string, active: boolean) => Shown | undefined;
  readonly group: (base: string, id: string, withMembers: boolean) => Shown | undefined;
  /** The version of the group; `undefined` when it or one of the members does not exist. */
  readonly addMembers: (id: string, members: readonly string[]) => string | undefined;
}
