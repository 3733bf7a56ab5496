import { useEffect, useState } from 'react';
import { epochMilliseconds, type Instant } from '#ground/time.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { useMe } from '../me/me.ts';
import { words } from './words.ts';

const HOUR_MS = 3_600_000;

/** «09:42» until it leaves; farther off, the moment itself. A sandbox's clock stands, so there it is the moment too. */
export const Countdown = ({ at }: { at: Instant }) => {
  const stands = useMe().practice.kind === 'sandbox';
  const left = useLeft(at, stands);
  if (stands || left > HOUR_MS) return <Moment instant={at} />;
  return <span className="tabular">{left > 0 ? words.leaves_in(clockOf(left)) : words.leaving}</span>;
};

/** Milliseconds as mm:ss. Pure. */
export const clockOf = (milliseconds: number): string => {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

const useLeft = (at: Instant, stands: boolean): number => {
  const end = epochMilliseconds(at);
  const [left, setLeft] = useState(() => end - Date.now());
  useEffect(() => {
    if (stands) return;
    setLeft(end - Date.now());
    const timer = setInterval(() => setLeft(end - Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [end, stands]);
  return left;
};
