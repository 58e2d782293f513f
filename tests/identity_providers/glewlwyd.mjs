// Glewlwyd, the provider of Debian, on loopback: written in C by other people than the first, with quirks of its own.
//
// `node glewlwyd.mjs '{}'` says `{"event":"listening","issuer":…,"control":…}` on one line.
// How it is steered: control.mjs.
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Browser } from './browser.mjs';
import { serveControl } from './control.mjs';

const TABLES = '/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz';
const PLUGIN = 'oidc';
const SCOPES = ['openid', 'email', 'profile'];

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const issuer = `${origin}/api/${PLUGIN}`;
const folder = mkdtempSync(join(tmpdir(), 'glewlwyd-'));
const database = join(folder, 'glewlwyd.db');

execFileSync('sqlite3', [database], { input: gunzipSync(readFileSync(TABLES)) });
const settings = join(folder, 'glewlwyd.conf');
writeFileSync(settings, `
port=${port}
bind_address="127.0.0.1"
external_url="${origin}"
login_url="login.html"
api_prefix="api"
log_mode="file"
log_level="WARNING"
log_file="${join(folder, 'glewlwyd.log')}"
cookie_secure=0
session_expiration=3600
session_key="GLEWLWYD"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database = { type = "sqlite3"; path = "${database}"; };
`);
const server = spawn('glewlwyd', ['--config-file', settings], { stdio: ['ignore', 'inherit', 'inherit'] });
const end = () => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
};
process.on('exit', end);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
server.on('exit', (code) => process.exit(code ?? 1));

const admin = new Browser();

async function call(method, path, json) {
  const response = await admin.send(`${origin}/api${path}`, { method, json });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

async function logInAsAdmin() {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call('POST', '/auth/', { username: 'admin', password: 'password' });
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Lets users or clients carry a property of this name. */
async function addProperty(kind, name, format) {
  const module = await (await call('GET', `/mod/${kind}/database`)).json();
  module.parameters['data-format'][name] = { read: true, write: true, ...format };
  await call('PUT', `/mod/${kind}/database`, module);
  await call('PUT', `/mod/${kind}/database/reset`);
}

const keys = () => JSON.stringify({
  keys: [{
    ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
    alg: 'RS256', use: 'sig', kid: randomBytes(6).toString('hex'),
  }],
});

const plugin = () => ({
  module: 'oidc', name: PLUGIN, display_name: 'OpenID Connect',
  parameters: {
    iss: issuer, 'jwks-private': keys(), 'jwks-show': true, 'jwt-type': 'rsa', 'jwt-key-size': '256',
    'access-token-duration': 600, 'refresh-token-duration': 3600, 'code-duration': 60,
    'auth-type-code-enabled': true, 'auth-type-refresh-enabled': false,
    'allowed-scope': SCOPES, 'name-claim': 'mandatory', 'email-claim': 'mandatory',
    'pkce-allowed': true, 'subject-type': 'public',
    claims: [{ name: 'groups', 'user-property': 'groups', type: 'string', mandatory: true }],
    'session-management-allowed': true, 'session-cookie-name': 'GLEWLWYD_OIDC', 'session-cookie-expiration': 3600,
    'back-channel-logout-allowed': true,
  },
});

const people = new Map();

async function putClient({ client_id, client_secret, redirect_uris, post_logout_redirect_uris, backchannel_logout_uri }) {
  const known = (await admin.send(`${origin}/api/client/${client_id}`)).ok;
  await call(known ? 'PUT' : 'POST', `/client/${known ? client_id : ''}`, {
    client_id, name: client_id, client_secret, confidential: true, enabled: true, scope: [],
    redirect_uri: redirect_uris, authorization_type: ['code'], token_endpoint_auth_method: ['client_secret_basic'],
    post_logout_redirect_uris, backchannel_logout_uri,
  });
}

/** `sub` is the user's name here; what the provider calls its subject is random. */
async function putAccount({ sub, email, name, groups = [] }) {
  const known = people.has(sub);
  people.set(sub, new Browser());
  await call(known ? 'PUT' : 'POST', `/user/${known ? sub : ''}`, {
    username: sub, name, email, password: 'correct horse battery staple', enabled: true,
    scope: ['g_profile', ...SCOPES], groups: groups.join(' '),
  });
}

async function rotate() {
  await call('PUT', `/mod/plugin/${PLUGIN}`, plugin());
  await call('PUT', `/mod/plugin/${PLUGIN}/reset`);
}

async function logIn({ url, sub }) {
  const browser = people.get(sub);
  const log = await browser.send(`${origin}/api/auth/`, {
    method: 'POST', json: { username: sub, password: 'correct horse battery staple' },
  });
  if (!log.ok) throw new Error(`log-in of ${sub}: ${log.status}`);
  const client = new URL(url).searchParams.get('client_id');
  await browser.send(`${origin}/api/auth/grant/${client}`, { method: 'PUT', json: { scope: SCOPES.join(' ') } });
  const { location, response } = await browser.follow(origin, `${url}&g_continue`);
  if (location) return location;
  throw new Error(`no redirect: ${response.status} ${await response.text()}`);
}

/** What the provider's page does when the person says yes. */
async function logOut({ url, sub }) {
  const browser = people.get(sub);
  const asked = new URL((await browser.send(url)).headers.get('location'));
  await browser.send(`${issuer}/session/${asked.searchParams.get('sid')}`, { method: 'DELETE' });
  return asked.searchParams.get('callback_url');
}

await logInAsAdmin();
for (const name of ['email', 'profile']) {
  await call('POST', '/scope/', { name, display_name: name, description: name, password_required: false, scheme: {} });
}
await addProperty('user', 'groups', { multiple: false, 'profile-read': true, 'profile-write': false });
await addProperty('client', 'post_logout_redirect_uris', { multiple: true });
await call('POST', '/mod/plugin/', plugin());
const control = await serveControl({ putClient, putAccount, rotate, logIn, logOut });
console.log(JSON.stringify({ event: 'listening', issuer, control }));
