import type { Facts } from '#kernel/decision/model.ts';

const said = ({ addresses }: Facts): string => {
  const now = addresses?.[1];
  return Array.isArray(now) ? (now.length ? `: ${now.join(', ')}` : ': nobody') : '';
};

/** Whom the inbox alerts, as the audit says it behind the actor's name (PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'inbox_alerts.made': (facts) => `said whom the inbox alerts${said(facts)}`,
  'inbox_alerts.changed': (facts) => `changed whom the inbox alerts${said(facts)}`,
  'inbox_alerts.undone': () => 'took a change of the alert addresses back',
};
