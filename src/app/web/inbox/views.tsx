import { Checkbox, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Bookmark } from 'lucide-react';
import { useRef, useState } from 'react';
import { SHARES_VIEWS } from '#inbox/views/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import type { ListState } from '#kernel/ui/list/list-state.ts';
import { Menu, type MenuLine } from '#kernel/ui/menu.tsx';
import { usePaletteActs } from '#kernel/ui/palette-store.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../me/me.ts';
import { useFocusBack } from '../runs/task/focus-back.ts';
import { words } from './view-words.ts';
import { addressOf, type ItemView, type ItemViewActed, openedOf, seenNow, useViews, VIEWS } from './views-data.ts';

interface Asked {
  /** The one to rename or share; none: what is seen is saved as a new one. */
  view?: ItemView;
}

/** Saved views of the inbox: a menu of them, and what is offered where what is seen could be saved (IN-161). */
export const useInboxViews = (state: ListState, own: readonly string[] | undefined) => {
  const views = useViews();
  const [asked, setAsked] = useState<Asked>();
  const act = useViewAct();
  const { view, changed } = openedOf(views, state);
  const save: Act = { id: 'save-view', label: words.save_as, run: () => setAsked({}) };
  const put = async (one: ItemView) => {
    const saved = await act(
      () => api.patch<ItemViewActed>(`${VIEWS}/${one.id}`, seenNow(state, own), { version: one.version }),
      words.changed,
    );
    if (saved) state.show(addressOf(saved));
  };
  const remove = async (one: ItemView) => {
    const { saved: _, ...seen } = state.shown;
    const gone = await act(
      () => api.delete<ItemViewActed>(`${VIEWS}/${one.id}`, { version: one.version }),
      words.removed,
    );
    if (gone) state.show(seen);
  };
  const keeping: Act[] =
    view && changed && view.may_change ? [{ id: 'put-view', label: words.save_changes, run: () => put(view) }] : [];
  const acts: Act[] = [
    ...keeping,
    save,
    ...(view?.may_change
      ? [
          { id: 'edit-view', label: words.edit, run: () => setAsked({ view }) },
          { id: 'remove-view', label: words.remove, danger: true, run: () => remove(view) },
        ]
      : []),
  ];
  usePaletteActs(words.views, [
    ...views.map((one) => ({ id: one.id, label: words.open(one.name), run: () => state.show(addressOf(one)) })),
    ...acts,
  ]);
  const offered = keeping[0] ?? (view && !changed ? undefined : save);
  return {
    saving: {
      menu: <ViewsMenu views={views} opened={view} changed={changed} acts={acts} state={state} />,
      save: offered && (
        <button type="button" className="chips-clear" onClick={() => void offered.run?.()}>
          {offered.label}
        </button>
      ),
    },
    sheet: asked && <ViewSheet {...asked} state={state} own={own} close={() => setAsked(undefined)} />,
  };
};

/** One change of a view: its toast with the way back, or why not. */
const useViewAct = () => {
  const refresh = useRefresh();
  return async (send: () => Promise<ItemViewActed>, sentence: (name: string) => string) => {
    try {
      const answer = await send();
      await refresh(VIEWS);
      said(answer, sentence(answer.name), () => refresh(VIEWS));
      return answer;
    } catch (fault) {
      toastRefusal(fault);
      return undefined;
    }
  };
};

const said = ({ event_id }: ItemViewActed, sentence: string, refresh: () => Promise<unknown>): void => {
  const undo = async () => {
    await api.post(`/events/${event_id}/undo`, {});
    await refresh();
  };
  toast(sentence, event_id ? { undo } : {});
};

interface ViewsMenuProps {
  views: readonly ItemView[];
  opened: ItemView | undefined;
  changed: boolean;
  acts: readonly Act[];
  state: ListState;
}

const ViewsMenu = ({ views, opened, changed, acts, state }: ViewsMenuProps) => {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const label = opened ? (changed ? words.changed_name(opened.name) : opened.name) : words.views;
  const line = (view: ItemView): MenuLine => ({
    id: view.id,
    label: view.gone.length ? words.with_gone(view.name) : view.name,
    kind: 'one',
    on: view.id === opened?.id,
    choose: () => state.show(addressOf(view)),
  });
  const part = (heading: string, mine: readonly ItemView[]): MenuLine[] =>
    mine.length ? [{ heading }, ...mine.map(line)] : [];
  const lines = [
    ...part(
      words.shared,
      views.filter(({ shared }) => shared),
    ),
    ...part(
      words.mine,
      views.filter(({ shared }) => !shared),
    ),
    ...(views.length ? [{ rule: true } as const] : []),
    ...acts,
  ];
  return (
    <>
      <button
        ref={button}
        type="button"
        className="tool tool-words inbox-views"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        title={words.saved_views}
        aria-label={label}
      >
        <Bookmark aria-hidden fill={opened ? 'currentColor' : 'none'} />
        <span className="tool-label cut">{label}</span>
      </button>
      {open && <Menu label={words.saved_views} lines={lines} anchor={button} close={() => setOpen(false)} />}
    </>
  );
};

interface ViewSheetProps extends Asked {
  state: ListState;
  own: readonly string[] | undefined;
  close: () => void;
}

/** Its name, and whether it is for everybody. */
const ViewSheet = ({ view, state, own, close }: ViewSheetProps) => {
  useFocusBack();
  const refresh = useRefresh();
  const why_not = useWhyNot(SHARES_VIEWS);
  const form = useForm({
    initialValues: { name: view?.name ?? '', shared: view?.shared ?? false },
    validate: { name: (name) => (name.trim() ? null : words.name_missing) },
  });
  const send = async ({ name, shared }: { name: string; shared: boolean }) => {
    const given = { name: name.trim(), shared };
    const answer = view
      ? await api.patch<ItemViewActed>(`${VIEWS}/${view.id}`, given, { version: view.version })
      : await api.post<ItemViewActed>(VIEWS, { ...given, ...seenNow(state, own) });
    close();
    await refresh(VIEWS);
    if (!view) state.show(addressOf(answer));
    said(answer, view ? words.changed(answer.name) : words.saved(answer.name), () => refresh(VIEWS));
  };
  return (
    <FormSheet
      opened
      close={close}
      title={view ? words.edit_title(view.name) : words.save_as_title}
      intro={view ? undefined : words.intro}
      form={form}
      verb={view ? words.save_changes : words.save}
      submit={send}
    >
      <TextInput
        label={words.name}
        description={words.name_hint}
        maxLength={60}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Checkbox
        label={words.share}
        description={why_not ?? words.share_hint}
        disabled={!!why_not}
        {...form.getInputProps('shared', { type: 'checkbox' })}
      />
    </FormSheet>
  );
};
