import { ADMISSION_ENGINES } from "../../aws";
import { loadOrganization } from "../../config";
import { plan } from "../../plan";
import { ProblemError } from "../../problem";
import { type Command, EXIT, UsageError, type Values } from "../command";
import { type Defaults, ORGANIZATION, organizationFile } from "../defaults";
import { checkedRegion } from "../region";
import { count } from "../terminal";
import { attempt, FILE_REASONS, replaceFile } from "../writing";
import { type Format, FORMATS, type Place, placesOf, render, type Rendered } from "./rendered";

/** `supply-chain trust-policy [FILE]` */
export function trustPolicyCommand(defaults: Defaults): Command {
  return {
    name: "trust-policy",
    summary: "print whose signatures an account trusts for which repositories",
    description: `Prints the trust policy of one account and region, from the profiles that the registry signs with: every trusted
generation of each profile, and the exact repositories that the account may pull, in the registry and its replicas.
Where accounts trust different things, name one. Builds nothing and asks AWS nothing.

--format notation  trustpolicy.json, for "notation policy import"; names what the account may only verify, too
--format ecs       the same document, for a verifier on ECS: of what the account may pull and so run
--format eks       a Kubernetes manifest, for the admission controller of the account's EKS clusters`,
    options: {
      ...ORGANIZATION,
      account: {
        type: "string",
        value: "KEY",
        help: "an account of the file, by its key or id; default all, if they trust the same",
      },
      region: {
        type: "string",
        value: "REGION",
        help: "a region of its clusters, or of an account that verifies; default all, if they trust the same",
      },
      format: { type: "string", value: FORMATS.join("|"), help: "who reads it; default notation" },
      engine: {
        type: "string",
        value: ADMISSION_ENGINES.join("|"),
        help: "admission controller, with --format eks; default that of the clusters, if it is one",
      },
      output: {
        type: "string",
        value: "FILE",
        help: "write it there instead, whole or not at all, over what is there",
      },
    },
    positionals: ["[FILE]"],
    writes: true,
    run(values, positionals, terminal) {
      const format = oneOf("--format", FORMATS, values["format"]) ?? "notation";
      const engine = oneOf("--engine", ADMISSION_ENGINES, values["engine"]);
      if (engine !== undefined && format !== "eks") throw new UsageError("--engine needs --format eks");
      const file = organizationFile(values, positionals, defaults);
      const organization = loadOrganization(file, defaults.today);
      const places = selected(placesOf(organization, plan(organization, defaults.today)), {
        account: accountOf(values["account"], organization.accounts),
        region: values["region"] === undefined ? undefined : checkedRegion(String(values["region"])),
      });
      const found = places
        .flatMap((place) => render(place, format))
        .filter((rendered) => engine === undefined || rendered.engine === engine);
      const policy = only(found, format);
      if (values["output"] === undefined) {
        terminal.out(policy.text);
        return EXIT.ok;
      }
      const output = String(values["output"]);
      attempt(output, FILE_REASONS, () => {
        replaceFile(output, policy.text);
      });
      const { trustPolicies } = policy.document;
      const scopes = trustPolicies.reduce((sum, { registryScopes }) => sum + registryScopes.length, 0);
      terminal.out(
        `${output} written: ${count(trustPolicies.length, "profile")}, ${count(scopes, "repository", "repositories")}\n`,
      );
      return EXIT.ok;
    },
  };
}

function oneOf<T extends string>(
  option: string,
  allowed: readonly T[],
  value: Values[string],
): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one === value);
  if (found === undefined)
    throw new UsageError(`${option} ${String(value)} is not one of ${allowed.join(", ")}`);
  return found;
}

/** The key of an account that is named by its key or by its id. */
function accountOf(
  value: Values[string],
  accounts: Readonly<Record<string, { readonly id: string }>>,
): string | undefined {
  if (value === undefined) return undefined;
  const [key] = Object.entries(accounts).find(([key, { id }]) => key === value || id === value) ?? [];
  if (key !== undefined) return key;
  throw new UsageError(`there is no account ${String(value)}; there are ${Object.keys(accounts).join(", ")}`);
}

function selected(places: readonly Place[], { account, region }: Values): Place[] {
  const found = places.filter(
    (place) =>
      (account === undefined || place.account.key === account) &&
      (region === undefined || place.region === region),
  );
  if (found.length > 0) return found;
  const where = [account, region].filter((one) => one !== undefined).join(" in ");
  const others = [...new Set(places.map(named))];
  throw new ProblemError([
    {
      code: "no-signatures-asked",
      path: account === undefined ? "accounts" : `accounts.${String(account)}.clusters`,
      message: `no cluster${where === "" ? "" : ` of ${where}`} asks for signatures`,
      ...(others.length === 0 ? {} : { allowed: listed(others) }),
      change:
        "set `signatures: alert` or `signatures: block` for a cluster, or name the account under `verify` of a repository",
    },
  ]);
}

/** The one policy that was asked for. */
function only(found: readonly Rendered[], format: Format): Rendered {
  const [first, ...others] = found;
  if (first === undefined) {
    throw new ProblemError([
      {
        code: "no-verifier-of-format",
        path: "--format",
        message: `no cluster that reads the format ${format} asks for signatures there`,
        change: "choose another format, account, region or engine",
      },
    ]);
  }
  if (others.some(({ text }) => text !== first.text)) {
    throw new UsageError(
      `there are different trust policies; choose one with --account, --region or --engine: ${listed([...new Set(found.map(named))])}`,
    );
  }
  if (first.document.trustPolicies.length === 0) {
    throw new ProblemError([
      {
        code: "nothing-to-trust",
        path: `accounts.${first.account.key}`,
        ...(first.clusters.length > 0 ? RUNS_NOTHING : VERIFIES_NOTHING),
      },
    ]);
  }
  return first;
}

const RUNS_NOTHING = {
  message: "may pull no signed repository, so its clusters refuse every image",
  change: 'add the account to `pull` of a repository, or set `signatures: "off"` for its clusters',
};

const VERIFIES_NOTHING = {
  message: "verifies repositories of which none is signed",
  change: "name with `signedBy` the profile that signs them",
};

function named({ account, region, engine }: Pick<Rendered, "account" | "region" | "engine">): string {
  return [account.key, region, ...(engine === undefined ? [] : [engine])].join(" ");
}

const LISTED = 10;

function listed(names: readonly string[]): string {
  const rest = names.length - LISTED;
  return [...names.slice(0, LISTED), ...(rest > 0 ? [`${String(rest)} more`] : [])].join(", ");
}
