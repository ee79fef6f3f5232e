// What the scenarios ask of the sandbox besides calls: planted errors, and the journal of what arrived.
import assert from 'node:assert/strict'

/** Calls the control interface of a sandbox, or of one of its portals. */
export async function control(verb, path, body, root = process.env.B24_CONTROL) {
  const options = { method: verb, headers: { 'Content-Type': 'application/json' } }
  if (body !== undefined) options.body = JSON.stringify(body)
  const answer = await fetch(root + path, options)
  assert.ok(answer.ok, `${verb} ${path}: ${answer.status}`)
  return answer.json()
}

/** Methods of the journal with the status of each answer; commands of a batch stand behind it, without a status. */
export async function journal(root) {
  const { exchanges } = await control('GET', 'journal?limit=1000', undefined, root)
  return exchanges.flatMap(({ exchange: { method, status, params } }) => [
    { method, status },
    ...Object.values(params?.cmd ?? {}).map((command) => ({ method: command.split('?')[0] }))
  ])
}

/** The statuses that calls of a method got, oldest first. */
export async function statuses(method, root) {
  return (await journal(root)).filter((call) => call.method === method && call.status).map((call) => call.status)
}

/** Names of all methods for companies, contacts and the links between them. */
export const family = ['company', 'contact'].flatMap((entity) => {
  const link = `crm.${entity}.${entity === 'company' ? 'contact' : 'company'}`
  return [
    ...['add', 'get', 'list', 'update', 'delete', 'fields'].map((verb) => `crm.${entity}.${verb}`),
    ...['add', 'delete', 'fields', 'items.get', 'items.set', 'items.delete'].map((verb) => `${link}.${verb}`)
  ]
})
