const LEAST = 15;

/** Why a PostgreSQL of this `server_version_num` cannot serve, in a sentence; null where it can. */
export const tooOld = (version: number): string | null => {
  const major = Math.floor(version / 10_000);
  return major >= LEAST
    ? null
    : `The database of DATABASE_URL is PostgreSQL ${major}, and ${LEAST} is the oldest that serves. Upgrade it, or leave DATABASE_URL empty for the embedded one.`;
};
