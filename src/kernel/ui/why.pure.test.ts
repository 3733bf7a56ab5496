import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { WhyLines } from './why.tsx';

test('PL-190 in the sentences of «Why» marks within marks are single ones', () => {
  const groups = [{ label: 'When', lines: [{ says: 'Begins after «Review «Post the books»».' }] }];
  expect(renderToStaticMarkup(createElement(WhyLines, { groups }))).toContain(
    'Begins after «Review ‹Post the books›».',
  );
});
