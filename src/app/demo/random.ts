/** The same choices for the same seed (PL-143): mulberry32, a public-domain generator of 32 bits. */
export interface Random {
  /** A whole number from 0 up to but not including `below`. */
  whole(below: number): number;
  pick<T>(list: readonly T[]): T;
  chance(share: number): boolean;
}

export const random = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (below: number): number => Math.floor(next() * below);
  return { whole, pick: (list) => list[whole(list.length)]!, chance: (share) => next() < share };
};
