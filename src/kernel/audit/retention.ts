/** Months that what happened is kept at least, whatever a practice says: nothing younger is ever removed (PL-106). */
export const SHORTEST_RETENTION = 12;
