import { type RevocationPort } from "../../notation";
import { ProblemError } from "../../problem";
import { type Command, EXIT, UnknownAnswer, UsageError, type Values } from "../command";
import { type Defaults } from "../defaults";
import { count, problemLine, type Terminal, toJson } from "../terminal";
import { ecrCredentials, isEcr } from "./aws";
import { batch, MAX_LINE_BYTES } from "./batch";
import { caseOf, type CaseTexts, isReference, parseTime } from "./case";
import { SHOWN } from "./no-verdict";
import { type Credentials } from "./registry/client";
import { parseImage } from "./registry/image";
import { trustOf } from "./registry/trust";
import { verifyImage } from "./registry/verify";
import { offline, ONLINE } from "./revocation";
import { verdictText } from "./text";
import { type CaseVerdict } from "./verdict";
import { answered, Verifiers } from "./verifiers";

/** Options by the member of a case that they give. */
const OPTIONS = {
  signature: "signature",
  subject: "subject",
  reference: "reference",
  policy: "policy",
  trustStore: "trust-store",
  at: "at",
} as const;
const NEEDED = ["signature", "subject", "policy", "trustStore"] as const;

type Needed = (typeof NEEDED)[number];

/** `supply-chain verify` */
export function verifyCommand({ today }: Pick<Defaults, "today">): Command {
  return {
    name: "verify",
    summary: "verify an image's signatures, or signatures on disk, against a trust policy and trust stores",
    description: `Verifies the signatures of IMAGE in a registry, or an envelope that is a file, and prints each check. An envelope
is JWS or COSE by its content.

IMAGE  registry/repository@sha256:… or registry/repository:tag; one trusted signature is enough. Signatures are found
       with the referrers API and the fallback tag. A registry on loopback, localhost or 127.…, is asked over HTTP,
       any other over HTTPS, as nobody or as NOTATION_USERNAME with NOTATION_PASSWORD; one of ECR without these as
       who is signed in to AWS; not with --reference, --signature, --subject, --batch

With --signature or --batch it asks no registry, and without --online nobody at all.

Without --online nobody is asked about revocation, of an IMAGE neither: where the policy enforces it, a signature of AWS
Signer, or of a certificate that names whom to ask, is undecided. Add --online.

A subject is a JSON object with mediaType, digest and size of the signed manifest, as "oras manifest fetch --descriptor"
prints it: a file with it, or, where the text begins with {, the object itself.

--batch reads one case per line: a JSON object with signature, subject, reference, policy, trustStore and at. What a
line does not say, the options say. Paths start at the working directory. It prints one JSON verdict per line, in the
same order; a line that cannot be read, or is longer than ${String(MAX_LINE_BYTES)} bytes, gets "trusted": null and "problems".

What AWS is asked, ECR's password and with --online AWS Signer's word on revocation, needs the AWS SDK for JavaScript.`,
    options: {
      signature: { type: "string", value: "FILE", help: "the envelope" },
      subject: { type: "string", value: "FILE|JSON", help: "descriptor of what must have been signed" },
      reference: {
        type: "string",
        value: "REGISTRY/REPOSITORY@DIGEST",
        help: "which statement of the policy applies; default only the one for every repository, *",
      },
      policy: { type: "string", value: "FILE", help: "notation's trustpolicy.json" },
      "trust-store": {
        type: "string",
        value: "DIR",
        help: "notation's truststore, with x509/{ca,signingAuthority,tsa}/NAME/*, or the folder it is in; of an IMAGE default the roots of AWS Signer",
      },
      organization: {
        type: "string",
        short: "f",
        value: "FILE",
        help: "trust whom the organization's registry trusts, and its publishers, in the place of --policy; with IMAGE; of a replica the source registry is asked, too",
      },
      at: { type: "string", value: "TIME", help: "time of verification in RFC 3339; default now" },
      batch: { type: "string", value: "FILE", help: "verify the cases of FILE, one per line" },
      online: {
        type: "boolean",
        help: "ask AWS Signer, or the OCSP responders and CRLs of certificates, once they are trusted; default nobody: where the policy enforces revocation, undecided",
      },
      json: {
        type: "boolean",
        help: 'print {"trusted", "checks", …} as JSON; --batch always does, in one line',
      },
    },
    positionals: ["[IMAGE]"],
    exits: {
      [EXIT.ok]: "trusted; with --batch, every line got a verdict",
      [EXIT.problem]: "not trusted",
      [EXIT.unknown]: "undecided, or something cannot be read",
    },
    async run(values, [image], terminal) {
      const texts = textsOf(values);
      const revocation = values["online"] === true ? ONLINE : {};
      if (image !== undefined) {
        return tell(terminal, values, image, askRegistry(image, values, texts, { revocation, today }));
      }
      if (values["organization"] !== undefined) throw new UsageError("--organization needs IMAGE");
      checkReference(texts);
      const verifiers = new Verifiers(revocation);
      if (values["batch"] !== undefined) {
        return tellAll(terminal, values, batch(String(values["batch"]), texts, verifiers));
      }
      need(texts, NEEDED, ", or IMAGE, or --batch with a file of cases");
      const ask = () => verifiers.verify(caseOf(texts));
      return tell(terminal, values, texts.reference ?? texts.signature ?? "", ask);
    },
  };
}

