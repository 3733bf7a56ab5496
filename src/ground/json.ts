/** JSON with keys in alphabetical order, no spaces, and nothing where nothing was given: one text for one value. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const known = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const parts = known
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
  return `{${parts.join(',')}}`;
};
