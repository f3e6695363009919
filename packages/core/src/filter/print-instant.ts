import { parseInstant } from '../schema/parse-instant.ts';

/** The Gregorian calendar repeats itself every 400 years. */
const CYCLE = 146_097 * 86_400_000;

/**
 * Writes an instant as a dateTime in UTC that `parseInstant` reads back as the same number, in as few digits as that takes.
 *
 * @param instant - Epoch milliseconds, which may have a fraction.
 */
export function printInstant(instant: number): string {
  // Whole seconds first: they are exact, where sums with a fraction are rounded.
  const whole = Math.floor(instant / 1000) * 1000;
  const cycles = Math.floor(whole / CYCLE);
  // Date ends in the year 275760, and SCIM's dateTimes go further; within one cycle it can tell them all.
  const date = new Date(whole - cycles * CYCLE);
  const year = date.getUTCFullYear() + cycles * 400;
  const digits = String(year > 0 ? year : 1 - year).padStart(4, '0');
  const head = `${year > 0 ? '' : '-'}${digits}${date.toISOString().slice(4, 19)}`;
  const fraction = (instant - whole) / 1000;
  let text = '';
  for (let places = 3; places <= 20; places += 1) {
    text = `${head}.${fraction.toFixed(places).slice(2)}Z`;
    if (parseInstant(text) === instant) break;
  }
  return text;
}