function need(texts: CaseTexts, names: readonly Needed[], otherwise = ""): void {
  const missing = names.filter((name) => texts[name] === undefined).map((name) => `--${OPTIONS[name]}`);
  if (missing.length > 0) throw new UsageError(`verify needs ${missing.join(", ")}${otherwise}`);
}

function checkReference({ reference }: CaseTexts): void {
  if (reference === undefined || isReference(reference)) return;
  throw new UsageError(
    `--reference ${reference.slice(0, SHOWN)} is not registry/repository@digest, such as registry.example/shop/api@sha256:…`,
  );
}

/** How to ask for an image, once the command line says what it has to. */
function askRegistry(
  text: string,
  values: Values,
  { policy, trustStore, at }: CaseTexts,
  { revocation, today }: { readonly revocation: RevocationPort; readonly today: string },
) {
  const other = ["signature", "subject", "reference", "batch"].find((name) => values[name] !== undefined);
  if (other !== undefined) throw new UsageError(`--${other} does not go with IMAGE`);
  const organization = values["organization"] === undefined ? undefined : String(values["organization"]);
  if (policy === undefined && organization === undefined) {
    throw new UsageError("verify IMAGE needs --policy FILE or --organization FILE");
  }
  if (policy !== undefined && organization !== undefined) {
    throw new UsageError("verify IMAGE takes --policy or --organization, not both");
  }
  const image = parseImage(text);
  const time = at === undefined ? new Date() : (parseTime(at) ?? new Date(NaN));
  return async () => {
    const trust = trustOf({ policy, organization, trustStore }, today, revocation);
    const said = credentialsOf(process.env);
    // What was said is for the registry that was named, and goes to no other.
    const credentialsFor = async (registry: string) =>
      (registry === image.registry ? said : undefined) ??
      (isEcr(registry) ? ecrCredentials(registry) : undefined);
    return verifyImage({ image, trust, at: time, credentialsFor });
  };
}

function credentialsOf({
  NOTATION_USERNAME: username = "",
  NOTATION_PASSWORD: password = "",
}: NodeJS.ProcessEnv): Credentials | undefined {
  return username === "" && password === "" ? undefined : { username, password };
}

function textsOf(values: Values): CaseTexts {
  const texts = Object.entries(OPTIONS).flatMap(([name, option]) => {
    const value = values[option];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  const { at, ...others } = Object.fromEntries(texts) as CaseTexts;
  if (at === undefined) return others;
  if (parseTime(at) === undefined) {
    throw new UsageError(`--at ${at} is not a time of RFC 3339, such as 2026-06-15T12:00:00Z`);
  }
  return { ...others, at };
}

/** Prints a verdict; as JSON it is one too when something cannot be read. */
async function tell(
  terminal: Terminal,
  values: Values,
  about: string,
  ask: () => Promise<CaseVerdict>,
): Promise<number> {
  const isJson = values["json"] === true;
  try {
    const verdict = hinted(values, isJson ? await answered(ask) : await ask());
    terminal.out(isJson ? toJson(verdict) : verdictText(about, verdict));
    return exitOf(verdict.trusted);
  } catch (error) {
    // A mistake in a file says nothing of the signature.
    if (error instanceof ProblemError) throw new UnknownAnswer(error.problems, error.omitted);
    throw error;
  }
}

/** Prints verdicts as they come, one a line; what is wrong with the batch itself is told apart from them. */
async function tellAll(
  terminal: Terminal,
  values: Values,
  verdicts: AsyncIterable<CaseVerdict>,
): Promise<number> {
  try {
    for await (const verdict of verdicts) {
      if (terminal.isClosed?.() === true) return EXIT.unknown;
      terminal.out(`${JSON.stringify(hinted(values, verdict))}\n`);
      await terminal.room?.();
    }
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof UnknownAnswer)) throw error;
    const { problems } = error;
    terminal.err(`${problems.map(problemLine).join("\n")}\n\n${count(problems.length, "problem")}\n`);
    return EXIT.unknown;
  }
}

function hinted(values: Values, verdict: CaseVerdict): CaseVerdict {
  return values["online"] === true ? verdict : offline(verdict);
}

function exitOf(trusted: boolean | null): number {
  if (trusted === null) return EXIT.unknown;
  return trusted ? EXIT.ok : EXIT.problem;
}
