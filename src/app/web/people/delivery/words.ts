import type { Delivery } from '#inbox/documents/model.ts';

/** What a client's page says of how documents reach them (PL-172). */
export const words = {
  title: 'Documents',
  methods: {
    email: 'Documents go by e-mail',
    letter: 'Documents go by letter',
    none: 'Documents are not sent',
  } satisfies Record<Delivery, string>,
  as_profile: 'Documents go as their profile says',
  everything: 'All of their documents need approval',
  by_profile: 'Profiles say which need approval',
  change: 'Change delivery',
  sheet_title: (name: string) => `Documents of ${name}`,
  method: 'Delivery',
  choices: { email: 'E-mail', letter: 'Letter', none: 'Nothing is sent' } satisfies Record<Delivery, string>,
  choice_profile: 'As the profile says',
  everything_label: 'Approve everything',
  everything_hint: 'Each of their documents needs approval, whatever its profile and its amount say.',
  save: 'Save changes',
  saved: (name: string) => `Saved how documents reach ${name}`,
};
