/** What the page of a form adds to the look of public pages. */
export const FORM_STYLE = `
.unseen { position: absolute; left: -9999px; width: 1px; height: 1px; overflow: hidden; }
main.form { max-width: 600px; padding-top: 6vh; }
.form form { margin: 0; }
.intro { white-space: pre-line; }
.ask { margin: 0 0 28px; padding: 0; border: 0; min-width: 0; }
.ask > label:not(.choice), .ask > legend { display: block; padding: 0; margin-bottom: 4px; font-weight: 600; white-space: pre-line; }
.ask .optional { color: var(--quiet); font-weight: 450; }
.help { margin: 0 0 8px; color: var(--quiet); font-size: 14px; line-height: 20px; }
.said { margin: 0 0 8px; white-space: pre-line; }
.ask input:not([type=radio]):not([type=checkbox]), .ask textarea { display: block; width: 100%; min-height: 44px;
  padding: 9px 12px; border: 1px solid var(--edge); border-radius: 6px; background: var(--field); color: var(--ink);
  font: inherit; }
.ask textarea { min-height: 120px; resize: vertical; }
.ask input[type=file] { padding: 8px; }
.ask input:focus-visible, .ask textarea:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.choice { display: flex; align-items: flex-start; gap: 12px; min-height: 44px; padding: 10px 0; cursor: pointer; }
.choice input { width: 20px; height: 20px; margin: 2px 0 0; flex: none; accent-color: var(--accent); }
.wrong { margin: 6px 0 0; color: var(--red); font-weight: 600; font-size: 14px; line-height: 20px; }
.ask[data-wrong] input, .ask[data-wrong] textarea { border-color: var(--red); }
.notice { margin: 0 0 24px; padding: 12px 16px; border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 6px; }
.notice.bad { border-left-color: var(--red); }
.typed dt { margin-top: 12px; font-weight: 600; }
.typed dd { margin: 0; white-space: pre-line; }
.form h2 { margin: 24px 0 8px; font-size: 18px; line-height: 24px; }
.kept { margin: 0 0 8px; padding: 0; list-style: none; }
.kept li { padding: 4px 0; }
.ends { display: flex; flex-wrap: wrap; gap: 12px; }
:root { --edge: #8b877e; --field: #fff; --red: #a3262b; }
@media (prefers-color-scheme: dark) { :root { --edge: #7d817d; --field: #1a1d1a; --red: #ff9a94; } }
@media (max-width: 480px) { .ends button { width: 100%; } }
`;
