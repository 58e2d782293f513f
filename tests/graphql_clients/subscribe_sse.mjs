// Subscribes with graphql-sse, each operation over a connection of its own: { url, token, query, variables }. Prints what happens
// to it, a line of JSON for each event.
import { createClient } from "graphql-sse";

const { url, token, query, variables, stopAfter } = JSON.parse(process.argv[2]);
const print = (event) => console.log(JSON.stringify(event));
let results = 0;

const client = createClient({
  url,
  headers: { Authorization: `Bearer ${token}` },
  retryAttempts: 0,
  on: { connected: () => print({ event: "connected" }) },
});

const stop = client.subscribe({ query, variables }, {
  next: (result) => {
    print({ event: "next", ...result });
    if (++results === stopAfter) stop();
  },
  error: (error) => print({ event: "error", status: error.response?.status, message: error.message }),
  complete: () => print({ event: "complete" }),
});
