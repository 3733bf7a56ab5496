/**
 * What a page of a form has its browser work out while it is read, so that sending thousands costs a program something: for
 * each puzzle a number whose SHA-256, with the page's own number before it, begins with so many zero bits. Many small ones
 * take about the same time everywhere, one large one would be a lottery. Together about 65,000 hashes: 0.2 s (IN-95).
 */
export const EFFORT = { puzzles: 16, zeroBits: 12, field: 'effort' } as const;

/** What is hashed for a puzzle of a page and a number tried. */
export const puzzleText = (page: string, puzzle: number, tried: number): string => `${page}.${puzzle}.${tried}`;

/** Whether a hash solves its puzzle. */
export const solves = (hash: Uint8Array): boolean => hash[0] === 0 && (hash[1] ?? 255) >> (16 - EFFORT.zeroBits) === 0;
