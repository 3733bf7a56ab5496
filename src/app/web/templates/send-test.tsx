import { Button } from '@mantine/core';
import { Send } from 'lucide-react';
import { useState } from 'react';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import { useKeys } from '#kernel/ui/keys.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import type { Content } from '#messages/templates/model.ts';
import { TEMPLATES } from './data.ts';
import type { Chosen } from './record-picker.tsx';
import { words } from './words.ts';

interface SendTestProps {
  template: Id;
  /** Left out: as it is saved, for sample values, in the language that fits. */
  record?: Chosen | null;
  locale?: string;
  content?: Content;
}

/** Sends what the preview shows to oneself (ME-25). */
export const SendTest = ({ template, ...asked }: SendTestProps) => {
  const [busy, setBusy] = useState(false);
  const refresh = useRefresh();
  const send = async () => {
    if (busy) return;
    setBusy(true);
    try {
      const { to } = await api.post<{ to: string }>(`${TEMPLATES}/${template}/test-sends`, asked);
      toast(words.test_sent(to));
      await refresh('/messages');
    } catch (fault) {
      toastRefusal(fault);
    }
    setBusy(false);
  };
  useKeys([{ key: 't', label: words.send_test, run: send }]);
  return (
    <Button w="fit-content" variant="default" leftSection={<Send />} onClick={send} loading={busy}>
      {words.send_test}
    </Button>
  );
};
