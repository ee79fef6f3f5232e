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

// Calls that find it expired at the same time share a renewal that is under way; none of them fails.
await control('POST', 'clock', { advance: 3601 }, portal.control)
const found = await Promise.all([contacts(), contacts(), contacts()])
assert.deepEqual(found.flat(), [7, 8, 9, 7, 8, 9, 7, 8, 9])
const before = renewed.length
assert.ok(before > 2)

// Another way to renew: an own function, for instance where another server keeps the tokens
const renew = async (refresh_token) => {
  const { client_id, client_secret } = oauth
  const body = new URLSearchParams({ grant_type: 'refresh_token', client_id, client_secret, refresh_token })
  return (await fetch(oauth.token_endpoint, { method: 'POST', body })).json()
}
b24.setCustomRefreshAuth(() => renew(b24.auth.getAuthData().refresh_token))
await control('POST', 'clock', { advance: 3601 }, portal.control)
assert.deepEqual(await contacts(), [7, 8, 9])
assert.equal(renewed.length, before + 1)

// A refresh token that is used up: the user has to allow the application again. The reason hides in the original error.
b24.removeCustomRefreshAuth()
const { refresh_token } = b24.auth.getAuthData()
await renew(refresh_token)
await control('POST', 'clock', { advance: 3601 }, portal.control)
await assert.rejects(contacts(), ({ code, originalError }) => {
  assert.deepEqual([code, originalError.code, originalError.status], ['JSSDK_UNKNOWN_ERROR', 'invalid_grant', 400])
  return true
})
