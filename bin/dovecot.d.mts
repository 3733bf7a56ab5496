export const findDovecot: () => string | undefined;
export const NO_DOVECOT: string;
