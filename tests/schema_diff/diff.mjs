// Usage: node diff.mjs RELEASED NEW. Prints how NEW differs from RELEASED, and fails if that breaks clients.
// What RELEASED calls deprecated may change or go.
import { readFileSync } from "node:fs";
import { diff } from "@graphql-inspector/core";
import { buildASTSchema, getNamedType, isAbstractType, isEnumType, isInputObjectType, isObjectType, parse, visit } from "graphql";

const schemaOf = (document) => buildASTSchema(document, { assumeValidSDL: true, assumeValid: true });

const withoutDeprecated = (document) => {
  const drop = (node) => (node.directives?.some(({ name }) => name.value === "deprecated") ? null : undefined);
  return visit(document, { FieldDefinition: drop, InputValueDefinition: drop, EnumValueDefinition: drop });
};

const reachable = (schema) => {
  const seen = new Set();
  const reach = (named) => {
    const type = named && getNamedType(named);
    if (!type || seen.has(type.name)) return;
    seen.add(type.name);
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(reach);
    if (isEnumType(type) || !type.getFields) return;
    for (const field of Object.values(type.getFields())) {
      reach(field.type);
      if (!isInputObjectType(type)) field.args.forEach((argument) => reach(argument.type));
    }
    if (isObjectType(type)) type.getInterfaces().forEach(reach);
  };
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].forEach(reach);
  return seen;
};

const [released, current] = process.argv.slice(2).map((path) => parse(readFileSync(path, "utf8")));
const kept = schemaOf(withoutDeprecated(released));
const inUse = reachable(kept);
const isUnused = ({ type, path }) => type === "TYPE_REMOVED" && !inUse.has(path);
const isBreaking = (change) => change.criticality.level === "BREAKING" && !isUnused(change);

const all = await diff(schemaOf(released), schemaOf(current));
const breaking = (await diff(kept, schemaOf(current))).filter(isBreaking);
for (const { type, message } of all) {
  if (!type.includes("DESCRIPTION") && !breaking.some((change) => change.message === message)) console.log(`may: ${message}`);
}
for (const { message } of breaking) console.log(`breaks clients: ${message}`);
process.exitCode = breaking.length > 0 ? 1 : 0;
