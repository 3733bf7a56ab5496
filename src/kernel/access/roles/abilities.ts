import type { Module } from '#kernel/decision/model.ts';

/** The built-in roles of PL-27, in the order of its table. */
export const BUILT_IN = ['Owner', 'Admin', 'Manager', 'Staff', 'AR Manager', 'AR Specialist', 'Viewer'] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

export interface AbilityFact {
  /** As screens and refusals say it: «Design workflows». */
  name: string;
  module: Module;
  lets: string;
  roles: readonly BuiltIn[];
  /** `hidden`: without it the thing is as absent (404). `first`: it is asked for before the module's level (403). */
  without?: 'hidden' | 'first';
}

const OWNER = ['Owner'] as const;
const ADMINS = ['Owner', 'Admin'] as const;
const MANAGERS = ['Owner', 'Admin', 'Manager'] as const;
const TEAM = ['Owner', 'Admin', 'Manager', 'Staff'] as const;
const COLLECTORS = ['Owner', 'Admin', 'AR Manager'] as const;
const AR = ['Owner', 'Admin', 'AR Manager', 'AR Specialist'] as const;

/** Every ability there is: PL-27, and the parts' own lines (IN-140, CO-114, CO-115, JO-98, FL-9). */
export const ABILITIES = {
  'practice.own': {
    name: 'Own the practice',
    module: 'settings',
    lets: 'transfer or delete the practice, make Owners',
    roles: OWNER,
  },
  'members.manage': {
    name: 'Manage members',
    module: 'settings',
    lets: 'invite, change roles, deactivate',
    roles: ADMINS,
  },
  'roles.manage': {
    name: 'Manage roles',
    module: 'settings',
    lets: 'make and change roles, see as another role',
    roles: ADMINS,
  },
  'security.manage': {
    name: 'Manage security',
    module: 'settings',
    lets: 'sessions of others, sign-in policy, how long the audit is kept',
    roles: ADMINS,
  },
  'connectors.manage': {
    name: 'Manage connections',
    module: 'settings',
    lets: 'connections to other systems',
    roles: ADMINS,
  },
  'keys.manage': {
    name: 'Manage keys',
    module: 'settings',
    lets: 'keys of others, service keys, webhooks',
    roles: ADMINS,
  },
  'system.read': { name: 'See system health', module: 'settings', lets: 'health pages', roles: ADMINS },
  'audit.read': { name: 'Read the audit', module: 'settings', lets: 'the audit of the whole practice', roles: ADMINS },
  'data.export': { name: 'Export all data', module: 'settings', lets: 'the whole export', roles: ADMINS },
  'data.import': { name: 'Import data', module: 'settings', lets: 'import files', roles: [...MANAGERS, 'AR Manager'] },
  'sandbox.use': {
    name: 'Use the sandbox',
    module: 'settings',
    lets: 'make and drive a sandbox',
    roles: [...MANAGERS, 'AR Manager'],
  },
  'bulk.large': {
    name: 'Change many at once',
    module: 'settings',
    lets: 'bulk over 100 rows',
    roles: [...MANAGERS, 'AR Manager'],
  },
  'delegation.others': {
    name: 'Set deputies for others',
    module: 'settings',
    lets: 'set a deputy for someone else',
    roles: ADMINS,
  },
  'messages.send': {
    name: 'Send messages',
    module: 'inbox',
    lets: 'send or recall by hand',
    roles: [...TEAM, 'AR Manager', 'AR Specialist'],
  },
  'person.erase': {
    name: 'Erase a person',
    module: 'people',
    lets: 'erase all that is personal of someone',
    roles: ADMINS,
  },
  'restricted.read': {
    name: 'See restricted clients',
    module: 'people',
    lets: 'clients marked restricted',
    roles: ADMINS,
    without: 'hidden',
  },
  'employees.read': {
    name: 'See employees',
    module: 'people',
    lets: 'employee records',
    roles: MANAGERS,
    without: 'hidden',
  },
  'workflows.design': {
    name: 'Design workflows',
    module: 'workflows',
    lets: 'create, edit and publish workflows',
    roles: MANAGERS,
  },
  'workflows.launch': { name: 'Start workflows', module: 'workflows', lets: 'start runs', roles: TEAM },
  'documents.approve': {
    name: 'Approve documents',
    module: 'documents',
    lets: 'approve any document',
    roles: MANAGERS,
  },
  'inbox.see_all': { name: 'See every item', module: 'inbox', lets: 'see items of others', roles: [...TEAM, 'Viewer'] },
  'inbox.update_all': { name: 'Update every item', module: 'inbox', lets: 'update items of others', roles: MANAGERS },
  'inbox.delete': { name: 'Delete items', module: 'inbox', lets: 'delete and restore items', roles: MANAGERS },
  'inbox.export': { name: 'Export items', module: 'inbox', lets: 'export filtered items', roles: MANAGERS },
  'inbox.settings': {
    name: 'Set up the inbox',
    module: 'inbox',
    lets: 'addresses, mailboxes, profiles and alerts',
    roles: ADMINS,
  },
  'collections.design': {
    name: 'Design collection workflows',
    module: 'collections',
    lets: 'see and use the collection workflows, templates and statuses',
    roles: COLLECTORS,
    without: 'first',
  },
  'collections.assign': {
    name: 'Assign collection workflows',
    module: 'collections',
    lets: 'put customers on collection workflows',
    roles: COLLECTORS,
  },
  'collections.all_customers': {
    name: 'See all customers',
    module: 'collections',
    lets: 'customers that are not one’s own',
    roles: [...AR, 'Manager', 'Viewer'],
  },
  'collections.manage_invoices': {
    name: 'Manage invoices',
    module: 'collections',
    lets: 'create and edit invoices, set their status',
    roles: AR,
  },
  'flows.create': { name: 'Create flows', module: 'flows', lets: 'create flows', roles: MANAGERS, without: 'first' },
  'flows.delete_started': {
    name: 'Delete started flows',
    module: 'flows',
    lets: 'delete a flow that has begun',
    roles: ADMINS,
  },
  'flows.reopen': { name: 'Reopen flows', module: 'flows', lets: 'open a completed flow again', roles: ADMINS },
  'flows.override': {
    name: 'Override reviews',
    module: 'flows',
    lets: 'complete for another, skip a reviewer',
    roles: ADMINS,
  },
  'health.configure': {
    name: 'Set up the health score',
    module: 'flows',
    lets: 'weights and thresholds of the health score',
    roles: ADMINS,
  },
  'checks.design': { name: 'Design checks', module: 'flows', lets: 'custom and rule-built checks', roles: MANAGERS },
  'jobs.deploy': { name: 'Deploy jobs', module: 'jobs', lets: 'deploy a plan now', roles: MANAGERS },
  'jobs.all_time': { name: 'Edit all time', module: 'jobs', lets: 'time entries of others', roles: MANAGERS },
  'jobs.bill': { name: 'Change billing', module: 'jobs', lets: 'change billing', roles: ADMINS },
  'jobs.push': {
    name: 'Change existing jobs',
    module: 'jobs',
    lets: 'change jobs that exist in the practice manager',
    roles: ADMINS,
  },
  'jobs.audit_export': {
    name: 'Export the jobs audit',
    module: 'jobs',
    lets: 'export the audit of jobs',
    roles: ADMINS,
  },
  'jobs.work': { name: 'Work on jobs', module: 'jobs', lets: 'change tasks of jobs one is on', roles: TEAM },
} as const satisfies Record<string, AbilityFact>;

export type Ability = keyof typeof ABILITIES;
export const ABILITY_NAMES = Object.keys(ABILITIES) as [Ability, ...Ability[]];

/** The facts of one ability, with the optional field visible. */
export const abilityFact = (ability: Ability): AbilityFact => ABILITIES[ability];
