/** «Ж (U+0416)». */
export const sayCharacter = (character: string): string =>
  `${character} (U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`;
