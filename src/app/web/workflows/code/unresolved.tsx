import { Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import type { Named } from '#workflows/code/model.ts';
import { templatesOf } from '#workflows/code/rules.ts';
import type { Facts } from '../facts.ts';
import { type FileImport, IMPORTS } from './facts.ts';
import { words } from './words.ts';

/** Each name that the practice does not have, and what stands for it here (WF-162). */
export const Unresolved = ({ one, facts }: { one: FileImport; facts: Facts }) => {
  const client = useQueryClient();
  const [fault, setFault] = useState<unknown>();
  const choose = async (key: string, to: string | null) => {
    const said = one.unresolved.map((each) => [keyOf(each), keyOf(each) === key ? to : each.to] as const);
    const mapping = Object.fromEntries(said.filter(([, value]) => value !== null));
    setFault(undefined);
    try {
      const now = await api.put<FileImport>(`${IMPORTS}/${one.id}/mapping`, { mapping });
      client.setQueryData([`${IMPORTS}/${one.id}`, {}], now);
    } catch (no) {
      setFault(no);
    }
  };
  return (
    <section aria-labelledby="unresolved">
      <h2 id="unresolved">{words.unresolved}</h2>
      <p className="caption">{words.unresolved_hint}</p>
      <div className="code-names">
        {one.unresolved.map((each) => (
          <Select
            key={keyOf(each)}
            label={words.stands_for(words.kinds[each.kind], each.name)}
            description={placeOf(each.at, one)}
            placeholder={words.choose_one}
            searchable
            clearable
            data={choicesOf(each.kind, facts)}
            value={each.to}
            onChange={(to) => void choose(keyOf(each), to)}
          />
        ))}
      </div>
      {fault !== undefined && (
        <p className="refusal" role="alert">
          {sentenceOf(fault)}
        </p>
      )}
    </section>
  );
};

const keyOf = ({ kind, name }: { kind: string; name: string }): string => `${kind}:${name}`;

const placeOf = (at: string, { content }: FileImport): string => {
  const step = /^\/steps\/(\d+)/.exec(at)?.[1];
  return step === undefined ? words.at_settings : words.at(content.steps[Number(step)]?.title ?? '');
};

interface Choice {
  value: string;
  label: string;
}

const choicesOf = (kind: Named, facts: Facts): Choice[] => {
  switch (kind) {
    case 'member':
      return facts.members.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }));
    case 'role':
      return facts.roles.map(({ id, name }) => ({ value: id, label: name }));
    case 'tag':
      return facts.tags.map(({ id, name }) => ({ value: id, label: name }));
    case 'email_template':
    case 'sms_template':
      return templatesOf(facts, kind).map(({ id, name }) => ({ value: id, label: name }));
    case 'workflow':
      return facts.workflows.filter(({ archived }) => !archived).map(({ key, name }) => ({ value: key, label: name }));
    case 'form':
      return facts.forms.filter(({ archived }) => !archived).map(({ key, title }) => ({ value: key, label: title }));
    default:
      return kind satisfies never;
  }
};
