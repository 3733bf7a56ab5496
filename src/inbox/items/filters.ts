/** What the inbox is narrowed by beside what an item itself has (IN-160). */
export const DUES = ['overdue', 'today', 'week', 'later', 'none'] as const;
export const WHOSE = ['me', 'unassigned', 'inactive'] as const;
