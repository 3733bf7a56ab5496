import { Button, Drawer } from '@mantine/core';
import { useState } from 'react';
import { api } from '#kernel/ui/client.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import { LIBRARY, type LibraryTemplate, newOf } from '#messages/templates/library.ts';
import { useMe } from '../me/me.ts';
import { TEMPLATES, type TemplateDetail } from './data.ts';
import { words } from './words.ts';
import './templates.css';

/** Wording to begin with, each copied with one press. */
export const LibrarySheet = ({ close }: { close: () => void }) => {
  const [busy, setBusy] = useState<string>();
  const { practice } = useMe();
  const go = useGo();
  const refresh = useRefresh();
  const copy = async (template: LibraryTemplate) => {
    setBusy(template.key);
    try {
      const made = await api.post<TemplateDetail>(TEMPLATES, newOf(template, practice));
      close();
      toast(words.created_toast(made.name));
      await refresh(TEMPLATES);
      go(`/templates/${made.id}`);
    } catch (fault) {
      setBusy(undefined);
      toastRefusal(fault);
    }
  };
  return (
    <Drawer
      opened
      onClose={close}
      title={words.library_title}
      size={480}
      closeButtonProps={{ 'aria-label': kit.close }}
    >
      <p className="form-intro">{words.library_intro}</p>
      <ul className="message-library">
        {LIBRARY.map((template) => (
          <li key={template.key}>
            <span>
              <span className="message-library-name">{template.name}</span>
              <span className="caption">
                {words.channels[template.channel]}. {template.purpose}
              </span>
            </span>
            <Button
              variant="default"
              loading={busy === template.key}
              aria-label={`${words.copy} «${template.name}»`}
              onClick={() => void copy(template)}
            >
              {words.copy}
            </Button>
          </li>
        ))}
      </ul>
    </Drawer>
  );
};
