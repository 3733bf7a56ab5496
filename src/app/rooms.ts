import { formsRoom } from '#forms/store.ts';
import { alertLists } from '#inbox/alerts/store.ts';
import { arrivals } from '#inbox/arrivals/store.ts';
import { assignmentsRoom } from '#inbox/assignments/store.ts';
import { categoriesRoom } from '#inbox/categories/store.ts';
import { deliveriesRoom } from '#inbox/documents/deliveries.ts';
import { profilesRoom } from '#inbox/documents/profiles.ts';
import { documentsRoom } from '#inbox/documents/store.ts';
import { formAnswers, publicForms } from '#inbox/forms/store.ts';
import { intakes } from '#inbox/intake/store.ts';
import { itemsRoom } from '#inbox/items/store.ts';
import { letterTemplates } from '#inbox/letters/store.ts';
import { mailboxes } from '#inbox/mailboxes/store.ts';
import { senderRules } from '#inbox/senders/store.ts';
import { signatures } from '#inbox/signatures/store.ts';
import { triageRules } from '#inbox/triage/store.ts';
import { viewsRoom } from '#inbox/views/store.ts';
import { delegations } from '#kernel/access/delegations/store.ts';
import { keys } from '#kernel/access/keys/store.ts';
import { members } from '#kernel/access/members/store.ts';
import { roles } from '#kernel/access/own-roles/store.ts';
import { practices } from '#kernel/access/practice/store.ts';
import { files } from '#kernel/files/store.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { addresses } from '#messages/addresses/store.ts';
import { channels } from '#messages/channels/store.ts';
import { messagesRoom } from '#messages/outbox/store.ts';
import { conversationsRoom, replies } from '#messages/replies/store.ts';
import { templatesRoom } from '#messages/templates/store.ts';
import { authorizationImport } from '#people/authorizations/importing.ts';
import { authorizationsRoom } from '#people/authorizations/store.ts';
import { contactImport } from '#people/contacts/importing.ts';
import { contactsRoom } from '#people/contacts/store.ts';
import { duplicatesRoom } from '#people/duplicates/pairing.ts';
import { mergesRoom } from '#people/duplicates/store.ts';
import { employeeImport } from '#people/employees/importing.ts';
import { employeesRoom } from '#people/employees/store.ts';
import { customFields } from '#people/fields/store.ts';
import { importsRoom } from '#people/imports/store.ts';
import { personImport } from '#people/persons/importing.ts';
import { linkedPersons } from '#people/persons/linked.ts';
import { personsRoom } from '#people/persons/store.ts';
import { tags } from '#people/tags/store.ts';
import { workflows } from '#workflows/definitions/store.ts';
import { calendarFeeds } from '#workflows/feeds/store.ts';
import { launchesRoom } from '#workflows/launch/store.ts';
import { loneTasksRoom, runsRoom } from '#workflows/runs/store.ts';
import { series, seriesClients } from '#workflows/series/store.ts';
import { triggers } from '#workflows/triggers/store.ts';
import { alertMails, digests, mailsAtOnce } from './notices/rooms.ts';
import { causes } from './ports/causes.ts';
import { conversationsPort } from './ports/conversations.ts';
import { documentsPort } from './ports/documents.ts';
import { formsPort } from './ports/forms.ts';
import { itemsPort } from './ports/items.ts';
import { duplicatesPort, employeesPort, peoplePort } from './ports/people.ts';
import { subjects } from './ports/subjects.ts';
import { templatesPort } from './ports/templates.ts';

export const persons = personsRoom(peoplePort);
export const employees = employeesRoom(employeesPort);
/** Who a client is to those who hold something for it: contacts and authorizations ask the same. */
export const linked = linkedPersons(peoplePort);
export const contacts = contactsRoom(linked);
export const mergePorts = { above: duplicatesPort, persons: peoplePort, contacts: linked };
export const merges = mergesRoom(mergePorts);
export const duplicates = duplicatesRoom(peoplePort);
export const authorizations = authorizationsRoom(linked);
/** What a CSV file may hold (PE-80). */
export const importables = [
  personImport(persons, peoplePort, 'prospect'),
  personImport(persons, peoplePort, 'client'),
  contactImport(contacts, linked),
  employeeImport(employees, employeesPort),
  authorizationImport(authorizations, linked),
];
export const imports = importsRoom(importables);
export const runs = runsRoom(subjects);
export const loneTasks = loneTasksRoom(subjects);
export const templates = templatesRoom(templatesPort);
export const forms = formsRoom(formsPort);
/** Its root is the run that shall be; once made, `runs` decides about it. */
export const launches = launchesRoom(subjects, runs);

export const messages = messagesRoom(causes);
export const conversations = conversationsRoom(conversationsPort);
export const items = itemsRoom(itemsPort);
export const documents = documentsRoom(documentsPort);
export const deliveries = deliveriesRoom(documentsPort);

/** Every room of the house that decides: the loop, timers and undo find them here by the kind of their root. */
export const ROOMS: readonly AnyRoom[] = [
  members,
  roles,
  delegations,
  keys,
  practices,
  files,
  tags,
  customFields,
  persons,
  employees,
  contacts,
  authorizations,
  addresses,
  merges,
  imports,
  duplicates,
  templates,
  forms,
  workflows,
  runs,
  loneTasks,
  triggers,
  series,
  seriesClients,
  calendarFeeds,
  channels,
  messages,
  replies,
  conversations,
  items,
  arrivals,
  intakes,
  senderRules,
  triageRules,
  mailboxes,
  documents,
  profilesRoom,
  categoriesRoom,
  assignmentsRoom,
  alertLists,
  letterTemplates,
  signatures,
  deliveries,
  publicForms,
  formAnswers,
  viewsRoom,
  digests,
  mailsAtOnce,
  alertMails,
];
