// An operator makes a passkey by the link, logs in with it and asks the operators' API, in a browser with an authenticator of
// its own.
//
// `node operator.mjs '{"base":…,"path":…}'` tells on one line of JSON who it is then, and what the session cookie is like.
import puppeteer from 'puppeteer-core';

const { base, path } = JSON.parse(process.argv[2]);
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  const devtools = await page.createCDPSession();
  await devtools.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
  const press = (selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
  await page.goto(base + path);
  await press('form[data-create] button');
  const made = await page.$eval('main', (main) => main.innerText);
  await page.goto(base);
  await press('form[action="/log-in"] button');
  await press('form[data-passkey] button');
  const landed = page.url();
  const script = await page.evaluate(() => document.cookie);
  await page.setExtraHTTPHeaders({ 'x-xorb-client': 'test' });
  const response = await page.goto(`${base}/graphql?query=${encodeURIComponent('{ viewer { email } }')}`);
  const answer = await response.json();
  const cookies = await browser.cookies();
  const found = cookies.find(({ name }) => name === '__Host-xorb_operator') ?? {};
  const { httpOnly, secure, sameSite } = found;
  console.log(JSON.stringify({ made, landed, answer, script, cookie: { httpOnly, secure, sameSite, path: found.path }, problems }));
} finally {
  await browser.close();
}
