// Breaks the rules of graphql-transport-ws, one after the other, and prints the close code of each: { url, token, query, variables }.
import { CloseCode, createClient, GRAPHQL_TRANSPORT_WS_PROTOCOL } from "graphql-ws";
import WebSocket from "ws";

const { url, token, query, variables } = JSON.parse(process.argv[2]);
const init = { type: "connection_init", payload: { Authorization: `Bearer ${token}` } };
const subscribe = { id: "1", type: "subscribe", payload: { query, variables } };

// The close code of a socket on which these messages are sent, the later ones after the acknowledgement.
function closed(protocol, first, ...later) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocol);
    const send = (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message));
    socket.on("open", () => first && send(first));
    socket.on("message", (data) => JSON.parse(data).type === "connection_ack" && later.forEach(send));
    socket.on("close", (code) => resolve(code));
    socket.on("error", reject);
  });
}

// The close code that the client's own user is told.
function told(connectionParams) {
  return new Promise((resolve) => {
    const client = createClient({
      url, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0, lazy: false, onNonLazyError: () => {},
      on: { closed: (event) => resolve(event.code) },
    });
    return client;
  });
}

const ours = GRAPHQL_TRANSPORT_WS_PROTOCOL;
const cases = {
  "no JSON": closed(ours, "nonsense"),
  "no message of the protocol": closed(ours, init, { type: "start" }),
  "subscribed before the acknowledgement": closed(ours, subscribe),
  "a wrong token": told({ Authorization: "Bearer wrong" }),
  "no token": told({}),
  "the older protocol": closed("graphql-ws"),
  "no protocol": closed([]),
  "silence": closed(ours),
  "an id twice": closed(ours, init, subscribe, subscribe),
  "a second introduction": closed(ours, init, init),
};
const names = Object.fromEntries(Object.entries(CloseCode).map(([name, code]) => [code, name]));
for (const [name, code] of Object.entries(cases)) {
  const value = await code;
  console.log(JSON.stringify({ case: name, code: value, name: names[value] }));
}
process.exit();
