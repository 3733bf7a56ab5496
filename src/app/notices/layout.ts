import { escapeHtml } from '#messages/fields/html.ts';
import type { Sheet } from './letter.ts';
import type { Line } from './model.ts';

/**
 * How our own mails look: paper and ink, one column, one thing to press. Tables and styles in the elements, since that is what
 * mail programs read; the style sheet only adds the dark side.
 */

const FONT = "font-family:'Inter Variable',Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = '#1d1c1a';
const QUIET = '#6b675f';
const LINE = '#e8e5de';
const ACCENT = '#1f6f54';
const LATE = '#a3271b';

const DARK = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .ground { background: #121412 !important; }
  .sheet { background: #191c19 !important; border-color: #2a2e2a !important; }
  .ink { color: #eceae4 !important; }
  .quiet { color: #a5a197 !important; }
  .late { color: #f0907f !important; }
  .line { border-color: #2a2e2a !important; }
  .link { color: #5fc3a0 !important; }
  .press { background: #5fc3a0 !important; color: #10211a !important; }
}
@media (max-width: 480px) { .sheet { padding: 20px 16px 24px !important; } .outer { padding: 12px 8px !important; } }`;

export const htmlLetter = (sheet: Sheet, publicUrl: string): string => {
  const to = (path: string) => escapeHtml(`${publicUrl}${path}`);
  const { practice, title, lead, parts, act, foot, settings } = sheet;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title><style>${DARK}</style></head>
<body class="ground" style="margin:0;background:#fbfaf7;${FONT}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td class="outer" align="center" style="padding:24px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px"><tr>
<td class="sheet" style="background:#fff;border:1px solid ${LINE};border-radius:6px;padding:28px 32px 32px">
<p class="quiet" style="margin:0 0 20px;font-size:13px;line-height:18px;color:${QUIET}">${escapeHtml(practice)}</p>
<h1 class="ink" style="margin:0 0 4px;font-size:20px;line-height:28px;font-weight:600;color:${INK}">${escapeHtml(title)}</h1>
${lead ? `<p class="quiet" style="margin:0;font-size:14px;line-height:20px;color:${QUIET}">${escapeHtml(lead)}</p>` : ''}
${parts.map((part) => htmlPart(part, to)).join('\n')}
<p style="margin:28px 0 0"><a class="press" href="${to(act.url)}" style="display:inline-block;padding:11px 20px;border-radius:6px;background:${ACCENT};color:#fff;font-size:14px;line-height:20px;font-weight:600;text-decoration:none">${escapeHtml(act.words)}</a></p>
</td></tr><tr><td style="padding:16px 4px">
<p class="quiet" style="margin:0;font-size:12px;line-height:18px;color:${QUIET}">${escapeHtml(foot)} <a class="quiet" href="${to(settings.url)}" style="color:${QUIET}">${escapeHtml(settings.words)}</a></p>
</td></tr></table></td></tr></table></body></html>`;
};

type To = (path: string) => string;

const htmlPart = ({ title, lines, more }: Sheet['parts'][number], to: To): string => `
${title ? `<h2 class="ink" style="margin:28px 0 6px;font-size:14px;line-height:20px;font-weight:600;color:${INK}">${escapeHtml(title)}</h2>` : '<div style="height:16px"></div>'}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
${lines.map((line) => htmlLine(line, to)).join('\n')}
${more ? `<tr><td class="line" colspan="2" style="padding:9px 0;border-top:1px solid ${LINE};font-size:14px;line-height:20px"><a class="link" href="${to(more.url)}" style="color:${ACCENT}">${escapeHtml(more.words)}</a></td></tr>` : ''}
</table>`;

const htmlLine = ({ title, below, due, url }: Line, to: To): string => `<tr>
<td class="line" style="padding:9px 12px 9px 0;border-top:1px solid ${LINE};font-size:14px;line-height:20px">
<a class="ink" href="${to(url)}" style="color:${INK};text-decoration:underline;text-decoration-color:#bdb8ac;text-underline-offset:3px">${escapeHtml(title)}</a>
${below ? `<br><span class="quiet" style="font-size:13px;color:${QUIET}">${escapeHtml(below)}</span>` : ''}</td>
<td class="line ${due?.late ? 'late' : 'quiet'}" align="right" valign="top" style="padding:9px 0;border-top:1px solid ${LINE};white-space:nowrap;font-size:13px;line-height:20px;color:${due?.late ? LATE : QUIET}">${due ? escapeHtml(due.words) : ''}</td>
</tr>`;

export const textLetter = (sheet: Sheet, publicUrl: string): string => {
  const { practice, title, lead, parts, act, foot, settings } = sheet;
  const to = (path: string) => `${publicUrl}${path}`;
  const line = ({ title: words, below, due, url }: Line) =>
    [`- ${words}${due ? ` (${due.words})` : ''}`, below && `  ${below}`, `  ${to(url)}`].filter(Boolean).join('\n');
  const part = ({ title: head, lines, more }: Sheet['parts'][number]) =>
    [head, ...lines.map(line), more && `- ${more.words}: ${to(more.url)}`].filter(Boolean).join('\n');
  return [
    [title, practice].join('\n'),
    lead,
    ...parts.map(part),
    `${act.words}: ${to(act.url)}`,
    `${foot}\n${settings.words}: ${to(settings.url)}\n`,
  ]
    .filter(Boolean)
    .join('\n\n');
};
