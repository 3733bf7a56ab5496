import { Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Id } from '#ground/id.ts';
import type { Act } from '#kernel/ui/act.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { DropPlace } from '../files/drop-place.tsx';
import { UploadLine } from '../files/upload-line.tsx';
import { useUploads } from '../files/use-uploads.ts';
import { useMe } from './me.ts';
import { words } from './signature-words.ts';

const SIGNATURE = '/me/signature';
const PICTURES = '.png,.jpg,.jpeg,image/png,image/jpeg';

interface Own {
  signature: { file_id: Id } | null;
}

/** One's own signature: seen as letters will bear it, set, removed (IN-116). */
export const SignaturePart = () => {
  const { member } = useMe();
  const refresh = useRefresh();
  const button = useRef<HTMLButtonElement>(null);
  const [because, setBecause] = useState<string>();
  const { data } = useThing<Own>(SIGNATURE);
  const uploads = useUploads(async (ids) => {
    setBecause(undefined);
    try {
      await api.put(SIGNATURE, { file_id: ids[0] });
      toast(words.set_now);
    } catch (fault) {
      setBecause(sentenceOf(fault));
    } finally {
      await refresh(SIGNATURE, '/signatures');
    }
  });
  const remove: Act = {
    id: 'remove-signature',
    label: words.remove,
    icon: <Trash2 />,
    danger: true,
    run: async () => {
      const { remove_title: title, remove_text: consequence, remove: verb } = words;
      if (!(await confirm({ title, consequence, verb, danger: true }))) return;
      await api.delete(SIGNATURE);
      setBecause(undefined);
      toast(words.removed);
      await refresh(SIGNATURE, '/signatures');
      button.current?.focus();
    },
  };
  if (!member) return null;
  const signature = data?.signature;
  return (
    <section className="settings-part" aria-label={words.signature}>
      <header className="own-head">
        <div>
          <h2>{words.signature}</h2>
          <p className="quiet">{words.text}</p>
        </div>
        {signature && <ActButton act={remove} />}
      </header>
      {signature && (
        <img
          className="own-signature"
          src={`/api/v1/files/${signature.file_id}/preview`}
          alt={words.picture_of(member.name)}
        />
      )}
      <DropPlace
        button={button}
        one
        accept={PICTURES}
        said={signature ? words.drop_other : words.drop}
        add={(files) => uploads.add(files.slice(0, 1))}
      />
      <ul className="files">
        {uploads.list.map((one) => (
          <UploadLine key={one.key} one={one} forget={uploads.forget} />
        ))}
      </ul>
      {because && (
        <p className="refusal" role="alert">
          {because}
        </p>
      )}
      <p className="caption">{words.hint}</p>
    </section>
  );
};
