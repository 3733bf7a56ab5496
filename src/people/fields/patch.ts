/** A row as it would stand with the given changes; `undefined` leaves a field alone (PL-68). */
export const patched = <T extends object>(row: T, changes: { [K in keyof T]?: T[K] | undefined }): T =>
  Object.assign({ ...row }, Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)));
