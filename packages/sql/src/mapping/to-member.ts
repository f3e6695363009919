import type { Member } from '@scimkit/core';
import { decodeIdFromHex } from '../codec/resource-id.ts';
import type { MappedType } from './mapped-type.ts';

/** A member or a group from JSON: a list of its id and its display name, which a statement made. */
export function toMember(target: MappedType, [id, display]: readonly unknown[]): Member {
  const member = { type: target.name, id: target.hidden ? decodeIdFromHex(String(id)) : String(id) };
  return typeof display === 'string' && display !== '' ? { ...member, display } : member;
}
