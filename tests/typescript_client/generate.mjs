// Usage: node generate.mjs SCHEMA OPERATIONS FOLDER. Writes `schema.ts`, all types of the schema, and `client.ts`, a typed
// document for each operation.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescript from "@graphql-codegen/typescript";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";

const [schema, operations, folder] = process.argv.slice(2);
const config = {
  strictScalars: true,
  scalars: { DateTime: "string", EmailAddress: "string", URL: "string" },
  enumsAsTypes: true,
  useTypeImports: true,
};

async function generate(name, pluginMap) {
  const filename = join(folder, name);
  const documents = [{ location: operations, document: parse(readFileSync(operations, "utf8")) }];
  const plugins = Object.keys(pluginMap).map((plugin) => ({ [plugin]: {} }));
  const text = await codegen({ filename, schema: parse(readFileSync(schema, "utf8")), documents, config, plugins, pluginMap });
  writeFileSync(filename, text);
}

await generate("schema.ts", { typescript });
await generate("client.ts", { typescriptOperations, typedDocumentNode });
