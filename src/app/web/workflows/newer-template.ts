import { useEffect, useState } from 'react';
import type { Content } from '#workflows/definitions/content.ts';
import { useTemplates } from './data.ts';
import type { Facts } from './facts.ts';

/** A template that has grown since a copy was made of it, as this practice would have it. */
export interface Newer {
  name: string;
  content: Content;
}

/**
 * What the library has now, where it is newer than what `origin` was copied from: shown beside the practice's own, which it
 * never changes (WF-4).
 */
export const useNewerTemplate = (origin: string, facts: Facts | undefined): Newer | undefined => {
  const [, key, n] = /^template:(.+)@(\d+)$/.exec(origin) ?? [];
  const { data } = useTemplates();
  const template = data?.items.find((one) => one.key === key && one.n > Number(n));
  const [newer, setNewer] = useState<Newer>();
  useEffect(() => {
    if (!template || !facts) return;
    // the whole library comes with it, so only where it is wanted
    void import('#workflows/library/settle.ts').then(({ settle }) =>
      setNewer({ name: template.name, content: settle(template.content, facts) }),
    );
  }, [template, facts]);
  return newer;
};
