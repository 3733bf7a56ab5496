/** Keeps what a pure function answered, by its arguments written as one text; begins anew once that is a great deal. */
export const remembered = <Args extends readonly string[], T>(
  work: (...args: Args) => T,
  most = 10_000,
): ((...args: Args) => T) => {
  const known = new Map<string, T>();
  return (...args) => {
    const key = args.join(' ');
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = work(...args);
    if (known.size >= most) known.clear();
    known.set(key, made);
    return made;
  };
};
