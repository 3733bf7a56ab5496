/** What the sections of the settings are called, and what each holds (PL-172). */
export const words = {
  settings: 'Settings',
  sections: {
    practice: ['Practice', 'Name, country, time zone, currency'],
    calendar: ['Calendar', 'Working days, holidays, when work starts'],
    members: ['Members', 'Who works here, as what, and since when'],
    roles: ['Roles', 'What each role sees and may change; your own roles'],
    security: ['Security', 'Second factor, sessions, how long the audit is kept'],
    keys: ['Keys', 'Keys for programs, of members and of services'],
    delegations: ['Deputies', 'Who stands in for whom, and when'],
    fields: ['Fields', 'What you want to know of prospects, clients and employees'],
    tags: ['Tags', 'Labels that group records'],
    templates: ['Templates', 'The wording of e-mails and text messages'],
    forms: ['Forms', 'What clients and employees are asked on a page of their own'],
    inbox: ['Inbox', 'Mail, senders, triage rules, categories, and how items behave'],
    profiles: ['Document profiles', 'How documents are approved and reach the client'],
    letters: ['Letter templates', 'Word files that letters to clients are written on'],
    channels: ['Channels', 'How e-mails and texts leave, their limits, and whether they work'],
    suppressions: ['Suppressions', 'Addresses and numbers that must not be written to'],
    audit: ['Audit', 'Everything that happened, sealed'],
    system: ['System', 'Health, downtimes, versions'],
  },
  /** The pages of the inbox, in the order in which a mail meets them. */
  inbox: {
    mail: 'Mail',
    senders: 'Senders',
    triage: 'Triage rules',
    categories: 'Categories',
    people: 'Alerts & assignments',
    items: 'Items & decisions',
  },
  in: (section: string, page: string) => `${section} › ${page}`,
} as const;
