// Subscribes with graphql-ws: { url, token, query, variables }. Prints what happens to it, a line of JSON for each event.
import { createClient } from "graphql-ws";
import WebSocket from "ws";

const { url, token, query, variables } = JSON.parse(process.argv[2]);
const print = (event) => console.log(JSON.stringify(event));
let pongs = 0;

const client = createClient({
  url,
  webSocketImpl: WebSocket,
  connectionParams: { Authorization: `Bearer ${token}` },
  keepAlive: 100,
  retryAttempts: 0,
  on: {
    connected: () => print({ event: "connected" }),
    pong: (received) => received && ++pongs % 2 === 0 && print({ event: "pongs" }),
    closed: ({ code, reason }) => print({ event: "closed", code, reason }),
  },
});

client.subscribe({ query, variables }, {
  next: (result) => print({ event: "next", ...result }),
  error: (error) => print({ event: "error", code: error.code, errors: Array.isArray(error) ? error : undefined }),
  complete: () => {
    print({ event: "complete" });
    client.dispose();
  },
});
