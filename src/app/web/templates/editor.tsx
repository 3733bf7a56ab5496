import { History, Pencil } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { useLeaveGuard } from '#kernel/ui/form/leave-guard.ts';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { heldFor } from '#messages/templates/linting.ts';
import type { Variant } from '#messages/templates/model.ts';
import { useMe } from '../me/me.ts';
import { useTemplateActs } from './acts.tsx';
import { ConflictSheet } from './conflict-sheet.tsx';
import { type Merge, sayFields, type TemplateDetail } from './data.ts';
import { Faults } from './faults.tsx';
import { Languages } from './languages.tsx';
import { Preview } from './preview.tsx';
import { RenameSheet } from './rename-sheet.tsx';
import { TemplateState } from './template-state.tsx';
import { useFaults, useWording, type Wording } from './use-wording.ts';
import { VersionsSheet } from './versions-sheet.tsx';
import { MailForm, SmsForm } from './wording-form.tsx';
import { words } from './words.ts';
import './templates.css';

interface EditorProps {
  /** As it was when the page opened. */
  opened: TemplateDetail;
  /** As it stands now: its name, its uses. */
  template: TemplateDetail;
  merge: Merge;
}

/** `/templates/$id`: the wording at the left, what it becomes at the right (messages.md §5). */
export const Editor = ({ opened, template, merge }: EditorProps) => {
  const { practice } = useMe();
  const wording = useWording(opened, practice.locale);
  const faults = useFaults(wording.content, template, merge);
  useLeaveGuard(() => wording.dirty);
  const { content, variant, clash } = wording;
  const begun = wording.dirty || wording.kept.newest > 0;
  return (
    <div className="template-page">
      <div className="template-editor">
        <Head template={template} wording={wording} />
        <Languages wording={wording} faults={faults} may_write={template.may_write} />
        {template.channel === 'email' ? (
          <MailForm wording={wording} merge={merge} />
        ) : (
          <SmsForm wording={wording} merge={merge} />
        )}
        {wording.kept.removed.length > 0 && !wording.dirty && (
          <p className="template-removed">{words.removed(wording.kept.removed.join(', '))}</p>
        )}
        <Held variant={variant} template={template} merge={merge} sound={begun && !faults.length} />
        <Faults faults={begun ? faults : []} named={content.variants.length > 1} />
      </div>
      <Preview template={template} content={content} locale={variant.locale} merge={merge} />
      {clash && (
        <ConflictSheet
          clash={clash}
          mine={content}
          takeTheirs={wording.takeTheirs}
          keepMine={() => void wording.save(clash.newest)}
        />
      )}
    </div>
  );
};

interface HeldProps extends Pick<EditorProps, 'template' | 'merge'> {
  variant: Variant;
  /** Nothing is wrong with it. */
  sound: boolean;
}

/** Fields that may be missing and have no words instead (ME-122). */
const Held = ({ variant, template: { channel }, merge, sound }: HeldProps) => {
  const names = useMemo(
    () => (sound ? heldFor({ variant, channel, groups: merge.groups }) : []),
    [sound, variant, channel, merge],
  );
  return names.length > 0 ? (
    <p className="caption">
      {words.held_for} {sayFields(names, merge)}.
    </p>
  ) : null;
};

/** What it is, whether it is saved, and what can be done with it. */
const Head = ({ template, wording }: { template: TemplateDetail; wording: Wording }) => {
  const [sheet, setSheet] = useState<'versions' | 'name'>();
  const more = useTemplateActs()(template);
  const save: Act = { id: 'save', label: words.save, key: 'mod+s', main: true, run: () => wording.save() };
  const acts: Act[] = [
    { id: 'versions', label: words.versions, icon: <History />, run: () => setSheet('versions') },
    { id: 'rename', label: words.rename, icon: <Pencil />, run: () => setSheet('name') },
    ...more.map(({ key: _, ...act }) => act),
  ];
  const bringBack = (n: number, content: Wording['content']) => {
    wording.put(content);
    setSheet(undefined);
    toast(words.brought_back(n));
  };
  return (
    <header className="template-head">
      <Place title={template.name} parent={{ label: words.templates, to: '/settings/templates' }} main={save} />
      <TemplateState template={template} />
      <span className="quiet">
        {wording.dirty ? words.unsaved : template.newest > 0 && words.version(template.newest)}
      </span>
      <span className="quiet">
        {words.channels[template.channel]}, {words.modules[template.module]}
      </span>
      <UsedBy template={template} />
      <RowMenu name={template.name} acts={acts} />
      {sheet === 'versions' && (
        <VersionsSheet template={template} close={() => setSheet(undefined)} bringBack={bringBack} />
      )}
      {sheet === 'name' && <RenameSheet template={template} close={() => setSheet(undefined)} />}
    </header>
  );
};

const UsedBy = ({ template: { used_by } }: { template: TemplateDetail }) => (
  <span className="quiet template-used">
    {words.used_by}{' '}
    {used_by.length
      ? used_by.map(({ id, name, url }) => (
          <Go key={id} className="link" to={url}>
            {name}
          </Go>
        ))
      : words.unused}
  </span>
);
