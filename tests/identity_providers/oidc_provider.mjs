// An OpenID-certified provider on loopback, for log-ins without a browser and with one.
//
// `node oidc_provider.mjs '{}'` says `{"event":"listening","issuer":…,"control":…}` on one line. How it is steered: control.mjs.
// A log-in asks one question, at /interaction/{uid}: a form whose field `sub` says who it is. Consent is given with it.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import Provider, { interactionPolicy } from 'oidc-provider';
import { Browser } from './browser.mjs';
import { serveControl } from './control.mjs';

const accounts = new Map();
const browsers = new Map();
const stored = new Map();

/** Keeps every model in one map, so that sessions and clients outlive a rotation of the keys. */
class Memory {
  constructor(model) { this.model = model; }
  key(id) { return `${this.model}:${id}`; }
  async upsert(id, payload, expiresIn) {
    stored.set(this.key(id), { payload, until: expiresIn ? Date.now() + expiresIn * 1000 : Infinity });
  }
  async find(id) {
    const entry = stored.get(this.key(id));
    return entry && entry.until > Date.now() ? entry.payload : undefined;
  }
  async findByUid(uid) { return this.where((payload) => payload.uid === uid); }
  async findByUserCode(code) { return this.where((payload) => payload.userCode === code); }
  where(matches) {
    for (const [key, { payload }] of stored) {
      if (key.startsWith(`${this.model}:`) && matches(payload)) return payload;
    }
    return undefined;
  }
  async consume(id) { (await this.find(id)).consumed = Math.floor(Date.now() / 1000); }
  async destroy(id) { stored.delete(this.key(id)); }
  async revokeByGrantId(grantId) {
    for (const [key, { payload }] of stored) if (payload.grantId === grantId) stored.delete(key);
  }
}

const signingKey = (kty, options, alg) => ({
  ...generateKeyPairSync(kty, options).privateKey.export({ format: 'jwk' }),
  alg, use: 'sig', kid: randomBytes(6).toString('hex'),
});

const keys = () => ({
  keys: [
    signingKey('rsa', { modulusLength: 2048 }, 'RS256'),
    signingKey('ec', { namedCurve: 'P-256' }, 'ES256'),
  ],
});

const cookieKeys = [randomBytes(32).toString('hex')];

function provider(issuer) {
  const made = new Provider(issuer, {
    adapter: Memory,
    jwks: keys(),
    cookies: { keys: cookieKeys },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    scopes: ['openid', 'email', 'profile'],
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientDefaults: { grant_types: ['authorization_code'], response_types: ['code'] },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}`, policy: interactionPolicy.base() },
    // The provider's own would refuse to call an application on loopback.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    findAccount: async (_, sub) => accounts.has(sub) && {
      accountId: sub,
      claims: async () => ({ ...accounts.get(sub), sub }),
    },
    renderError: async (ctx, out) => {
      ctx.type = 'json';
      ctx.body = out;
    },
    ttl: { Session: 3600, Grant: 3600, Interaction: 600, IdToken: 600, AccessToken: 600, AuthorizationCode: 60 },
  });
  made.on('backchannel.error', (_, error) => console.error(String(error.cause ?? error)));
  return made;
}

async function logoutSource(ctx, form) {
  ctx.type = 'html';
  ctx.body = `<!doctype html><title>Log out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Log out</button>`;
}

async function postLogoutSuccessSource(ctx) {
  ctx.type = 'html';
  ctx.body = '<!doctype html><title>Logged out</title>';
}

const read = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

function answer(response, status, body, type = 'application/json') {
  response.writeHead(status, { 'content-type': type });
  response.end(type === 'application/json' ? JSON.stringify(body) : body);
}

async function interact(request, response) {
  const { prompt, params } = await current.interactionDetails(request, response);
  if (request.method === 'GET') {
    return answer(response, 200, `<!doctype html><title>Log in</title>
<form method="post"><label>Who are you? <input name="sub" value="${[...accounts.keys()][0] ?? ''}"></label><button>Continue</button></form>`, 'text/html');
  }
  const sub = new URLSearchParams(await read(request)).get('sub');
  if (!accounts.has(sub)) return answer(response, 404, { error: 'no such account' });
  const grant = new current.Grant({ accountId: sub, clientId: params.client_id });
  grant.addOIDCScope('openid email profile');
  const result = { login: { accountId: sub }, consent: { grantId: await grant.save() } };
  return current.interactionFinished(request, response, result, { mergeWithLastSubmission: prompt.name !== 'login' });
}

const putClient = (client) => new Memory('Client').upsert(client.client_id, client);

async function putAccount(account) {
  accounts.set(account.sub, account);
  browsers.set(account.sub, new Browser());
}

async function rotate() {
  current = provider(issuer);
}

async function logIn({ url, sub }) {
  const browser = browsers.get(sub);
  const asked = await browser.follow(issuer, url);
  if (asked.location) return asked.location;
  const { location, response } = await browser.follow(issuer, asked.url, { method: 'POST', form: { sub } });
  if (location) return location;
  throw new Error(`no redirect: ${response.status} ${await response.text()}`);
}

async function logOut({ url, sub }) {
  const browser = browsers.get(sub);
  const { response } = await browser.follow(issuer, url);
  const [, xsrf] = /name="xsrf" value="(\w+)"/.exec(await response.text());
  const { location } = await browser.follow(issuer, `${issuer}/session/end/confirm`, { method: 'POST', form: { xsrf, logout: 'yes' } });
  return location;
}

let current;
let issuer;
const server = createServer((request, response) => {
  const serve = request.url.startsWith('/interaction/') ? interact : (...both) => current.callback()(...both);
  Promise.resolve(serve(request, response)).catch((error) => answer(response, 500, { error: String(error) }));
});
server.listen(0, '127.0.0.1', async () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  current = provider(issuer);
  const control = await serveControl({ putClient, putAccount, rotate, logIn, logOut });
  console.log(JSON.stringify({ event: 'listening', issuer, control }));
});
