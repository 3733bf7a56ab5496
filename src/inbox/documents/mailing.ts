import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { channelOf } from '#messages/channels/store.ts';
import { canLink } from '#messages/links/store.ts';
import { blankMessage } from '#messages/outbox/blank.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { DocumentRoomState } from './model.ts';

/** How keys of mails begin that take a document to its client. */
export const APPROVAL = 'approval:';

export interface Mailing {
  /** The member who sends it. */
  author: Id | undefined;
  /** By its profile, not by hand (IN-115). */
  automatic: boolean;
  /** Of the practice, by `practiceSender`. */
  sender: ReturnType<typeof senderOf>;
  /** PUBLIC_URL, where links to files would lead (ME-30). */
  publicUrl: string;
}

export const practiceSender = async (desk: Desk) => senderOf(await channelOf(desk, 'email'), desk.practice.name);

/** What writes the mail of a document whose e-mail is about to leave, with its file, to the address that its rule named (IN-113). */
export const mailing = (state: DocumentRoomState, { author, automatic, sender, publicUrl }: Mailing) => {
  const { letter, around, document } = state;
  const { client } = around;
  const { id: _, version: __, attachments: ___, ...blank } = blankMessage('');
  const { subject, html, body, used, template_id, template_version, locale, sent_to, message_id } = letter!;
  const message = {
    ...blank,
    class: 'service' as const,
    channel: 'email' as const,
    key: `${APPROVAL}${document.item_id ?? document.id}:${message_id}`,
    automatic,
    item_id: document.item_id,
    author_id: author ?? null,
    subject_kind: 'person' as const,
    subject_id: client!.id,
    client_id: client!.id,
    recipients: [{ address: sent_to!, name: client!.name, record: { kind: 'person' as const, id: client!.id } }],
    from_name: sender.name,
    from_address: sender.address,
    subject,
    html,
    body,
    used,
    template_id,
    template_version,
    locale,
  };
  return { do: 'write' as const, message, along: { files: state.files, can_link: canLink(publicUrl) } };
};
