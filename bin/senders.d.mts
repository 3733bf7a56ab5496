export const SWAKS: string;
export const hasSwaks: () => boolean;
export const hasPostfix: () => boolean;
export const NO_SWAKS: string;
export const NO_POSTFIX: string;
