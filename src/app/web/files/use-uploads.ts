import { useEffect, useRef, useState } from 'react';
import { type Id, newId } from '#ground/id.ts';
import { sentenceOf } from '#kernel/ui/client.ts';
import { type Uploaded, upload } from '#kernel/ui/upload.ts';
import { words } from './words.ts';

/** A file on its way, or one that was not taken, with the reason. */
export interface Uploading {
  key: string;
  name: string;
  bytes: number;
  sent: number;
  because?: string;
  /** Once all its bytes are there: what it is called from then on. */
  id?: Id;
}

/** Those that have no line of their own yet: a file takes the place of its upload, it does not stand beside it. */
export const stillComing = (list: readonly Uploading[], here: readonly { id: Id }[]): readonly Uploading[] =>
  list.filter(({ id }) => !here.some((file) => file.id === id));

/** `attach` takes what has arrived: ids, how to name them in a sentence, and what they are. */
export const useUploads = (attach: (files: string[], called: string, arrived: readonly Uploaded[]) => unknown) => {
  const [list, setList] = useState<readonly Uploading[]>([]);
  const under_way = useRef(new Map<string, AbortController>());
  useEffect(() => {
    const all = under_way.current;
    return () => {
      for (const one of all.values()) one.abort();
    };
  }, []);
  const change = (key: string, to: Partial<Uploading>) =>
    setList((now) => now.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const forget = (key: string) => {
    under_way.current.get(key)?.abort();
    setList((now) => now.filter((one) => one.key !== key));
  };
  const send = async (file: File, { key }: Uploading): Promise<Uploaded | undefined> => {
    const control = new AbortController();
    under_way.current.set(key, control);
    try {
      const arrived = await upload(file, { signal: control.signal, progress: (sent) => change(key, { sent }) });
      change(key, { id: arrived.id });
      return arrived;
    } catch (fault) {
      if (!control.signal.aborted) change(key, { because: sentenceOf(fault) });
      return undefined;
    } finally {
      under_way.current.delete(key);
    }
  };
  const add = async (files: readonly File[]) => {
    const begun = files.map(({ name, size }) => ({ key: newId(), name, bytes: size, sent: 0 }));
    setList((now) => [...now.filter(({ because }) => !because), ...begun]);
    const arrived = (await Promise.all(files.map((file, i) => send(file, begun[i]!)))).filter(
      (one) => one !== undefined,
    );
    const [first] = arrived;
    if (first)
      await attach(
        arrived.map(({ id }) => id),
        arrived.length === 1 ? words.one(first.name) : words.several(arrived.length),
        arrived,
      );
    const keys = new Set(begun.map(({ key }) => key));
    setList((now) => now.filter(({ key, because }) => because || !keys.has(key)));
  };
  return { list, add, forget };
};
