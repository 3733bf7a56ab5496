export const findOffice: () => string | null;
export const NO_OFFICE: string;
