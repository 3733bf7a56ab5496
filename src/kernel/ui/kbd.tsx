import './small.css';

const NAMES: Readonly<Record<string, string>> = { Enter: '↵', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };
const onMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

const readable = (part: string): string => (part === 'mod' ? (onMac ? '⌘' : 'Ctrl') : (NAMES[part] ?? part));

/** A key or a sequence as one would press it. @example <Kbd>mod+k</Kbd> <Kbd>g c</Kbd> */
export const Kbd = ({ children }: { children: string }) => (
  <span className="kbd-keys">
    {children.split(' ').map((press, at) => (
      // a sequence never changes its order
      <kbd key={at} className="kbd">
        {press
          .split(/\+(?=.)/)
          .map((part, _at, all) => (all.length > 1 && part.length === 1 ? part.toUpperCase() : readable(part)))
          .join(' ')}
      </kbd>
    ))}
  </span>
);
