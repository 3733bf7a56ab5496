import {
  BellOff,
  BellRing,
  ClockPlus,
  Combine,
  Eraser,
  ExternalLink,
  ListX,
  Pencil,
  Play,
  Power,
  PowerOff,
  Trash2,
  Undo2,
  UserRoundCheck,
  UsersRound,
} from 'lucide-react';
import { useCallback } from 'react';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { isRefusal } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import type { PersonCommand } from '#people/persons/model.ts';
import { useWho } from '../me/me.ts';
import { factsOf, type Known, useAsk } from './ask.ts';
import { placeOf } from './data.ts';
import type { OpenSheet } from './sheets.tsx';
import type { Starting } from './start.ts';
import { useVerbs } from './verbs.ts';
import { words } from './words.ts';

interface Place {
  open: OpenSheet;
  starting: Starting;
  /** On the record's own page: no Open, and what is rare too. */
  page?: boolean;
}

/** The menu of a prospect or client, in a row and on its page: what can be done now, each asked of its rule (PE-31, WF-190). */
export const usePersonActs = (place: Place) => {
  const ask = useAsk();
  const who = useWho();
  const verbs = useVerbs();
  return useCallback(
    (known: Known): Act[] => {
      const hands: Hands = { known, place, verbs, why: (command) => ask(known, command) };
      const { startableOn, start } = place.starting;
      return [
        ...(place.page ? [] : [opening(known)]),
        {
          id: 'edit',
          label: words.edit,
          icon: <Pencil />,
          key: 'e',
          why_not: hands.why({ do: 'change' }),
          run: () => place.open({ do: 'edit', id: known.id, kind: known.kind }),
        },
        ...(startableOn(factsOf(known, who))
          ? [{ id: 'start', label: words.start, icon: <Play />, key: 's', run: () => start([known]) }]
          : []),
        ...(known.kind === 'prospect' ? ofProspect(hands) : ofClient(hands)),
        ...ofBoth(hands),
        ...(place.page && !can(who, writes('people', 'person.erase')) ? [erasing(hands)] : []),
      ];
    },
    [ask, place, verbs, who],
  );
};

interface Hands {
  known: Known;
  place: Place;
  verbs: ReturnType<typeof useVerbs>;
  why: (command: PersonCommand) => string | undefined;
}

const opening = ({ kind, id }: Known): Act => ({
  id: 'open',
  label: words.open_it,
  icon: <ExternalLink />,
  to: placeOf(kind, id),
});

const ofProspect = ({ known, place, verbs, why }: Hands): Act[] => {
  const convert = async () => {
    await verbs.convert(known).catch((fault: unknown) => {
      if (!isRefusal(fault) || fault.code !== 'blocked_by_run') throw fault;
      place.open({ do: 'convert', known, sentence: fault.message });
    });
  };
  return [
    known.entered_on
      ? {
          id: 'leave',
          label: words.off_waitlist,
          icon: <ListX />,
          why_not: why({ do: 'leave_waitlist', outcome: 'removed' }),
          run: () => place.open({ do: 'leave', known }),
        }
      : {
          id: 'enter',
          label: words.to_waitlist,
          icon: <ClockPlus />,
          why_not: why({ do: 'enter_waitlist' }),
          run: () => place.open({ do: 'enter', known }),
        },
    {
      id: 'convert',
      label: words.convert,
      icon: <UserRoundCheck />,
      why_not: why({ do: 'convert' }),
      run: convert,
    },
  ];
};

const ofClient = ({ known, place, why }: Hands): Act[] => [
  ...(known.converted_at && place.page
    ? [
        {
          id: 'unconvert',
          label: words.unconvert,
          icon: <Undo2 />,
          why_not: why({ do: 'undo_conversion', reason: ' ' }),
          run: () => place.open({ do: 'unconvert', known }),
        },
      ]
    : []),
];

const ofBoth = (hands: Hands): Act[] => {
  const { known, place, verbs, why } = hands;
  return [
    {
      id: 'roles',
      label: words.set_roles,
      icon: <UsersRound />,
      key: 'r',
      why_not: why({ do: 'set_role', role: 'partner', member: '' }),
      run: () => place.open({ do: 'roles', known }),
    },
    {
      id: 'merge',
      label: words.merge,
      icon: <Combine />,
      why_not: why({ do: 'delete' }),
      run: () => place.open({ do: 'merge', known }),
    },
    known.do_not_contact
      ? {
          id: 'allow',
          label: words.allow_contact,
          icon: <BellRing />,
          why_not: why({ do: 'allow_contact' }),
          run: () => verbs.allow(known),
        }
      : {
          id: 'stop',
          label: words.stop_contact,
          icon: <BellOff />,
          why_not: why({ do: 'stop_contact', reason: ' ' }),
          run: () => place.open({ do: 'stop', known }),
        },
    ending(hands),
    removing(hands),
  ];
};

const ending = ({ known, place, verbs, why }: Hands): Act =>
  known.status === 'inactive'
    ? {
        id: 'reactivate',
        label: words.reactivate,
        icon: <Power />,
        why_not: why({ do: 'reactivate' }),
        run: () => verbs.reactivate(known),
      }
    : {
        id: 'deactivate',
        label: words.deactivate,
        icon: <PowerOff />,
        danger: true,
        why_not: why({ do: 'deactivate', reason: ' ', open_runs: 'leave' }),
        run: () => place.open({ do: 'deactivate', known }),
      };

/** Only what nothing refers to goes; otherwise the sentence, and the offer to deactivate (PE-28). */
const removing = ({ known, place, verbs, why }: Hands): Act => ({
  id: 'delete',
  label: words.remove,
  icon: <Trash2 />,
  danger: true,
  why_not: why({ do: 'delete' }),
  run: async () => {
    const sure = await confirm({
      title: words.remove_title(known.name),
      consequence: words.remove_text,
      verb: words.remove,
      danger: true,
    });
    if (!sure) return;
    await verbs.remove(known).catch((fault: unknown) => {
      if (!isRefusal(fault) || fault.code !== 'in_use' || known.status === 'inactive') throw fault;
      place.open({ do: 'deactivate', known, sentence: fault.message });
    });
  },
});

const erasing = ({ known, place }: Hands): Act => ({
  id: 'erase',
  label: words.erase,
  icon: <Eraser />,
  danger: true,
  run: () => place.open({ do: 'erase', known }),
});
