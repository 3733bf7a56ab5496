import { useState } from 'react';
import { type Instant, millisecondsBetween } from '#ground/time.ts';
import { api } from '#kernel/ui/client.ts';
import { askAgain } from '#kernel/ui/query.ts';
import { toast, toastProgress } from '#kernel/ui/toast.tsx';
import { words } from './words.ts';

export type Span = 'hour' | 'day' | 'week' | 'month' | 'next';

interface Moved {
  now: Instant;
  to: Instant;
  arrived: boolean;
  woken: number;
  failed: number;
}

const SHARES = 100;

/**
 * Moves the clock by a span or to an instant. One request moves for some seconds, so a long way is asked for until it has
 * arrived; a bar says how far it is (PL-142).
 */
export const useMove = (now: Instant | undefined) => {
  const [moving, setMoving] = useState(false);
  const move = async (wanted: { by: Span } | { to: Instant }) => {
    if (moving || !now) return;
    setMoving(true);
    try {
      const { woken, failed } = await untilThere(now, wanted);
      toast([words.moved(woken), ...(failed > 0 ? [words.failed(failed)] : [])].join('. '));
    } finally {
      setMoving(false);
      await askAgain();
    }
  };
  return { move, moving };
};

const untilThere = async (from: Instant, wanted: { by: Span } | { to: Instant }) => {
  let answer = await api.post<Moved>('/clock/moves', wanted);
  const total = { woken: answer.woken, failed: answer.failed };
  if (answer.arrived) return total;
  const bar = toastProgress(words.moving, SHARES);
  const { to } = answer;
  try {
    while (!answer.arrived) {
      bar.at(Math.round((SHARES * millisecondsBetween(from, answer.now)) / millisecondsBetween(from, to)));
      answer = await api.post<Moved>('/clock/moves', { to });
      total.woken += answer.woken;
      total.failed += answer.failed;
    }
    bar.done(words.moved(total.woken));
  } catch (fault) {
    bar.refused(fault);
    throw fault;
  }
  return total;
};
