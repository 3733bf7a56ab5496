import {
  Ban,
  Building2,
  CalendarDays,
  Check,
  CheckCheck,
  CirclePlay,
  CornerUpLeft,
  Eye,
  Hand,
  MailPlus,
  Pause,
  Play,
  Reply,
  RotateCcw,
  StickyNote,
  Trash2,
  UserRound,
  X,
} from 'lucide-react';
import type { Status } from '#inbox/items/model.ts';
import type { Act } from '#kernel/ui/act.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { SENDS } from '#messages/outbox/rules.ts';
import { useWhyNot } from '../me/me.ts';
import { useBlocking } from './blocking.ts';
import { type ItemLike, itemPage, numbered, sends, useItemAct, useRefreshItems } from './data.ts';
import { words as mail } from './mail-words.ts';
import { words } from './words.ts';

/** What an act asks before it is sent. */
export type Question = 'approved' | 'not_approved' | 'assign' | 'client' | 'due' | 'note' | 'hold' | 'reply' | 'mail';

const STATUS_LOOK: Readonly<Record<Status, Pick<Act, 'icon' | 'key'>>> = {
  outstanding: { icon: <CornerUpLeft /> },
  in_progress: { icon: <CirclePlay />, key: 'i' },
  approved: { icon: <Check />, key: 'y' },
  not_approved: { icon: <X />, key: 'r' },
  completed: { icon: <CheckCheck />, key: 'e' },
};

/** The acts of one item, in the order a hand wants them; those the rules refuse are dead and say why (IN-164, WF-190). */
export const useItemActs = (ask: (item: ItemLike, what: Question) => void) => {
  const act = useItemAct();
  const go = useGo();
  const refresh = useRefreshItems();
  const sends_not = useWhyNot(SENDS);
  const blocking = useBlocking();
  const again = async (item: ItemLike) => {
    try {
      const made = await sends.resubmit(item);
      toast(words.told.resubmit(numbered(made.number)));
      go(itemPage(made.number));
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh();
    }
  };
  return (item: ItemLike): Act[] => {
    const n = numbered(item.number);
    const mine = item.may.update ? undefined : words.not_yours;
    const deletes = item.may.delete ? undefined : words.may_not_delete;
    if (item.deleted)
      return [
        {
          id: 'restore',
          label: words.restore,
          icon: <RotateCcw />,
          why_not: deletes,
          run: () => act(item, () => sends.restore(item), { sentence: () => words.told.restore(n), leaves: true }),
        },
      ];
    const open = item.status === 'outstanding' || item.status === 'in_progress';
    const asks = (id: Question, label: string, look: Pick<Act, 'icon' | 'key'>): Act => ({
      id,
      label,
      ...look,
      why_not: id === 'note' ? undefined : mine,
      run: () => ask(item, id),
    });
    const to = (status: Status): Act => ({
      id: status,
      label: words.to[status],
      ...STATUS_LOOK[status],
      why_not: item.closed[status] ?? mine,
      run: () =>
        status === 'approved' || status === 'not_approved'
          ? ask(item, status)
          : act(item, () => sends.status(item, status), { sentence: () => words.moved[status](n), leaves: true }),
    });
    const look: Act[] = item.document_id
      ? [
          {
            id: 'preview',
            label: words.preview,
            icon: <Eye />,
            key: 'p',
            run: () => go(`${itemPage(item.number)}/preview`),
          },
        ]
      : [];
    const writes = (id: 'reply' | 'mail', label: string, icon: Act['icon']): Act => ({
      id,
      label,
      icon,
      why_not: mine ?? sends_not,
      run: () => ask(item, id),
    });
    const ways = open ? OPEN : item.status === 'completed' ? [] : DECIDED;
    return [
      ...look,
      ...(item.source ? [writes('reply', mail.reply, <Reply />)] : []),
      ...ways.filter((status) => status !== item.status).map(to),
      ...(item.may.take
        ? [
            {
              id: 'take',
              label: words.to_me,
              icon: <Hand />,
              key: 'm',
              run: () => act(item, () => sends.take(item), { sentence: () => words.told.take(n) }),
            },
          ]
        : []),
      ...(open
        ? [
            asks('assign', words.assign, { icon: <UserRound />, key: 'a' }),
            asks('client', words.set_client, { icon: <Building2 />, key: 'c' }),
            asks('due', words.set_due, { icon: <CalendarDays />, key: 'd' }),
            item.hold
              ? {
                  id: 'release',
                  label: words.release,
                  icon: <Play />,
                  key: 'h',
                  why_not: mine,
                  run: () => act(item, () => sends.release(item), { sentence: () => words.told.release(n) }),
                }
              : asks('hold', words.hold, { icon: <Pause />, key: 'h' }),
          ]
        : [
            {
              id: 'resubmit',
              label: words.resubmit,
              icon: <RotateCcw />,
              why_not: item.may.resubmit ? undefined : words.not_yours,
              run: () => again(item),
            },
          ]),
      asks('note', words.add_note, { icon: <StickyNote />, key: 'n' }),
      writes('mail', mail.new_mail, <MailPlus />),
      ...(item.source?.from
        ? [
            {
              id: 'block',
              label: mail.set_aside,
              icon: <Ban />,
              why_not: blocking.why_not,
              run: () => blocking.block(item.source!.from),
            },
          ]
        : []),
      {
        id: 'delete',
        label: words.delete,
        icon: <Trash2 />,
        danger: true,
        why_not: item.closed.deleted ?? deletes,
        run: () => act(item, () => sends.delete(item), { sentence: () => words.told.delete(n), leaves: true }),
      },
    ];
  };
};

const OPEN: readonly Status[] = ['in_progress', 'approved', 'not_approved', 'completed', 'outstanding'];
const DECIDED: readonly Status[] = ['completed'];
