export const POSTGRESQL_15: string;
export const hasPostgresql15: (folder?: string) => boolean;
export const no15: (folder?: string) => string;
export const notOn15: (files: number, folder?: string) => string;
