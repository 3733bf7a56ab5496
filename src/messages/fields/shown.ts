import { Drop } from 'liquidjs';
import { sayValue } from './formats.ts';
import type { FieldValue, Format } from './model.ts';

/** Where a part of a message is written: how values read there, and what was asked for. */
export interface Sheet {
  locale: string;
  sms: boolean;
  /** Makes a text harmless for its place (ME-16). */
  escape(text: string): string;
  /** Counts what is written, and throws TooMuch beyond the limit. */
  spend(characters: number): void;
  /** A table as that place can hold it. */
  table(shown: Shown): string;
  used: Record<string, string>;
  fallbacks: Set<string>;
  missing: Set<string>;
}

/** A field while a template is rendered: filters make new ones of it, and writing it out notes what happened (ME-12). */
export class Shown extends Drop {
  readonly field: string;
  readonly value: FieldValue;
  readonly format: Format;
  readonly sheet: Sheet;
  readonly fallback: boolean;
  #words: string | null | undefined;

  constructor(
    field: string,
    { value, format, sheet }: { value: FieldValue; format: Format; sheet: Sheet },
    as?: { words: string; fallback?: boolean },
  ) {
    super();
    this.field = field;
    this.value = value;
    this.format = format;
    this.sheet = sheet;
    this.#words = as?.words;
    this.fallback = as?.fallback ?? false;
  }

  /** Found when they are first asked for: most fields of a message are never named in it. */
  get words(): string | null {
    this.#words ??= sayValue(this.value, this.format, this.sheet);
    return this.#words;
  }

  /** What a condition sees: nothing when the value is missing (ME-14). */
  override valueOf(): string | null {
    return this.words;
  }

  /** The same field in other words; a missing one stays missing. */
  worded(say: (shown: Shown, words: string) => string): Shown {
    if (this.words === null || this.fallback) return this;
    return new Shown(this.field, this, { words: say(this, this.words) });
  }

  written(): string {
    const { sheet, field, words } = this;
    if (words === null) {
      sheet.missing.add(field);
      return '';
    }
    if (this.fallback) sheet.fallbacks.add(field);
    else sheet.used[field] = words;
    sheet.spend(words.length);
    return this.format === 'table' && !this.fallback ? sheet.table(this) : sheet.escape(words);
  }
}
