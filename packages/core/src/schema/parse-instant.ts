const DATE_TIME =
  /^(-?)(\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,40}))?(?:Z|([+-])(\d\d):(\d\d))?$/;

const DAY = 86_400_000;

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar. Years are counted from March, so that leap days come last. */
function daysFromEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/**
 * Reads an `xsd:dateTime`, which must have a date and a time and may have a fraction and a zone; without one it is taken
 * as UTC. The calendar is checked: there is no 30th of February.
 *
 * @param text - For example `2024-02-29T10:00:00.123+02:00`.
 * @returns Epoch milliseconds, with what goes beyond them as a fraction; `undefined` when the text is no date and time.
 * @see RFC 7643 section 2.3.5 and XML Schema part 2, section 3.2.7
 * @example
 * ```ts
 * import { parseInstant } from '@scimkit/core';
 *
 * parseInstant('1970-01-01T01:00:00+01:00'); // 0
 * parseInstant('2024-02-30T00:00:00Z'); // undefined
 * ```
 */
export function parseInstant(text: string): number | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, minus, years = '', months, days, hours, minutes, seconds, fraction, sign, zoneHours, zoneMinutes] =
    match;
  // More than four digits may not begin with a zero, and there is no year zero (XML Schema 1.0).
  if ((years.length > 4 && years.startsWith('0')) || Number(years) === 0) return undefined;
  // The year before year 1 is -0001, where arithmetic wants 0.
  const year = minus === '-' ? 1 - Number(years) : Number(years);
  const month = Number(months);
  const day = Number(days);
  const hour = Number(hours);
  const minute = Number(minutes);
  const second = Number(seconds);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  const beyond = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
  // 24:00:00 is the end of the day and the only time with that hour.
  if (hour > 24 || minute > 59 || second > 59 || (hour === 24 && minute + second + beyond > 0))
    return undefined;
  const zone = Number(zoneHours ?? 0) * 60 + Number(zoneMinutes ?? 0);
  if (zone > 840 || Number(zoneMinutes ?? 0) > 59) return undefined;
  const local = daysFromEpoch(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * 1000;
  return local - (sign === '-' ? -zone : zone) * 60_000 + beyond;
}
