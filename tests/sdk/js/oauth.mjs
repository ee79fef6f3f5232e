// @bitrix24/b24jssdk against a sandbox, as an application: b24 serve --tls -- node oauth.mjs
import assert from 'node:assert/strict'
import { B24OAuth } from '@bitrix24/b24jssdk'
import { control, statuses } from './sandbox.mjs'

// A portal of its own, which other tests never see, with an application that has been allowed to act
const portal = await control('POST', 'portals', {})
const { oauth } = portal
const b24 = new B24OAuth({
  accessToken: oauth.access_token,
  refreshToken: oauth.refresh_token,
  expires: Math.floor(Date.now() / 1000) + 3600,
  expiresIn: 3600,
  memberId: oauth.member_id,
  domain: new URL(oauth.https_endpoint).host,
  clientEndpoint: oauth.https_endpoint,
  serverEndpoint: oauth.https_endpoint, // the OAuth server: the SDK asks /oauth/token/ beside /rest/
  scope: 'crm',
  status: 'L'
}, { clientId: oauth.client_id, clientSecret: oauth.client_secret })
const renewed = []
b24.setCallbackRefreshAuth(async ({ authData }) => renewed.push(authData.access_token))
const contacts = async () => {
  const answer = await b24.actions.v2.call.make({ method: 'crm.company.contact.items.get', params: { id: 32 } })
  return answer.getData().result.map((link) => link.CONTACT_ID)
}
const calls = () => statuses('crm.company.contact.items.get', portal.control)

assert.deepEqual(await contacts(), [7, 8, 9])
assert.deepEqual(await calls(), [200])

// The SDK renews the tokens by itself when the portal finds the access token expired.
await b24.auth.refreshAuth()
await control('POST', 'clock', { advance: 3601 }, portal.control)
assert.deepEqual(await contacts(), [7, 8, 9])
assert.deepEqual(await calls(), [200, 401, 200])
assert.equal(new Set(renewed).size, 2)

// Many calls that find it expired at once share one renewal.
await control('POST', 'clock', { advance: 3601 }, portal.control)
assert.equal((await Promise.all([contacts(), contacts(), contacts()])).length, 3)
assert.equal(new Set(renewed).size, 3)

// Another way to renew: an own function, for instance where another server keeps the tokens
b24.setCustomRefreshAuth(async () => {
  const { refresh_token } = b24.auth.getAuthData()
  const form = { grant_type: 'refresh_token', client_id: oauth.client_id, client_secret: oauth.client_secret, refresh_token }
  return (await fetch(oauth.token_endpoint, { method: 'POST', body: new URLSearchParams(form) })).json()
})
await control('POST', 'clock', { advance: 3601 }, portal.control)
assert.deepEqual(await contacts(), [7, 8, 9])
assert.equal(new Set(renewed).size, 4)

// A refresh token that is used up or revoked: the application has to ask the user again.
b24.removeCustomRefreshAuth()
const { refresh_token } = b24.auth.getAuthData()
await fetch(oauth.token_endpoint, {
  method: 'POST',
  body: new URLSearchParams({ grant_type: 'refresh_token', client_id: oauth.client_id, client_secret: oauth.client_secret, refresh_token })
})
await control('POST', 'clock', { advance: 3601 }, portal.control)
await assert.rejects(contacts(), { code: 'invalid_grant', status: 400 })
