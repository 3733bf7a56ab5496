import type { Facts, Json } from '#kernel/decision/model.ts';

/** What happened to a document and its e-mail, as a timeline says it behind the actor's name (IN-151). */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'document.added': ({ title }) => `added the document${said(title?.[1])}`,
  'document.changed': (facts) =>
    `changed ${
      Object.keys(facts)
        .filter((field) => field !== 'state' && field !== 'failure')
        .map((field) => FIELDS[field] ?? `the ${field}`)
        .join(', ') || 'the document'
    }`,
  'document.failed': ({ failure }) => `could not process it${said(failure?.[1])}`,
  'document.sent_for_approval': () => 'sent it for approval',
  'document.processed': () => 'processed it',
  'document.filed': () => 'filed it',
  'document.removed': () => 'removed the document',
  'document.reopened': () => 'made it wait for approval again',
  'document.followed': () => 'followed its client to the record it was united with',
  'document.withdrawn': () => 'took its request for approval back',
  'document.resubmitted': () => 'sent it for approval again',
  'document.bounced': ({ not_told }) => `marked it «Client not notified»${said(not_told?.[1])}`,
  'document.undone': () => 'took a change back',
  'document.not_delivered': ({ not_told }) => `could not tell the client${said(not_told?.[1])}`,
  'client_delivery.made': (facts) => sayDelivery(facts),
  'client_delivery.changed': (facts) => sayDelivery(facts),
  'document.client_told': () => 'noted that the client has it',
  'correspondence.drafted': ({ kind }) => `drafted its ${kind?.[1] === 'letter' ? 'letter' : 'e-mail'}`,
  'correspondence.saved': ({ subject }) => `changed the text to the client${said(subject?.[1])}`,
  'correspondence.readdressed': ({ other_to, other_to_because }) =>
    typeof other_to?.[1] === 'string'
      ? `lets the e-mail go to ${other_to[1]} instead${said(other_to_because?.[1])}`
      : 'lets the e-mail go to the client’s own address again',
  'correspondence.sending': ({ sent_to }) =>
    `sends the e-mail${typeof sent_to?.[1] === 'string' ? ` to ${sent_to[1]}` : ''}`,
  'correspondence.sent': () => 'sent the e-mail',
  'correspondence.kept': () => 'kept the e-mail as a draft, as it was not sent',
  'correspondence.removed': () => 'removed the text to the client, as the document was not approved',
  'correspondence.restored': () => 'put the text to the client back',
  'correspondence.printed': () => 'marked its letter as printed',
  'correspondence.signed': ({ signed }) => {
    const { name, signature_id } = (signed?.[1] ?? {}) as { name?: string; signature_id?: string | null };
    return `put ${signature_id ? 'the signature' : 'the name'} of ${name ?? 'the approver'} under its letter`;
  },
  'correspondence.taken': ({ as, by }) =>
    `took its letter as ${String(as?.[1] ?? '')}${by?.[1] ? `, made by ${by[1] === 'built-in layout' ? 'the ' : ''}${String(by[1])}` : ''}`,
};

const METHODS: Readonly<Record<string, string>> = {
  email: 'get documents by e-mail',
  letter: 'get documents by letter',
  none: 'get no documents',
};

const sayDelivery = ({ method, approve_everything }: Facts): string =>
  [
    ...(method ? [`let them ${METHODS[String(method[1])] ?? 'get documents as the profile says'}`] : []),
    ...(approve_everything
      ? [
          approve_everything[1]
            ? 'had all of their documents approved'
            : 'let profiles say which of their documents are approved',
        ]
      : []),
  ].join(' and ');

const FIELDS: Readonly<Record<string, string>> = {
  client_id: 'the client',
  profile_id: 'the profile',
  expected_amount: 'the expected amount',
};

const said = (text: Json | undefined): string => (typeof text === 'string' && text ? `: «${text}»` : '');
