// A person goes through GraphiQL's ready tabs from left to right, in one browser tab: what one answers is known to the next.
//
// `node ready_tabs.mjs '{"base":…,"site":…,"proof":…,"tabs":…}'` tells on a line of JSON for each tab what it answered, and at
// last what went wrong in the page and which other hosts it asked. Step 4 registers `site`; step 5 begins when `proof` is there.
import { setTimeout } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';

const { base, site, proof, tabs } = JSON.parse(process.argv[2]);
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });

// What an editor of the page holds. Each keeps itself beside its element.
const text = (page, selector) => page.$eval(`${selector} .CodeMirror`, (element) => element.CodeMirror.getValue());

// The page reads a document a moment after it has shown it: before that it would run the operation of the last tab.
async function untilRead(page, number) {
  await page.waitForFunction((start) => {
    const { CodeMirror: editor } = document.querySelector('.graphiql-query-editor .CodeMirror');
    const query = editor.getValue();
    return query.startsWith(start) && query.includes(` ${editor.operationName}`);
  }, {}, `# ${number}.`);
}

async function answer(page) {
  for (;;) {
    const { data, errors } = JSON.parse((await text(page, '.result-window')) || '{}');
    const [root] = Object.values(data ?? {});
    // A scan that is watched sends more until it has finished.
    if (errors || (root && root.finishedAt !== null)) return { data, errors };
    await setTimeout(50);
  }
}

try {
  const page = await browser.newPage();
  const problems = [];
  const elsewhere = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => request.url().startsWith(base) || request.url().startsWith('data:') || elsewhere.push(request.url()));
  await page.goto(`${base}/graphql`);
  for (let number = 1; number <= tabs; number += 1) {
    await page.waitForSelector(`#graphiql-session-tab-${number - 1}`);
    await page.click(`#graphiql-session-tab-${number - 1}`);
    await untilRead(page, number);
    if (number === 4) {
      const variables = JSON.parse(await text(page, '.graphiql-editor-tool'));
      variables.input.address = site;
      await page.$eval('.graphiql-editor-tool .CodeMirror', (element, value) => element.CodeMirror.setValue(value), JSON.stringify(variables));
    }
    if (number === 5) while (!(await fetch(proof)).ok) await setTimeout(50);
    await page.click('.graphiql-execute-button');
    console.log(JSON.stringify({ number, ...(await answer(page)) }));
  }
  console.log(JSON.stringify({ problems, elsewhere }));
} finally {
  await browser.close();
}
