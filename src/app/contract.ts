import type { OpenAPIHono } from '@hono/zod-openapi';
import { dnsRecords } from '#connectors/dns/records.ts';
import { formsApi } from '#forms/api.ts';
import { alertsApi } from '#inbox/alerts/api.ts';
import { arrivalsApi } from '#inbox/arrivals/api.ts';
import { itemRepliesApi } from '#inbox/arrivals/replies-api.ts';
import { assignmentsApi } from '#inbox/assignments/api.ts';
import { categoriesApi } from '#inbox/categories/api.ts';
import { documentsApi } from '#inbox/documents/api.ts';
import { bulkSendingApi } from '#inbox/documents/bulk-sending-api.ts';
import { deliveriesApi } from '#inbox/documents/deliveries-api.ts';
import { letterFilesApi } from '#inbox/documents/letter-api.ts';
import { profilesApi } from '#inbox/documents/profiles-api.ts';
import { evidenceApi } from '#inbox/evidence/api.ts';
import { publicFormsApi } from '#inbox/forms/api.ts';
import { intakeApi } from '#inbox/intake/api.ts';
import { itemsApi } from '#inbox/items/api.ts';
import { inboxSettings } from '#inbox/items/settings.ts';
import { letterTemplatesApi } from '#inbox/letters/api.ts';
import { letterSettings } from '#inbox/letters/settings.ts';
import { mailboxesApi } from '#inbox/mailboxes/api.ts';
import { proposalsApi } from '#inbox/proposals/api.ts';
import { sendersApi } from '#inbox/senders/api.ts';
import { signaturesApi } from '#inbox/signatures/api.ts';
import { triageApi } from '#inbox/triage/api.ts';
import { viewsApi } from '#inbox/views/api.ts';
import { delegationsApi } from '#kernel/access/delegations/api.ts';
import { keysApi } from '#kernel/access/keys/api.ts';
import { membersApi } from '#kernel/access/members/api.ts';
import { rolesApi } from '#kernel/access/own-roles/api.ts';
import { practiceApi } from '#kernel/access/practice/api.ts';
import { calendarApi } from '#kernel/access/practice/calendar-api.ts';
import { sessionApi } from '#kernel/access/sessions/api.ts';
import { meApi } from '#kernel/access/sessions/me-api.ts';
import { sessionsApi } from '#kernel/access/sessions/sessions-api.ts';
import { setupApi } from '#kernel/access/setup/api.ts';
import { bulkApi } from '#kernel/bulk/api.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { filesApi } from '#kernel/files/api.ts';
import { historyApi } from '#kernel/history/api.ts';
import { changesApi } from '#kernel/history/changes-api.ts';
import { auditExportApi } from '#kernel/history/export/api.ts';
import { type Env, router } from '#kernel/http/route.ts';
import { noticesApi } from '#kernel/notices/api.ts';
import { sandboxApi } from '#kernel/sandbox/api.ts';
import { searchApi } from '#kernel/search/api.ts';
import { consentsApi } from '#messages/addresses/consents-api.ts';
import { suppressionsApi } from '#messages/addresses/suppressions-api.ts';
import { channelsApi } from '#messages/channels/api.ts';
import { callbacksApi } from '#messages/channels/callbacks-api.ts';
import { messagesApi } from '#messages/outbox/api.ts';
import { conversationsApi } from '#messages/replies/api.ts';
import { templatesApi } from '#messages/templates/api.ts';
import { authorizationsApi } from '#people/authorizations/api.ts';
import { contactsApi } from '#people/contacts/api.ts';
import { duplicatesApi } from '#people/duplicates/api.ts';
import { mergesApi } from '#people/duplicates/merges-api.ts';
import { employeesApi } from '#people/employees/api.ts';
import { employeeVerbsApi } from '#people/employees/verbs-api.ts';
import { customFieldsApi } from '#people/fields/api.ts';
import { importsApi } from '#people/imports/api.ts';
import { personApi } from '#people/persons/api.ts';
import { readable as readablePerson } from '#people/persons/reach.ts';
import { roleHoldingsApi } from '#people/persons/roles-api.ts';
import { personVerbsApi } from '#people/persons/verbs-api.ts';
import { tagsApi } from '#people/tags/api.ts';
import { cadenceApi } from '#workflows/cadence/api.ts';
import { codeApi } from '#workflows/code/api.ts';
import { definitionsApi } from '#workflows/definitions/api.ts';
import { feedsApi } from '#workflows/feeds/api.ts';
import { launchApi } from '#workflows/launch/api.ts';
import { libraryApi } from '#workflows/library/api.ts';
import { loadApi } from '#workflows/load/api.ts';
import { proofApi } from '#workflows/proof/api.ts';
import { runsApi } from '#workflows/runs/run-api.ts';
import { statisticsApi } from '#workflows/runs/statistics-api.ts';
import { tasksApi } from '#workflows/runs/task-api.ts';
import { visibleSubject } from '#workflows/runs/visible.ts';
import { seriesApi } from '#workflows/series/api.ts';
import { simulationApi } from '#workflows/simulation/api.ts';
import { lettersApi } from '#workflows/simulation/letter-api.ts';
import { failingCases } from '#workflows/simulation/publishing.ts';
import { triggersApi } from '#workflows/triggers/api.ts';
import { captureApi } from './capture/api.ts';
import { channelTest, ownAddress } from './channel-test.ts';
import { makeDemo, SIZES } from './demo/demo.ts';
import type { House } from './house.ts';
import { MERGE_GROUPS } from './merge-groups.ts';
import { mergeValues } from './merge-values.ts';
import { memberAddress, testMailTo } from './messages/test-mail.ts';
import { testSendsApi } from './messages/test-sends-api.ts';
import { launchPort } from './messages/unreached.ts';
import { datesMoved } from './ports/calendar.ts';
import { causes } from './ports/causes.ts';
import { COUNTERS, FOUND_KINDS } from './ports/finding.ts';
import { formsPort } from './ports/forms.ts';
import { HEARD_BY, historyPorts } from './ports/history.ts';
import { importsPort } from './ports/imports.ts';
import { itemsPort } from './ports/items.ts';
import { mail } from './ports/mail.ts';
import { authorizationsPort, employeesPort, peoplePort } from './ports/people.ts';
import { readable } from './ports/readable.ts';
import { subjects } from './ports/subjects.ts';
import { templatesPort } from './ports/templates.ts';
import { formPreview } from './public-pages/form-page.ts';
import {
  authorizations,
  contacts,
  conversations,
  deliveries,
  documents,
  duplicates,
  employees,
  forms,
  importables,
  imports,
  items,
  launches,
  linked,
  loneTasks,
  mergePorts,
  merges,
  messages,
  persons,
  runs,
  templates,
} from './rooms.ts';
import { practiceSandboxApi } from './sandbox/api.ts';
import { systemApi } from './system/api.ts';

