import { Node } from '@tiptap/react';

interface FieldOptions {
  /** What a chip says, and whether there is such a field. */
  say: (inside: string) => { label: string; known: boolean };
}

/** A merge field in the text: one chip that moves and goes as a whole. `inside` is what stands between the braces. */
export const FieldNode = Node.create<FieldOptions>({
  name: 'field',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  addOptions: () => ({ say: (inside) => ({ label: inside, known: true }) }),
  addAttributes: () => ({
    inside: { default: '', parseHTML: (element: HTMLElement) => element.getAttribute('data-field') ?? '' },
  }),
  parseHTML: () => [{ tag: 'span[data-field]' }],
  renderHTML: ({ node }) => ['span', { 'data-field': node.attrs.inside }, `{{ ${node.attrs.inside} }}`],
  renderText: ({ node }) => `{{ ${node.attrs.inside} }}`,
  addNodeView() {
    const { say } = this.options;
    return ({ node }) => {
      const dom = document.createElement('span');
      const { label, known } = say(node.attrs.inside as string);
      dom.className = 'field-chip';
      dom.textContent = label;
      if (!known) dom.dataset.unknown = 'true';
      return { dom };
    };
  },
});
