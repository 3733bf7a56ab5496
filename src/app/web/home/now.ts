import { useEffect, useState } from 'react';
import { type Instant, instantFromEpoch, instantOf } from '#ground/time.ts';
import type { Me } from '../me/me.ts';
import { useSandboxClock } from '../sandbox/clock.ts';

const TICK_MS = 30_000;

/** The practice's now: a sandbox's clock stands where it was put, every other goes with the world. */
export const useNow = (me: Me): Instant => {
  const sandbox = me.practice.kind === 'sandbox';
  const [now, setNow] = useState(() => instantFromEpoch(Date.now()));
  const clock = useSandboxClock(sandbox && me.role.abilities.includes('sandbox.use'));
  useEffect(() => {
    if (sandbox) return;
    const timer = setInterval(() => setNow(instantFromEpoch(Date.now())), TICK_MS);
    return () => clearInterval(timer);
  }, [sandbox]);
  if (!sandbox) return now;
  return clock?.now ?? instantOf(me.practice.today, '12:00', me.practice.time_zone);
};
