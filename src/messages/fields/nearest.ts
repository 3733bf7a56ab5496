/** The name that differs least from what was typed; null when none is near enough to be meant (ME-11). */
export const nearestName = (typed: string, names: Iterable<string>): string | null => {
  let best: { name: string; far: number } | null = null;
  for (const name of names) {
    const far = distance(typed.toLowerCase(), name.toLowerCase());
    if (!best || far < best.far) best = { name, far };
  }
  return best && best.far <= Math.max(2, Math.floor(typed.length / 3)) ? best.name : null;
};

/** How many characters are added, taken away, replaced or swapped with their neighbour between two words. */
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? before[column - 2]! + 1
          : Number.POSITIVE_INFINITY;
      here.push(Math.min(replaced, above[column]! + 1, here[column - 1]! + 1, swapped));
    }
    before = above;
    above = here;
  }
  return above[b.length]!;
};
