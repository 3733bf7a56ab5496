import { RichTextEditor } from '@mantine/tiptap';
import { NodeSelection } from '@tiptap/pm/state';
import { type Editor, useEditor, useEditorState } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { Braces } from 'lucide-react';
import { useState } from 'react';
import { readExpression, writeExpression } from '#messages/fields/expression.ts';
import { respelled } from '#messages/fields/spellings.ts';
import { ChipBar } from './chip-bar.tsx';
import { type Merge, sayField } from './data.ts';
import { FieldNode } from './field-node.ts';
import { FieldPicker } from './field-picker.tsx';
import { fromEditor, toEditor } from './markup.ts';
import { words } from './words.ts';
import '@mantine/tiptap/styles.layer.css';

interface RichTextProps {
  /** Only where it begins; another text needs another `key`. */
  html: string;
  merge: Merge;
  change: (html: string) => void;
}

/** The body of an e-mail: what may stand in one, fields as chips, `{{` opens the picker (ME-7, ME-10). */
export const RichText = ({ html, merge, change }: RichTextProps) => {
  const [picking, setPicking] = useState<'typed' | 'asked'>();
  const editor = useEditor({
    extensions: [KIT, FieldNode.configure({ say: chipWords(merge) })],
    content: toEditor(html),
    injectCSS: false,
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': words.body },
      transformPastedHTML: (pasted) => toEditor(respelled(pasted)),
      transformPastedText: (pasted) => respelled(pasted),
    },
    onUpdate: ({ editor: now }) => {
      change(fromEditor(now.getHTML()));
      if (typedBraces(now)) setPicking('typed');
    },
  });
  const chip = useEditorState({ editor, selector: ({ editor: now }) => now && chipOf(now) });
  const insert = (name: string) => {
    const at = editor.state.selection.from;
    const clear =
      picking === 'typed'
        ? editor
            .chain()
            .focus()
            .deleteRange({ from: at - 2, to: at })
        : editor.chain().focus();
    clear.insertContent([{ type: 'field', attrs: { inside: name } }]).run();
    setPicking(undefined);
  };
  return (
    <>
      {/* the same class, told apart by its two sets of types */}
      <RichTextEditor editor={editor as never} className="rich-text" labels={LABELS}>
        <Toolbar pick={() => setPicking('asked')} />
        {chip && (
          <ChipBar
            inside={chip.inside}
            merge={merge}
            change={(to) => setChip(editor, chip.at, to)}
            remove={() => takeOut(editor)}
          />
        )}
        <RichTextEditor.Content />
      </RichTextEditor>
      {picking && <FieldPicker merge={merge} pick={insert} close={() => back(editor, setPicking)} />}
    </>
  );
};

const Toolbar = ({ pick }: { pick: () => void }) => (
  <RichTextEditor.Toolbar aria-label={words.toolbar} role="toolbar">
    <RichTextEditor.ControlsGroup>
      <RichTextEditor.Bold />
      <RichTextEditor.Italic />
      <RichTextEditor.H2 />
      <RichTextEditor.BulletList />
      <RichTextEditor.OrderedList />
      <RichTextEditor.Link />
    </RichTextEditor.ControlsGroup>
    <RichTextEditor.Control onClick={pick} className="insert-field" aria-label={words.insert} title={words.insert}>
      <Braces size={16} strokeWidth={1.5} aria-hidden /> {words.insert}
    </RichTextEditor.Control>
  </RichTextEditor.Toolbar>
);

const KIT = StarterKit.configure({
  heading: { levels: [1, 2, 3] },
  blockquote: false,
  code: false,
  codeBlock: false,
  horizontalRule: false,
  strike: false,
  underline: false,
  link: {
    openOnClick: false,
    autolink: false,
    HTMLAttributes: { target: null, rel: null },
    isAllowedUri: (address) => /^(https?:|mailto:|tel:|\{\{)/i.test(address),
  },
});

const LABELS = {
  boldControlLabel: words.bold,
  italicControlLabel: words.italic,
  h2ControlLabel: words.heading,
  bulletListControlLabel: words.bullets,
  orderedListControlLabel: words.numbers,
  linkControlLabel: words.link,
};

const chipWords = (merge: Merge) => (inside: string) => {
  const read = readExpression(inside);
  const field = merge.fields.find(({ name }) => name === read?.name);
  const label = field ? sayField(field) : inside;
  return { label: read?.fallback ? `${label} / ${read.fallback}` : label, known: !!field };
};

const typedBraces = (editor: Editor): boolean => {
  const { from, empty } = editor.state.selection;
  return empty && from > 2 && editor.state.doc.textBetween(from - 2, from, '\n', ' ') === '{{';
};

const chipOf = ({ state: { selection } }: Editor) =>
  selection instanceof NodeSelection && selection.node.type.name === 'field'
    ? { inside: selection.node.attrs.inside as string, at: selection.from }
    : null;

const setChip = (editor: Editor, at: number, expression: Parameters<typeof writeExpression>[0]) =>
  editor.commands.command(({ tr }) => {
    tr.setNodeMarkup(at, undefined, { inside: writeExpression(expression).slice(3, -3) });
    tr.setSelection(NodeSelection.create(tr.doc, at));
    return true;
  });

const takeOut = (editor: Editor) => editor.chain().focus().deleteSelection().run();

const back = (editor: Editor, set: (to: undefined) => void) => {
  set(undefined);
  editor.commands.focus();
};
