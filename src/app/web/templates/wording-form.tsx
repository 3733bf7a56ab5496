import { Checkbox, Switch } from '@mantine/core';
import { useState } from 'react';
import { plainCharacters, smsLength } from '#messages/fields/sms.ts';
import type { Merge } from './data.ts';
import { holdsTable } from './markup.ts';
import { PlainText } from './plain-text.tsx';
import { RichText } from './rich-text.tsx';
import { SmsCount } from './sms-count.tsx';
import type { Wording } from './use-wording.ts';
import { words } from './words.ts';

interface FormProps {
  wording: Wording;
  merge: Merge;
}

/** Subject and text of one language of an e-mail, and what is done with it when it leaves. */
export const MailForm = ({ wording, merge }: FormProps) => {
  const { variant, change, content, setContent, brought } = wording;
  return (
    <>
      <PlainText
        line
        label={words.subject}
        value={variant.subject ?? ''}
        merge={merge}
        change={(subject) => change({ subject })}
      />
      <MailBody key={`${variant.locale} ${brought}`} wording={wording} merge={merge} />
      {variant.text !== null && (
        <PlainText label={words.by_hand_label} value={variant.text} merge={merge} change={(text) => change({ text })} />
      )}
      <div className="template-switches">
        <Checkbox
          label={words.signature}
          checked={content.signature}
          onChange={({ currentTarget: { checked } }) => setContent({ ...content, signature: checked })}
        />
        <Checkbox
          label={words.by_hand}
          checked={variant.text !== null}
          onChange={({ currentTarget: { checked } }) => change({ text: checked ? '' : null })}
        />
      </div>
    </>
  );
};

/** Drawn as it will look, or as HTML where one wants to see every sign. */
const MailBody = ({ wording: { variant, change }, merge }: FormProps) => {
  const table = holdsTable(variant.body);
  const [html, setHtml] = useState(table);
  const body = (to: string) => change({ body: to });
  return (
    <div className="mail-body">
      <div className="mail-body-head">
        <span className="mail-body-label" aria-hidden>
          {html ? words.html_label : words.body}
        </span>
        <Switch
          size="xs"
          label={words.html}
          checked={html}
          disabled={table}
          onChange={({ currentTarget: { checked } }) => setHtml(checked)}
        />
      </div>
      {table && <p className="caption">{words.table_note}</p>}
      {html ? (
        <PlainText code label={words.html_label} value={variant.body} merge={merge} change={body} />
      ) : (
        <RichText html={variant.body} merge={merge} change={body} />
      )}
    </div>
  );
};

/** Fields and conditions: what they will add is not known while one types. */
const BRACES = /\{\{.*?\}\}|\{%.*?%\}/gs;

/** A text message: plain words, counted while they are typed (ME-28). */
export const SmsForm = ({ wording: { variant, change }, merge }: FormProps) => (
  <>
    <PlainText label={words.body} value={variant.body} merge={merge} change={(body) => change({ body })} />
    <SmsCount length={smsLength(plainCharacters(variant.body.replace(BRACES, '')))} before />
  </>
);
