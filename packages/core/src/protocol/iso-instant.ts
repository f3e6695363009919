const millisecondsOfDay = 86_400_000;
/** The numbers from 0 to 59 in two digits. */
const two: readonly string[] = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

let day = Number.NaN;
let prefix = '';

/**
 * An instant as text, the same as `Date.prototype.toISOString` makes: `2026-01-31T12:00:00.000Z`. The date is worked out
 * once for a day, since resources on a page are mostly of the same ones: 45 ns instead of 370, twice for each resource, were
 * a fifth of a page of 100.
 *
 * @param at - Epoch milliseconds.
 * @throws RangeError when no date has this number.
 */
export function isoInstant(at: number): string {
  const whole = Math.trunc(at);
  const its = Math.floor(whole / millisecondsOfDay);
  if (its !== day) {
    // Years before 0 and after 9999 have six digits and a sign; the time behind them is always as long.
    prefix = new Date(whole).toISOString().slice(0, -'00:00:00.000Z'.length);
    day = its;
  }
  const rest = whole - its * millisecondsOfDay;
  const seconds = Math.floor(rest / 1000);
  const milliseconds = String(rest - seconds * 1000).padStart(3, '0');
  return `${prefix}${two[Math.floor(seconds / 3600)]}:${two[Math.floor(seconds / 60) % 60]}:${two[seconds % 60]}.${milliseconds}Z`;
}
