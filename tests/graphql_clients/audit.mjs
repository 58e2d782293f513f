// Runs the audits of GraphQL over HTTP against { url }; a line of JSON for each.
import { serverAudits } from "graphql-http";

const { url } = JSON.parse(process.argv[2]);
for (const audit of serverAudits({ url })) {
  const result = await audit.fn();
  const { id, name, status, reason } = result;
  console.log(JSON.stringify({ id, name, status, reason }));
}
