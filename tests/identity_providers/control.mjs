// The listener by which a test steers a provider: one command a path, JSON both ways.
//   PUT  /client    { client_id, client_secret, redirect_uris, … }   registers or changes a client
//   PUT  /account   { sub, email, email_verified, name, groups }     a person
//   POST /rotate                                                     new signing keys, without overlap
//   POST /log-in    { url, sub }     what this person's browser does from `url` on: where it is sent in the end
//   POST /log-out   { url, sub }     the same for a log-out
import { createServer } from 'node:http';

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : {};
}

export function serveControl({ putClient, putAccount, rotate, logIn, logOut }) {
  const commands = {
    'PUT /client': putClient,
    'PUT /account': putAccount,
    'POST /rotate': rotate,
    'POST /log-in': async (input) => ({ location: await logIn(input) }),
    'POST /log-out': async (input) => ({ location: await logOut(input) }),
  };
  const server = createServer(async (request, response) => {
    const command = commands[`${request.method} ${request.url}`];
    try {
      const answer = command ? await command(await read(request)) : { error: 'no such command' };
      response.writeHead(command ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
    } catch (error) {
      response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error: String(error) }));
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}
