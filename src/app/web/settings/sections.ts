import type { Act } from '#kernel/access/roles/model.ts';
import { can, reads, SIGNED_IN } from '#kernel/access/roles/rules.ts';
import { useWho } from '../me/me.ts';
import { words } from './section-words.ts';

export type SectionId = keyof typeof words.sections;
export type InboxPageId = keyof typeof words.inbox;

interface Section {
  id: SectionId;
  to: string;
  label: string;
  text: string;
}

const NEEDS: readonly (readonly [SectionId, Act])[] = [
  ['practice', reads('settings')],
  ['calendar', reads('settings')],
  ['members', reads('settings')],
  ['roles', reads('settings')],
  ['security', reads('settings')],
  ['keys', reads('settings', 'keys.manage')],
  ['delegations', SIGNED_IN],
  ['audit', reads('settings', 'audit.read')],
  ['system', reads('settings', 'system.read')],
  ['fields', reads('people')],
  ['tags', reads('people')],
  ['templates', reads('workflows')],
  ['forms', reads('workflows')],
  ['inbox', reads('settings')],
  ['profiles', reads('documents')],
  ['letters', reads('documents')],
  ['channels', reads('settings', 'connectors.manage')],
  ['suppressions', reads('people')],
];

/** The sections of settings this member may see. */
export const useSections = (): Section[] => {
  const who = useWho();
  return NEEDS.filter(([, act]) => !can(who, act)).map(([id]) => {
    const [label, text] = words.sections[id];
    return { id, to: `/settings/${id}`, label, text };
  });
};

/** The pages of Settings › Inbox. */
export const INBOX_PAGES = (Object.keys(words.inbox) as InboxPageId[]).map((id) => ({
  id,
  to: `/settings/inbox/${id}`,
  label: words.inbox[id],
}));

/** Every page of the settings this member may see, by a name that says where it stands: «Settings › Inbox › Senders». */
export const useSettingsPages = (): Pick<Section, 'to' | 'label'>[] =>
  useSections().flatMap(({ id, to, label }) => {
    const named = words.in(words.settings, label);
    return id === 'inbox'
      ? INBOX_PAGES.map((page) => ({ to: page.to, label: words.in(named, page.label) }))
      : [{ to, label: named }];
  });
