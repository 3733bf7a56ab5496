const works = new Set<Promise<unknown>>();

/** A field asks the server for something that its value then names; the form waits for it when it is sent meanwhile. */
export const atWork = (work: Promise<unknown>): void => {
  const known = work.finally(() => works.delete(known));
  works.add(known);
};

/** Resolves when no field asks for anything; whether one did. */
export const fieldsDone = async (): Promise<boolean> => {
  const waited = works.size > 0;
  await Promise.allSettled(works);
  return waited;
};
