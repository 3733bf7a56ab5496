import { ExternalLink, ListX, Play, Ticket } from 'lucide-react';
import { useCallback } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import type { WaitlistRow } from '#people/persons/waitlists.ts';
import { useWho } from '../../me/me.ts';
import { factsOf, knownWaiting, useAsk } from '../ask.ts';
import { placeOf } from '../data.ts';
import type { OpenSheet } from '../sheets.tsx';
import type { Starting } from '../start.ts';
import { useVerbs } from '../verbs.ts';
import { words } from '../words.ts';

interface Place {
  open: OpenSheet;
  starting: Starting;
}

/** The menu of one who waits. A place offered is the waitlist left as «offered»; other outcomes are asked (people.md section 4). */
export const useWaitlistActs = ({ open, starting }: Place) => {
  const ask = useAsk();
  const who = useWho();
  const { leave } = useVerbs();
  return useCallback(
    (row: WaitlistRow): Act[] => {
      const known = knownWaiting(row);
      return [
        { id: 'open', label: words.open_it, icon: <ExternalLink />, to: placeOf('prospect', known.id) },
        {
          id: 'offer',
          label: words.offer,
          icon: <Ticket />,
          key: 'o',
          why_not: ask(known, { do: 'leave_waitlist', outcome: 'offered' }),
          run: () => leave(known, 'offered'),
        },
        {
          id: 'leave',
          label: words.off_waitlist,
          icon: <ListX />,
          why_not: ask(known, { do: 'leave_waitlist', outcome: 'removed' }),
          run: () => open({ do: 'leave', known }),
        },
        ...(starting.startableOn(factsOf(known, who))
          ? [{ id: 'start', label: words.start, icon: <Play />, key: 's', run: () => starting.start([known]) }]
          : []),
      ];
    },
    [ask, leave, open, starting, who],
  );
};
