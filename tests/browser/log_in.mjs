// A person logs in with a browser, through the provider's own page, and asks GraphQL from a page of ours.
//
// `node log_in.mjs '{"base":…,"loginUri":…}'` tells on one line of JSON who it is then, and what the session cookie is like.
import puppeteer from 'puppeteer-core';

const { base, loginUri } = JSON.parse(process.argv[2]);
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(loginUri);
  const provider = new URL(page.url()).origin;
  await Promise.all([page.waitForNavigation(), page.click('button')]);
  const landed = page.url();
  await page.goto(`${base}/graphql`);
  const answer = await page.evaluate(async () => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xorb-client': 'test' },
      body: JSON.stringify({ query: '{ viewer { user { email } } }' }),
    });
    return response.json();
  });
  const script = await page.evaluate(() => document.cookie);
  const cookies = await browser.cookies();
  const { httpOnly, secure, sameSite, path } = cookies.find(({ name }) => name === '__Host-xorb_session') ?? {};
  console.log(JSON.stringify({ provider, landed, answer, script, cookie: { httpOnly, secure, sameSite, path }, problems }));
} finally {
  await browser.close();
}
