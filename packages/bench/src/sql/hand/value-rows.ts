import { enterprise, type UserDocument } from '../data/documents.ts';
import { userAttribute } from '../data/models.ts';
import type { Cell } from '../data/rows.ts';

/** The numbers under which the tables keep what is searched by. */
export const attributes = {
  emails: userAttribute('emails').id,
  phoneNumbers: userAttribute('phoneNumbers').id,
  employeeNumber: userAttribute(`${enterprise}:employeeNumber`).id,
  department: userAttribute(`${enterprise}:department`).id,
  manager: userAttribute(`${enterprise}:manager.value`).id,
};

/** Attribute, element, key, type, whether it is the primary one: the rows of the value table for these users. */
export type ValueRow = readonly [attr: number, elem: number, k: Cell, kType: Cell, isPrimary: Cell];

/** The rows that make a user findable, by hand: it is known which attributes are searched by. */
export function valueRowsOf(document: UserDocument): readonly ValueRow[] {
  const rows: ValueRow[] = [];
  for (const [index, mail] of document.emails.entries()) {
    const isPrimary = 'primary' in mail ? Number(mail.primary) : null;
    rows.push([attributes.emails, index, mail.value.toLowerCase(), mail.type, isPrimary]);
  }
  for (const [index, { value, type }] of document.phoneNumbers.entries())
    rows.push([attributes.phoneNumbers, index, value, type, null]);
  const { employeeNumber, department, manager } = document[enterprise];
  rows.push([attributes.employeeNumber, 0, employeeNumber.toLowerCase(), null, null]);
  rows.push([attributes.department, 0, department.toLowerCase(), null, null]);
  rows.push([attributes.manager, 0, manager.value, null, null]);
  return rows;
}
