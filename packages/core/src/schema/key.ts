/**
 * A value in the form it is compared in: strings folded (`caseExact` false) or normalised to NFC (`caseExact` true),
 * numbers as they are, instants as epoch milliseconds, booleans as booleans.
 */
export type Key = string | number | boolean;
