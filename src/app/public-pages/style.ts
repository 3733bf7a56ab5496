/** The look of public pages: paper and ink, one column, one thing to do. */
export const STYLE = `
:root { --ground: #fbfaf7; --line: #e8e5de; --ink: #1d1c1a; --quiet: #6b675f; --accent: #1f6f54; --on-accent: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #121412; --line: #2a2e2a; --ink: #eceae4; --quiet: #a5a197; --accent: #5fc3a0; --on-accent: #10211a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 450 16px/24px "Inter Variable", Inter, system-ui, sans-serif; }
main { max-width: 520px; margin: 0 auto; padding: 12vh 20px 48px; overflow-wrap: anywhere; }
h1 { margin: 0 0 12px; font-size: 24px; line-height: 32px; font-weight: 600; text-wrap: balance; }
p { margin: 0 0 16px; }
.practice { margin-bottom: 24px; padding-bottom: 12px; border-bottom: 1px solid var(--line); font-weight: 600; }
.quiet { margin-top: 24px; color: var(--quiet); font-size: 14px; line-height: 20px; }
form { margin: 24px 0 0; }
button { min-height: 44px; padding: 0 20px; border: 1px solid transparent; border-radius: 6px; background: var(--accent);
  color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
button.second { border-color: var(--quiet); background: transparent; color: var(--ink); }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;
