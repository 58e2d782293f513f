import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import { authorization, fill, learn } from './memory.js';
import { tabs } from './tabs.js';

const url = new URL('/graphql', window.location.href);
const socketUrl = new URL(url);
socketUrl.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';

// Headers that the "Headers" tab sets count more than what was learned.
let typed = {};

async function send(input, init) {
  typed = init.headers ?? {};
  const answer = await fetch(input, { ...init, headers: { ...authorization(), ...init.headers } });
  answer
    .clone()
    .json()
    .then((body) => learn(body.data))
    .catch(() => {});
  return answer;
}

const http = createGraphiQLFetcher({
  url: url.href,
  fetch: send,
  enableIncrementalDelivery: false,
  headers: { 'X-XORB-Client': 'graphiql', Accept: 'application/graphql-response+json, application/json;q=0.9' },
  wsClient: createClient({
    url: socketUrl.href,
    lazyCloseTimeout: 1000,
    retryAttempts: 1,
    connectionParams: () => {
      const own = Object.entries(typed).find(([name]) => name.toLowerCase() === 'authorization');
      return own ? { Authorization: own[1] } : authorization();
    },
  }),
});

const fetcher = (params, options) =>
  http({ ...params, variables: fill(params.variables) }, options);

// GraphiQL takes the first tab's variables from its storage only.
const storage = window.sessionStorage;
if (!storage.getItem('graphiql:tabState')) storage.setItem('graphiql:variables', tabs[0].variables);

createRoot(document.getElementById('graphiql')).render(
  createElement(GraphiQL, {
    fetcher,
    defaultTabs: tabs,
    defaultEditorToolsVisibility: 'variables',
    shouldPersistHeaders: false,
    // Variables may hold a password: nothing is kept beyond this browser tab.
    storage,
  }),
);
