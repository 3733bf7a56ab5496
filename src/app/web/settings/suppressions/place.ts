/** Where the API keeps them. */
export const SUPPRESSIONS = '/suppressions';
