/**
 * The version of core's rule that makes keys, as far as this release has been built for it. It is kept in the database:
 * keys made by another rule would not be found.
 */
export const keyVersion = 1;
