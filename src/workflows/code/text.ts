import { Document, isCollection, isMap, isPair, isScalar, type Node, Scalar } from 'yaml';
import type { Json } from '#kernel/decision/model.ts';
import type { Form } from './model.ts';

/** A written workflow as text: UTF-8, LF, the last line ended (WF-160). The same value is always the same text. */
export const asText = (written: Json, form: Form): string =>
  form === 'json' ? `${JSON.stringify(written, null, 2)}\n` : asYaml(written);

const asYaml = (written: Json): string => {
  const document = new Document(written, { aliasDuplicateObjects: false });
  dressed(document.contents as Node, true);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
};

/** What fits on one short line stands on one line; a text of several lines stands as a block. */
const dressed = (node: Node, top = false): void => {
  if (isScalar(node) && typeof node.value === 'string') {
    // a block cannot hold every text, and one that ends in white space would have to be counted
    const { value } = node;
    if (value.includes('\n') && value === value.trim() && BLOCK.test(value)) node.type = Scalar.BLOCK_LITERAL;
  }
  if (!isCollection(node)) return;
  for (const item of node.items) {
    const inside = isPair(item) ? item.value : item;
    if (inside) dressed(inside as Node);
  }
  node.flow = !top && isShort(node);
};

const BLOCK = /^[\t\n\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;
const SHORT = 90;

const isShort = (node: Node): boolean => {
  const text = JSON.stringify(node);
  return text.length <= SHORT && !text.includes('\\n') && leavesOnly(node);
};

/** At most one collection inside another, and no list of objects: those are read line by line. */
const leavesOnly = (node: Node): boolean => {
  if (!isCollection(node)) return true;
  return node.items.every((item) => {
    const inside = (isPair(item) ? item.value : item) as Node | null;
    return !inside || isScalar(inside) || (isMap(node) && isCollection(inside) && inside.items.every(isScalar));
  });
};
