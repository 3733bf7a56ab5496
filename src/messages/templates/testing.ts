interface Written {
  channel?: 'email' | 'sms';
  name: string;
  subject?: string | null;
  body: string;
}

/** A new template of workflows for tests: in English, unsigned. */
export const writtenTemplate = ({ channel = 'email', name, subject = null, body }: Written) => ({
  channel,
  module: 'workflows' as const,
  name,
  purpose: null,
  content: {
    default_locale: 'en',
    signature: false,
    send_without_pdf: false,
    variants: [{ locale: 'en', subject, body, text: null }],
  },
});
