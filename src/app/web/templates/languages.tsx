import { Button, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Form } from '#kernel/ui/form/form.tsx';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import { isLocale } from '#messages/fields/variants.ts';
import type { VariantFault } from '#messages/templates/model.ts';
import { languageName } from './data.ts';
import { blankVariant, type Wording } from './use-wording.ts';
import { words } from './words.ts';

interface LanguagesProps {
  wording: Wording;
  faults: readonly VariantFault[];
  may_write: boolean;
}

/** The languages a template is written in, one at a time; which is the default, one more, one less. */
export const Languages = ({ wording, faults, may_write }: LanguagesProps) => {
  const [adding, setAdding] = useState(false);
  const { content, variant, show } = wording;
  const acts = useLanguageActs(wording);
  return (
    <div className="languages">
      <div role="tablist" aria-label={words.language_tabs}>
        {content.variants.map(({ locale }) => (
          <button
            key={locale}
            type="button"
            role="tab"
            aria-selected={locale === variant.locale}
            data-faulty={faults.some((fault) => fault.locale === locale) || undefined}
            onClick={() => show(locale)}
          >
            {languageName(locale)}
            {content.variants.length > 1 && locale === content.default_locale && (
              <span className="caption"> {words.standard}</span>
            )}
          </button>
        ))}
      </div>
      {may_write && (
        <>
          <Button
            variant="subtle"
            color="gray"
            leftSection={<Plus size={16} strokeWidth={1.5} />}
            onClick={() => setAdding(true)}
          >
            {words.add_language}
          </Button>
          {acts.length > 0 && <RowMenu name={languageName(variant.locale)} acts={acts} />}
        </>
      )}
      {adding && <AddLanguage wording={wording} close={() => setAdding(false)} />}
    </div>
  );
};

const useLanguageActs = ({ content, variant, setContent, put }: Wording): Act[] => {
  if (content.variants.length < 2 || variant.locale === content.default_locale) return [];
  const remove = async () => {
    const name = languageName(variant.locale);
    const asked = { title: words.remove_title(name), consequence: words.remove_text, verb: words.remove_language };
    if (!(await confirm({ ...asked, danger: true }))) return;
    put({ ...content, variants: content.variants.filter((one) => one !== variant) });
  };
  return [
    { id: 'default', label: words.make_default, run: () => setContent({ ...content, default_locale: variant.locale }) },
    { id: 'remove', label: words.remove_language, danger: true, run: remove },
  ];
};

const AddLanguage = ({ wording, close }: { wording: Wording; close: () => void }) => {
  const { content, variant, setContent, show } = wording;
  const form = useForm({
    initialValues: { locale: '' },
    validate: {
      locale: (locale) =>
        !isLocale(locale.trim())
          ? words.language_bad
          : content.variants.some((one) => one.locale === locale.trim())
            ? words.language_twice
            : null,
    },
  });
  const add = async ({ locale }: { locale: string }) => {
    // the wording one is looking at is the text to translate
    const more = { ...blankVariant(locale.trim()), subject: variant.subject, body: variant.body };
    setContent({ ...content, variants: [...content.variants, more] });
    show(more.locale);
    close();
  };
  return (
    <Modal opened onClose={close} title={words.add_language} size={400} closeButtonProps={{ 'aria-label': kit.close }}>
      <Form form={form} verb={words.add} submit={add} cancel={close} free>
        <TextInput
          label={words.language}
          description={words.language_hint}
          maxLength={35}
          data-autofocus
          {...form.getInputProps('locale')}
        />
      </Form>
    </Modal>
  );
};
