import { NotationError, quoted, within } from "../error";
import { type JsonValue, objectOf, refuseOtherCase, parseJson, stringOf, stringsOf } from "../json";
import { parseIdentities } from "./identity";
import { type Actions, type LevelName, LEVELS, type ValidationAction, type ValidationType } from "./level";
import { policyError } from "./policy-error";
import { checkScopes, isRepositoryPath } from "./scope";
import { type TrustStatement, type TrustStoreReference, type TrustStoreType } from "./statement";

const CODE = "policy-invalid";
const MAX_BYTES = 1024 * 1024;
const OVERRIDES: Readonly<Record<string, readonly ValidationAction[]>> = {
  authenticity: ["enforce", "log"],
  authenticTimestamp: ["enforce", "log"],
  expiry: ["enforce", "log"],
  revocation: ["enforce", "log", "skip"],
};
const STORE = /^(ca|signingAuthority|tsa):([a-zA-Z0-9_.-]+)$/;

/** A trust policy that was checked as a whole. */
export class TrustPolicy {
  private constructor(readonly statements: readonly TrustStatement[]) {}

  /**
   * Reads a trust policy document for OCI artifacts. What a member says when it is missing is always the strictest,
   * so unknown members are ignored as notation-go does; one that differs from a known one in case only is refused,
   * because notation-go would take it.
   *
   * @throws NotationError `policy-invalid`, `json-malformed`
   * @see https://github.com/notaryproject/specifications/blob/main/specs/trust-store-trust-policy.md#oci-trust-policy
   */
  static parse(bytes: Uint8Array): TrustPolicy {
    if (bytes.length > MAX_BYTES) throw policyError(`the policy has more than ${String(MAX_BYTES)} bytes`);
    const document = objectOf(parseJson(bytes), CODE, "the policy");
    refuseOtherCase(document, ["version", "trustPolicies"], CODE);
    if (document.get("version") !== "1.0") throw policyError('the version of the policy is not "1.0"');
    const items = document.get("trustPolicies");
    if (!Array.isArray(items) || items.length === 0) throw policyError("the policy has no statement");
    const statements = items.map((item: JsonValue, index) =>
      within(`trustPolicies[${String(index)}]`, () => parseStatement(item)),
    );
    checkUnique(
      statements.map(({ name }) => name),
      (name) => `two statements have the name ${name}`,
    );
    checkUnique(
      statements.flatMap(({ registryScopes }) => registryScopes),
      (scope) => `the registry scope ${scope} is there twice`,
    );
    return new TrustPolicy(statements);
  }

  /**
   * The statement for `registry/repository@digest`: the one that names the repository before the one with `*`.
   *
   * @throws NotationError `policy-none`, `reference-invalid`
   */
  statementFor(reference: string): TrustStatement {
    const at = reference.lastIndexOf("@");
    const path = reference.slice(0, Math.max(at, 0));
    if (!isRepositoryPath(path)) {
      throw new NotationError("reference-invalid", "the reference is not registry/repository@digest");
    }
    const found =
      this.statements.find(({ registryScopes }) => registryScopes.includes(path)) ??
      this.statements.find(({ registryScopes }) => registryScopes.includes("*"));
    if (found !== undefined) return found;
    throw Object.assign(policyError(`no statement of the trust policy is for ${path}`), {
      code: "policy-none",
    });
  }
}

function checkUnique(values: readonly string[], message: (value: string) => string): void {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) throw policyError(message(quoted(value)));
    seen.add(value);
  }
}

function parseStatement(value: JsonValue): TrustStatement {
  const statement = objectOf(value, CODE, "the statement");
  refuseOtherCase(
    statement,
    ["name", "registryScopes", "signatureVerification", "trustStores", "trustedIdentities"],
    CODE,
  );
  const list = (name: string) => stringsOf(statement.get(name) ?? [], CODE, name);
  const name = stringOf(statement.get("name"), CODE, "name");
  if (name === "") throw policyError("the name is empty");
  const registryScopes = list("registryScopes");
  checkScopes(registryScopes);
  const verification = parseVerification(statement.get("signatureVerification"));
  const stores = list("trustStores");
  const identities = list("trustedIdentities");
  if (verification.level === "skip") {
    if (registryScopes.includes("*")) throw policyError("level skip is not allowed for the registry scope *");
    if (stores.length > 0 || identities.length > 0) {
      throw policyError("level skip is not allowed with trust stores or trusted identities");
    }
  } else if (stores.length === 0 || identities.length === 0) {
    throw policyError("has no trust store or no trusted identity; both are needed");
  }
  return {
    name,
    registryScopes,
    ...verification,
    trustStores: stores.map(parseStore),
    trustedIdentities: parseIdentities(identities),
  };
}

function parseStore(text: string): TrustStoreReference {
  const [, type, name] = STORE.exec(text) ?? [];
  if (type === undefined || name === undefined) {
    throw policyError(
      `the trust store ${quoted(text)} is not ca:, signingAuthority: or tsa: and a name of letters, digits, _ . -`,
    );
  }
  return { type: type as TrustStoreType, name };
}

function parseVerification(
  value: JsonValue | undefined,
): Pick<TrustStatement, "level" | "actions" | "verifyTimestamp"> {
  const verification = objectOf(value, CODE, "signatureVerification");
  refuseOtherCase(verification, ["level", "override", "verifyTimestamp"], CODE);
  const level = stringOf(verification.get("level"), CODE, "signatureVerification.level");
  if (!Object.hasOwn(LEVELS, level)) {
    throw policyError(`the level ${quoted(level)} is not strict, permissive, audit or skip`);
  }
  // Empty is what notation-go writes for a value that nobody gave.
  const given = verification.get("verifyTimestamp") ?? "";
  const verifyTimestamp = given === "" ? "always" : given;
  if (verifyTimestamp !== "always" && verifyTimestamp !== "afterCertExpiry") {
    throw policyError("verifyTimestamp is not always or afterCertExpiry");
  }
  const actions = override(level as LevelName, verification.get("override"));
  return { level: level as LevelName, actions, verifyTimestamp };
}

function override(level: LevelName, value: JsonValue | undefined): Actions {
  const actions: Record<ValidationType, ValidationAction> = { ...LEVELS[level] };
  const overrides = value === undefined || value === null ? [] : [...objectOf(value, CODE, "override")];
  if (overrides.length > 0 && level === "skip")
    throw policyError("level skip is not allowed with an override");
  for (const [type, item] of overrides) {
    const allowed = Object.hasOwn(OVERRIDES, type) ? OVERRIDES[type] : undefined;
    if (allowed === undefined) throw policyError(`override of ${quoted(type)} is not allowed`);
    const action = allowed.find((name) => name === item);
    if (action === undefined) throw policyError(`override of ${type} is not ${allowed.join(" or ")}`);
    actions[type as ValidationType] = action;
  }
  return actions;
}
