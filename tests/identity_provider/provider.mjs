// A school's sign-in for tests: the certified oidc-provider with a list of people instead of passwords.
// Its settings are the first line on stdin; when stdin closes, whoever started it is gone, and so is it.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import Provider from 'oidc-provider'

const SCOPE = 'openid email profile'

const lines = createInterface({ input: process.stdin })
lines.once('line', (line) => start(JSON.parse(line)))
lines.once('close', () => process.exit())

// {port, path, school, clients: [client metadata], users: {subject: {claim: value}}}
// A path, if there is one, is part of the issuer: as Microsoft has a directory's ID in it.
function start(settings) {
  const server = createServer()
  server.listen(settings.port, '127.0.0.1', () => {
    const issuer = `http://localhost:${server.address().port}${settings.path}`
    server.on('request', listener(new Provider(issuer, configuration(settings, issuer)), settings))
    console.log(JSON.stringify({ issuer }))
  })
}

function configuration({ clients, users, path }, issuer) {
  return {
    clients,
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(16).toString('hex')], names: cookieNames(new URL(issuer).port) },
    pkce: { required: () => true },
    conformIdTokenClaims: false, // claims in the ID token, as Google and Microsoft send them
    claims: {
      openid: ['sub', 'hd', 'tid', 'oid'],
      email: ['email', 'email_verified'],
      profile: ['name', 'given_name', 'family_name'],
    },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    fetch: callLoopback,
    interactions: { url: (_ctx, { uid }) => `${path}/choose/${uid}` },
    findAccount: (_ctx, sub) => users[sub] && { accountId: sub, claims: () => ({ sub, ...users[sub] }) },
    loadExistingGrant,
  }
}

// oidc-provider calls nobody on loopback, unless its dispatcher is taken away; and it is there that we are.
function callLoopback(url, options) {
  const { dispatcher: _, ...rest } = options
  return fetch(url, rest)
}

// Cookies know no ports: without names of its own, one school's provider would overwrite another's.
function cookieNames(port) {
  return { session: `session_${port}`, interaction: `interaction_${port}`, resume: `resume_${port}` }
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }
}

async function loadExistingGrant({ oidc }) {
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
  grant.addOIDCScope(SCOPE)
  await grant.save()
  return grant
}

function listener(provider, settings) {
  const answer = provider.callback()
  return (request, response) => {
    if (!request.url.startsWith(settings.path)) return response.writeHead(404).end()
    request.originalUrl = request.url
    request.url = request.url.slice(settings.path.length) || '/'
    if (!request.url.startsWith('/choose/')) return answer(request, response)
    const step = request.method === 'POST' ? choose : offer
    step(provider, settings, request, response).catch((fault) => {
      response.writeHead(400, { 'Content-Type': 'text/plain' }).end(`${fault.name}: ${fault.message}`)
    })
  }
}

async function offer(provider, { school, users }, request, response) {
  await provider.interactionDetails(request, response)
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(page(school, users))
}

async function choose(provider, _settings, request, response) {
  const chosen = (await form(request)).get('subject')
  const result = chosen
    ? { login: { accountId: chosen } }
    : { error: 'access_denied', error_description: 'The person went back' }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

async function form(request) {
  const parts = []
  for await (const part of request) parts.push(part)
  return new URLSearchParams(Buffer.concat(parts).toString())
}

function page(school, users) {
  const people = Object.entries(users).map(
    ([subject, { name, email }]) => `<li><button name="subject" value="${safe(subject)}">
      <strong>${safe(name ?? subject)}</strong><br>${safe(email ?? '')}</button></li>`,
  )
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Choose an account – ${safe(school)}</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 2rem auto; padding: 0 1rem }
ul { list-style: none; padding: 0 }
button { font: inherit; text-align: start; width: 100%; padding: .7rem 1rem; margin-bottom: .5rem;
  background: #fff; color: #222; border: 1px solid #767676; border-radius: .5rem; cursor: pointer }
</style>
</head>
<body>
<main>
<h1>${safe(school)} accounts</h1>
<p>A stand-in for the school's own sign-in. Choose who you are.</p>
<form method="post"><ul>${people.join('')}</ul><button name="subject" value="">Cancel</button></form>
</main>
</body>
</html>`
}

function safe(text) {
  return String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
