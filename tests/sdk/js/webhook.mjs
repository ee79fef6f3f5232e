// @bitrix24/b24jssdk against a sandbox, through a webhook: b24 serve --tls -- node webhook.mjs
import assert from 'node:assert/strict'
import { B24Hook } from '@bitrix24/b24jssdk'
import { control, family, journal, statuses } from './sandbox.mjs'

const b24 = B24Hook.fromWebhookUrl(process.env.B24_HOOK)
const call = async (method, params) => (await b24.actions.v2.call.make({ method, params })).getData().result

// Records, and the links between them from both sides
const made = {}
for (const [entity, name] of [['company', 'TITLE'], ['contact', 'NAME']]) {
  assert.ok(name in await call(`crm.${entity}.fields`))
  made[entity] = await call(`crm.${entity}.add`, { fields: { [name]: 'Rosebud', PHONE: [{ VALUE: '555', VALUE_TYPE: 'WORK' }] } })
  assert.equal(await call(`crm.${entity}.update`, { id: made[entity], fields: { COMMENTS: 'from the SDK' } }), true)
  const record = await call(`crm.${entity}.get`, { id: made[entity] })
  assert.deepEqual([record[name], record.COMMENTS, record.PHONE[0].VALUE], ['Rosebud', 'from the SDK', '555'])
  const found = await call(`crm.${entity}.list`, { filter: { [name]: 'Rosebud' }, select: ['ID', name] })
  assert.deepEqual(found, [{ ID: String(made[entity]), [name]: 'Rosebud' }])
}
for (const [own, other] of [['company', 'contact'], ['contact', 'company']]) {
  const links = `crm.${own}.${other}`
  const key = `${other.toUpperCase()}_ID`
  const linked = async () => (await call(`${links}.items.get`, { id: made[own] })).map((link) => link[key])
  assert.ok(key in await call(`${links}.fields`))
  assert.equal(await call(`${links}.add`, { id: made[own], fields: { [key]: made[other], IS_PRIMARY: 'Y' } }), true)
  assert.deepEqual(await linked(), [made[other]])
  assert.equal(await call(`${links}.delete`, { id: made[own], fields: { [key]: made[other] } }), true)
  assert.equal(await call(`${links}.items.set`, { id: made[own], items: [{ [key]: made[other], SORT: 10 }] }), true)
  assert.deepEqual(await linked(), [made[other]])
  assert.equal(await call(`${links}.items.delete`, { id: made[own] }), true)
  assert.deepEqual(await linked(), [])
}

// A batch as a list, with a reference to an earlier result, and as an object that halts at the first error
const batch = (calls, isHaltOnError) =>
  b24.actions.v2.batch.make({ calls, options: { isHaltOnError, returnAjaxResult: true } })
const [added, read] = (await batch([
  ['crm.company.add', { fields: { TITLE: 'By a batch' } }],
  ['crm.company.get', { id: '$result[0]' }]
], true)).getData()
assert.equal(read.getData().result.ID, String(added.getData().result))
const halted = await batch({
  first: { method: 'profile' },
  wrong: { method: 'crm.unknown.method' },
  never: { method: 'crm.company.delete', params: { id: made.company } }
}, true)
assert.deepEqual(Object.keys(halted.getData()), ['first', 'wrong'])
assert.equal(halted.getData().wrong.getErrors().next().value.code, 'ERROR_METHOD_NOT_FOUND')

// More than fifty commands, and more than fifty rows
const names = Array.from({ length: 60 }, (_, number) => `Row ${number}`)
const many = await b24.actions.v2.batchByChunk.make({
  calls: names.map((TITLE) => ['crm.company.add', { fields: { TITLE, ORIGINATOR_ID: 'rows' } }])
})
assert.equal(many.getData().length, 60)
const query = { method: 'crm.company.list', params: { filter: { ORIGINATOR_ID: 'rows' }, select: ['ID', 'TITLE'] } }
const list = (await b24.actions.v2.callList.make(query)).getData()
assert.deepEqual(list.map((row) => row.TITLE), names)
const pages = []
for await (const page of b24.actions.v2.fetchList.make(query)) pages.push(page.length)
assert.deepEqual(pages, [50, 10])

// Errors. One with a code is told as it is
await assert.rejects(call('crm.unknown.method'), { code: 'ERROR_METHOD_NOT_FOUND', status: 404 })
// The empty code, as portals answer for most mistakes in CRM methods, is lost together with the text,
await assert.rejects(call('crm.company.get', { id: 999999 }), { code: 'ERR_BAD_REQUEST', status: 400 })
// and within a batch it passes for success without data.
const [unseen] = (await batch([['crm.company.get', { id: 999999 }]], false)).getData()
assert.deepEqual([unseen.isSuccess, unseen.getData().result], [true, undefined])

for (const entity of ['company', 'contact']) assert.equal(await call(`crm.${entity}.delete`, { id: made[entity] }), true)
const called = new Set((await journal()).map((call) => call.method))
assert.deepEqual(family.filter((method) => !called.has(method)), [])

// A throttle: the SDK waits and repeats
await control('PUT', 'config', { limits: { rate: { leak: 0.7, threshold: 1 } } })
await control('DELETE', 'journal')
for (let times = 0; times < 2; times++) assert.equal((await call('profile')).ID, '1')
assert.deepEqual(await statuses('profile'), [200, 503, 200])
