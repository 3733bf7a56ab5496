import { useEffect, useState } from 'react';
import { api } from '#kernel/ui/client.ts';
import { ITEMS } from '../inbox/data.ts';

const EVERY_MS = 15_000;

/** The names of those who have the preview of this item open too, while it is open here and seen. */
export const useViewing = (item: string): readonly string[] => {
  const [others, setOthers] = useState<readonly string[]>([]);
  useEffect(() => {
    let over = false;
    const say = async (here: boolean) => {
      // who else is there is no reason to say that something failed
      const answer = await api.post<{ others: string[] }>(`${ITEMS}/${item}/viewing`, { here }).catch(() => null);
      if (answer && !over) setOthers(answer.others);
    };
    const look = () => {
      if (!document.hidden) void say(true);
    };
    look();
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      over = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      void say(false);
    };
  }, [item]);
  return others;
};
