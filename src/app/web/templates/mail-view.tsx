import { createElement, type ReactNode, useMemo } from 'react';

const SHOWN = [
  'P',
  'BR',
  'H1',
  'H2',
  'H3',
  'UL',
  'OL',
  'LI',
  'STRONG',
  'EM',
  'TABLE',
  'THEAD',
  'TBODY',
  'TR',
  'TH',
  'TD',
];

/** An e-mail's HTML as elements of ours: what is not allowed in a mail does not come in, and links lead nowhere here. */
export const MailView = ({ html }: { html: string }) => {
  const parts = useMemo(() => drawn(new DOMParser().parseFromString(html, 'text/html').body), [html]);
  return <div className="mail-view">{parts}</div>;
};

const drawn = (parent: Node): ReactNode[] =>
  [...parent.childNodes].map((node, at) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    const element = node as Element;
    if (element.tagName === 'BR') return <br key={at} />;
    if (element.tagName === 'A')
      return (
        <span key={at} className="mail-link" title={element.getAttribute('href') ?? ''}>
          {drawn(element)}
        </span>
      );
    if (!SHOWN.includes(element.tagName)) return drawn(element);
    // headings of a mail are no headings of this page
    const heading = /^H(\d)$/.exec(element.tagName)?.[1];
    return heading
      ? createElement('p', { key: at, className: `mail-h${heading}` }, drawn(element))
      : createElement(element.tagName.toLowerCase(), { key: at }, drawn(element));
  });
