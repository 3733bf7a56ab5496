import { Select, Textarea } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { ClientDataInput, clientData } from '#kernel/ui/form/client-data-input.tsx';
import { ADDRESS_KINDS } from '#people/fields/addresses.ts';
import { countryOptions } from '../../access/countries.ts';
import type { PersonForm } from './form-of.ts';
import { words } from './words.ts';

const BLANK = { kind: 'postal', lines: '', locality: '', region: '', postcode: '', country: null } as const;
const KINDS = ADDRESS_KINDS.map((value) => ({ value, label: words.address_kinds[value] }));

/** Postal, street and billing addresses. */
export const AddressesField = ({ form }: { form: PersonForm }) => {
  const { addresses, country } = form.values;
  return (
    <fieldset className="lines-field">
      <legend>{words.addresses}</legend>
      {addresses.map((address, at) => (
        // addresses have no id of their own and keep their order
        <div key={at} className="address">
          <div className="address-head">
            <Select
              aria-label={words.address_kind}
              allowDeselect={false}
              data={KINDS}
              {...form.getInputProps(`addresses.${at}.kind`)}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={words.take_away(words.address_kinds[address.kind])}
              title={words.take_away(words.address_kinds[address.kind])}
              onClick={() => form.removeListItem('addresses', at)}
            >
              <X />
            </button>
          </div>
          <Textarea
            label={words.lines}
            autosize
            minRows={2}
            maxRows={6}
            {...clientData}
            {...form.getInputProps(`addresses.${at}.lines`)}
          />
          <div className="pair">
            <ClientDataInput label={words.locality} {...form.getInputProps(`addresses.${at}.locality`)} />
            <ClientDataInput label={words.postcode} {...form.getInputProps(`addresses.${at}.postcode`)} />
          </div>
          <div className="pair">
            <ClientDataInput label={words.region} {...form.getInputProps(`addresses.${at}.region`)} />
            <Select
              label={words.country}
              searchable
              clearable
              data={countryOptions(country ? [country] : [])}
              {...form.getInputProps(`addresses.${at}.country`)}
            />
          </div>
        </div>
      ))}
      <button
        type="button"
        className="tool tool-words lines-add"
        onClick={() => form.insertListItem('addresses', { ...BLANK })}
      >
        <Plus />
        {words.add_address}
      </button>
    </fieldset>
  );
};
