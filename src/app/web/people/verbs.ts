import { useMemo } from 'react';
import type { PlainDate } from '#ground/time.ts';
import { api } from '#kernel/ui/client.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import type { OpenRunsChoice, Outcome } from '#people/persons/model.ts';
import type { Known } from './ask.ts';
import { placeOf, useRefreshPeople } from './data.ts';
import type { PersonDetail } from './facts.ts';
import { type About, useTakeBack } from './undo.ts';
import { words } from './words.ts';

export interface WaitlistAsked {
  entered_on?: PlainDate;
  service: string | null;
  earliest_start_on: PlainDate | null;
}

/** What one does with a prospect or client, each with its toast and its way back (PE-112). */
export const useVerbs = () => {
  const go = useGo();
  const refresh = useRefreshPeople();
  const back = useTakeBack();
  return useMemo(() => verbs({ go, refresh, back }), [go, refresh, back]);
};

interface House {
  go: (to: string) => void;
  refresh: () => Promise<void>;
  back: (about: About) => Promise<void>;
}

const verbs = ({ go, refresh, back }: House) => {
  const undo = ({ id }: Pick<Known, 'id'>) => ({ undo: () => back({ client: id }) });
  const send = async (call: Promise<PersonDetail>): Promise<PersonDetail> => {
    const one = await call;
    await refresh();
    return one;
  };
  const open = (one: PersonDetail) => ({
    label: words.open_it,
    run: () => go(placeOf(one.kind, one.id)),
  });
  const at = (one: Pick<Known, 'kind' | 'id'>, rest: string) => `${placeOf(one.kind, one.id)}${rest}`;

  const unconvert = async (known: Known, reason: string) => {
    const one = await send(api.delete(`/clients/${known.id}/conversion`, { body: { reason }, version: known.version }));
    toast(words.is_prospect(known.name), { link: open(one), ...undo(known) });
    return one;
  };
  const convert = async (known: Known, override_reason?: string) => {
    const one = await send(
      api.post<PersonDetail>(`/prospects/${known.id}/conversion`, override_reason ? { override_reason } : {}, known),
    );
    toast(words.converted(known.name, one.client_number), { link: open(one), ...undo(known) });
    return one;
  };
  const leave = async (known: Known, outcome: Exclude<Outcome, 'converted'>) => {
    const one = await send(
      api.delete(`/prospects/${known.id}/waitlist-entry`, { body: { outcome }, version: known.version }),
    );
    toast(outcome === 'offered' ? words.offered(known.name) : words.left_waitlist(known.name), undo(known));
    return one;
  };
  const enter = async (known: Known, asked: WaitlistAsked) => {
    const one = await send(api.post<PersonDetail>(`/prospects/${known.id}/waitlist-entry`, asked, known));
    toast(words.waitlisted(known.name), undo(known));
    return one;
  };
  const reactivate = async (known: Pick<Known, 'kind' | 'id' | 'name' | 'version'>) => {
    const one = await send(api.delete(at(known, '/deactivation'), { version: known.version }));
    toast(words.reactivated(known.name), undo(known));
    return one;
  };
  const deactivate = async (known: Known, asked: { reason: string; open_runs: OpenRunsChoice }) => {
    const one = await send(api.post<PersonDetail>(at(known, '/deactivation'), asked, known));
    toast(words.deactivated(known.name), undo(known));
    return one;
  };
  const allow = async (known: Pick<Known, 'kind' | 'id' | 'name' | 'version'>) => {
    const one = await send(api.delete(at(known, '/do-not-contact'), { version: known.version }));
    toast(words.contact_allowed(known.name), undo(known));
    return one;
  };
  const stop = async (known: Known, reason: string) => {
    const one = await send(api.post<PersonDetail>(at(known, '/do-not-contact'), { reason }, known));
    toast(words.contact_stopped(known.name), undo(known));
    return one;
  };
  const restore = (known: Known) => send(api.post<PersonDetail>(at(known, '/restoration')));
  const remove = async (known: Known) => {
    await send(api.delete(at(known, ''), { version: known.version }));
    toast(words.removed(known.name), { undo: () => restore(known) });
  };
  const erase = async (known: Known, number: string) => {
    await send(api.post<PersonDetail>(`/people/${known.id}/erasure`, { number }));
    toast(words.erased(number));
  };
  return { convert, unconvert, enter, leave, deactivate, reactivate, stop, allow, remove, erase };
};
