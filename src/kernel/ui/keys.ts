import { useEffect, useRef, useSyncExternalStore } from 'react';

/** `j`, `?`, `Enter`, `Space`, `g c` (a sequence), `mod+k` (Ctrl or ⌘), `Alt+ArrowUp`. */
export interface Key {
  key: string;
  /** What the key sheet and the palette call it: «Next row». */
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Heading on the sheet; without one the key belongs to this page. */
  group?: string;
  /** Also while a dialog is open. */
  always?: boolean;
}

type Layer = { current: readonly Key[] };
let layers: readonly Layer[] = [];
let listeners: readonly (() => void)[] = [];
let begun = '';
let begunAt = 0;
const SEQUENCE_MS = 1200;

const tell = () => {
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void) => {
  listeners = [...listeners, listener];
  return () => {
    listeners = listeners.filter((l) => l !== listener);
  };
};

/**
 * Keys that live as long as the component. The newest of two equal keys wins; none runs while someone types.
 * @example useKeys([{ key: 'j', label: 'Next row', run: next }, { key: 'g c', label: 'Clients', run: go, group: 'Go to' }]);
 */
export const useKeys = (keys: readonly Key[]): void => {
  const layer = useRef(keys);
  layer.current = keys;
  const labels = keys.map((k) => k.key + k.label).join('\n');
  useEffect(() => {
    layers = [...layers, layer];
    tell();
    return () => {
      layers = layers.filter((l) => l !== layer);
      tell();
    };
  }, []);
  // the sheet is told when the words change, not at each render
  useEffect(tell, [labels]);
};

/** Every key that works now, the newest first, each once: for the sheet. */
export const useLiveKeys = (): readonly Key[] => {
  useSyncExternalStore(subscribe, () => layers);
  const seen = new Set<string>();
  return layers
    .toReversed()
    .flatMap((layer) => layer.current)
    .filter((k) => !seen.has(k.key) && seen.add(k.key));
};

const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=textbox]';
const PRESSABLE = 'button, summary, a, input, [role=button], [role=menuitem], [role=option], [role=tab], [role=switch]';
const FLOATING = '[aria-modal=true], [role=menu], [role=listbox]';

/** The name of what was pressed, as `Key.key` writes it. */
export const nameOf = (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string => {
  const key = event.key === ' ' ? 'Space' : event.key;
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : '';
  const alt = event.altKey ? 'Alt+' : '';
  const shift = event.shiftKey && key.length > 1 ? 'Shift+' : '';
  return mod + alt + shift + (key.length === 1 && (mod || alt) ? key.toLowerCase() : key);
};

const find = (name: string, always: boolean): Key | undefined =>
  layers
    .toReversed()
    .flatMap((layer) => layer.current)
    .find((k) => k.key === name && (!always || k.always));

const begins = (name: string): boolean =>
  layers.some((layer) => layer.current.some((k) => k.key.startsWith(`${name} `)));

/** True when the browser itself does something better with this key here. */
const nativeFirst = (target: Element | null, name: string): boolean => {
  if (!target) return false;
  if (target.closest(TYPING)) return !name.startsWith('mod+') && name !== 'Escape';
  if (name === 'Enter') return !!target.closest(PRESSABLE);
  if (name === 'Space') return !!target.closest(PRESSABLE) && !target.closest('a');
  return false;
};

const onKeyDown = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  const target = event.target instanceof Element ? event.target : null;
  if (nativeFirst(target, name)) return;
  const floating = !!document.querySelector('[aria-modal=true]') || !!target?.closest(FLOATING);
  const sequence = begun && event.timeStamp - begunAt < SEQUENCE_MS ? `${begun} ${name}` : '';
  const hit = (sequence && find(sequence, floating)) || find(name, floating);
  begun = '';
  if (hit) {
    event.preventDefault();
    hit.run(event);
  } else if (!floating && begins(name)) {
    begun = name;
    begunAt = event.timeStamp;
  }
};

if (typeof window !== 'undefined') window.addEventListener('keydown', onKeyDown);
