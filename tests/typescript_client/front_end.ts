// What a front end writes with the generated client: it compiles only if the schema keeps its promises.
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";
import { ScansDocument, StartScanDocument, type ScanFieldsFragment, type UserErrorCode } from "./generated/client.js";

export async function ask<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
  const body = JSON.stringify({ query: print(document), variables });
  const headers = { "Content-Type": "application/json", Accept: "application/graphql-response+json" };
  const answer = (await (await fetch("/graphql", { method: "POST", headers, body })).json()) as { data: Data };
  return answer.data;
}

export async function start(assetId: string, idempotencyKey: string): Promise<ScanFieldsFragment | UserErrorCode> {
  const { startScan } = await ask(StartScanDocument, { input: { assetId, profile: "QUICK", idempotencyKey } });
  const refused = startScan?.userErrors[0];
  if (refused) return refused.code;
  if (!startScan?.scan) throw new Error("a top-level error says why");
  return startScan.scan;
}

export async function running(): Promise<string[]> {
  const { scans } = await ask(ScansDocument, { first: 100, filter: { states: ["QUEUED", "RUNNING"] } });
  return (scans?.nodes ?? []).map((scan) => `${scan.id}: ${scan.job?.progress?.done ?? 0}`);
}

// @ts-expect-error an input without what is required
void ask(StartScanDocument, { input: { assetId: "asset_01" } });
// @ts-expect-error a value that the enum does not know
void ask(StartScanDocument, { input: { assetId: "asset_01", profile: "SLOW" } });
// @ts-expect-error what can be null is not used unseen
void ask(ScansDocument, {}).then(({ scans }) => scans.nodes);