/** Every room's routes; the contract is made from the same schemas that validate (PL-75). */
export const v1 = (house: House): OpenAPIHono<Env> => {
  const { kernel, access } = house;
  const seen = (desk: Desk, who: Who) => readablePerson(desk, who, peoplePort);
  const doubles = { kernel, ports: mergePorts, duplicates, merges };
  const staff = { kernel, port: employeesPort, room: employees };
  const door = { kernel, port: peoplePort, room: persons };
  const reading = { launches, subjects, valuesOf: mergeValues, mail };
  const all = router();
  for (const api of [
    setupApi(access, () => makeDemo(house, SIZES.small)),
    sessionApi(access),
    sessionsApi(access),
    meApi(access),
    practiceApi(kernel, { inbox: inboxSettings, letters: letterSettings }),
    calendarApi(kernel, datesMoved),
    membersApi(access),
    rolesApi(kernel),
    delegationsApi(kernel),
    keysApi(access),
    tagsApi(kernel),
    customFieldsApi(kernel),
    personApi(door, 'prospect'),
    personApi(door, 'client'),
    personVerbsApi(door),
    roleHoldingsApi(door),
    authorizationsApi({ kernel, room: authorizations, persons: linked, port: authorizationsPort, seen }),
    callbacksApi({ kernel, seal: house.seal, publicUrl: house.publicUrl, key: house.tokenKey }),
    consentsApi({ kernel, seen }),
    suppressionsApi({ kernel, seen }),
    duplicatesApi(doubles),
    mergesApi(doubles),
    importsApi({ kernel, room: imports, importables, port: importsPort(kernel) }),
    sandboxApi(kernel),
    practiceSandboxApi(house),
    captureApi(house),
    employeesApi(staff),
    employeeVerbsApi(staff),
    contactsApi({
      kernel,
      port: linked,
      room: contacts,
      seen: (desk, who) => readablePerson(desk, who, peoplePort),
    }),
    searchApi(kernel, FOUND_KINDS),
    noticesApi(kernel, { readable, counters: COUNTERS }),
    templatesApi({ kernel, room: templates, port: templatesPort }),
    testSendsApi({ kernel, room: templates, port: templatesPort, messages }),
    formsApi({ kernel, room: forms, port: formsPort, drawn: formPreview }),
    cadenceApi(kernel, seen),
    definitionsApi(kernel, failingCases(reading)),
    simulationApi(kernel, reading),
    lettersApi(kernel, reading),
    codeApi(kernel),
    libraryApi(kernel, { templates, forms }),
    bulkApi(kernel),
    filesApi(kernel, { ...house.files, readable }),
    historyApi(kernel, historyPorts),
    auditExportApi(kernel, house.dataDir, historyPorts),
    changesApi(house.changes, HEARD_BY),
    systemApi(house),
    tasksApi(kernel, { runs, loneTasks, readable }),
    runsApi({ kernel, runs, subjects, bulk: {} }),
    statisticsApi(kernel),
    loadApi(kernel, { subjects, launches }),
    proofApi({ kernel, subjects, data: house.dataDir }),
    launchApi(kernel, launches, launchPort),
    seriesApi({ kernel, runs, seen }),
    feedsApi({ kernel, seen, addresses: { key: house.tokenKey, publicUrl: house.publicUrl } }),
    triggersApi({ kernel, launches, subjects }),
    itemsApi({ kernel, items }),
    viewsApi(kernel),
    proposalsApi({ kernel, items, port: itemsPort }),
    evidenceApi({ kernel, storage: house.files.storage, data: house.dataDir, ports: historyPorts }),
    arrivalsApi(house.arriving),
    mailboxesApi({ kernel, seal: house.seal, open: (...asked) => house.fetching.open(...asked) }),
    sendersApi(kernel, { filtered: house.arriving.spamHeader !== null }),
    triageApi(kernel),
    intakeApi({
      kernel,
      domain: house.arriving.domain,
      sendTest: house.mailPort && testMailTo(house.mailPort),
      addressOf: memberAddress(kernel),
    }),
    itemRepliesApi({ kernel, items, messages, publicUrl: house.publicUrl, domain: house.arriving.domain }),
    documentsApi({
      kernel,
      items,
      documents,
      messages,
      publicUrl: house.publicUrl,
      converts: house.converter !== null,
    }),
    bulkSendingApi({ kernel, items, documents, messages, publicUrl: house.publicUrl }),
    deliveriesApi(kernel, deliveries),
    letterFilesApi({ kernel, documents, storage: house.files.storage, converter: house.converter }),
    profilesApi(kernel),
    categoriesApi(kernel, { domain: house.arriving.domain }),
    assignmentsApi(kernel),
    alertsApi(kernel, { domain: house.arriving.domain }),
    letterTemplatesApi({ kernel, storage: house.files.storage, groups: MERGE_GROUPS }),
    signaturesApi({ kernel, storage: house.files.storage }),
    publicFormsApi({ kernel, items, publicUrl: house.publicUrl }),
    conversationsApi({
      kernel,
      messages,
      conversations,
      publicUrl: house.publicUrl,
      storage: house.files.storage,
      seen: visibleSubject,
    }),
    messagesApi({ kernel, messages, causes, seen: visibleSubject }),
    channelsApi({
      kernel,
      seal: house.seal,
      records: dnsRecords(),
      ownAddress,
      test: channelTest(house),
    }),
  ]) {
    all.route('/', api as OpenAPIHono<Env>);
  }
  return all;
};

/** The OpenAPI document of everything under /api/v1. */
export const contract = (house: House) =>
  v1(house).getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Tickmark', version: '1', description: 'Everything the screens do, for programs.' },
    servers: [{ url: '/api/v1' }],
  });
