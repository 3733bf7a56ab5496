/** How other products write our fields (ME-19). */
const SPELLED: Readonly<Record<string, string>> = {
  customer_first_name: 'client.first_name',
  customer_last_name: 'client.last_name',
  customer_id_number: 'client.id_number',
  billing_address: 'client.billing_address',
};

/** A text with the spellings of other products turned into ours; what is none of them stays as it is (ME-19). */
export const respelled = (text: string): string =>
  text
    .replace(/(?<!\{)\{([A-Za-z_]+)\}(?!\})/g, (whole, name: string) => {
      const ours = SPELLED[name.toLowerCase()];
      return ours ? `{{ ${ours} }}` : whole;
    })
    .replace(/(?<!\{)\{Billing_Contact_#([1-9])_Full[ _]Name\}(?!\})/gi, '{{ billing_contact.$1.full_name }}')
    .replace(/\{\{.*?\}\}|\{%.*?%\}/gs, (inside) =>
      inside.replace(/(["']).*?\1|\b(customer|business)(?=\.)/g, (word) =>
        word === 'customer' ? 'client' : word === 'business' ? 'practice' : word,
      ),
    );
