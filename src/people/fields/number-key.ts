/** The key a record’s number is found by, ignoring case (PE-13). */
export const numberKey = (number: string): string => `n:${number.toLowerCase()}`;
