import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Descriptor, TrustPolicy, TrustStore, Verifier } from "../../notation";
import { run } from "../../local/tools-process";
import { describeWith, NOTATION, OCI_REGISTRY } from "../support/tools";
import { policyText, statement } from "./support/policy";
import { problems } from "./support/verify";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const NOTARY = "application/vnd.cncf.notary.signature";
const REPOSITORY = "shop/api";
const digestOf = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

describeWith([NOTATION, OCI_REGISTRY], "signatures of the notation CLI in an OCI registry", () => {
  let registry: ChildProcess;
  let host = "";
  let home = "";
  let subject: Descriptor;
  const signatures = new Map<string, Buffer>();

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "notation-"));
    registry = spawn(OCI_REGISTRY.path, { stdio: ["pipe", "pipe", "inherit"] });
    host = await new Promise<string>((done) =>
      registry.stdout?.once("data", (line: Buffer) => {
        done(line.toString().trim());
      }),
    );
    subject = await pushImage(host);
    await notation("cert", "generate-test", "--default", "example");
    for (const format of ["jws", "cose"]) {
      await notation(
        "sign",
        "--insecure-registry",
        "--force-referrers-tag=false",
        "--signature-format",
        format,
        "--user-metadata",
        `format=${format}`,
        reference(),
      );
    }
    for (const { mediaType, bytes } of await referrers(host, subject.digest))
      signatures.set(mediaType, bytes);
  }, 60_000);

  afterAll(() => {
    registry.stdin?.end();
    rmSync(home, { recursive: true, force: true });
  });

  const reference = () => `${host}/${REPOSITORY}@${subject.digest}`;

  async function notation(...args: readonly string[]): Promise<void> {
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
    const { code, stdout, stderr } = await run(NOTATION.path, args, { env });
    if (code !== 0) throw new Error(`notation ${args.join(" ")}: ${stdout}${stderr}`);
  }

  function verify(signature: Uint8Array, mediaType: string, change: Partial<Descriptor> = {}) {
    const verifier = new Verifier({
      policy: TrustPolicy.parse(
        Buffer.from(
          policyText(
            statement({
              registryScopes: [`${host}/${REPOSITORY}`],
              trustStores: ["ca:example"],
              trustedIdentities: ["x509.subject: C=US, ST=WA, O=Notary"],
            }),
          ),
        ),
      ),
      trustStore: new TrustStore({
        "ca:example": [readFileSync(join(home, "notation", "localkeys", "example.crt"))],
      }),
    });
    return verifier.verify({
      signature,
      mediaType,
      subject: { ...subject, ...change },
      reference: reference(),
    });
  }

  test("there is one of each format", () => {
    expect([...signatures.keys()].sort()).toEqual(["application/cose", "application/jose+json"]);
  });

  test.each(["application/jose+json", "application/cose"])("%s is trusted", async (mediaType) => {
    const verdict = await verify(signatures.get(mediaType) ?? Buffer.of(), mediaType);
    expect(problems(verdict)).toEqual([]);
    expect(verdict.trusted).toBe(true);
    expect(verdict.signature).toMatchObject({
      mediaType,
      algorithm: "PS256",
      signer: "CN=example,O=Notary,L=Seattle,ST=WA,C=US",
    });
  });

  test.each(["application/jose+json", "application/cose"])(
    "%s is refused for another manifest",
    async (mediaType) => {
      const verdict = await verify(signatures.get(mediaType) ?? Buffer.of(), mediaType, {
        size: subject.size + 1,
      });
      expect(verdict.trusted).toBe(false);
    },
  );

  test.each(["application/jose+json", "application/cose"])(
    "%s is refused with any byte of what is signed, of the signature or of the chain changed",
    async (mediaType) => {
      const original = signatures.get(mediaType) ?? Buffer.of();
      const accepted: number[] = [];
      for (let at = 0; at < original.length; at += 7) {
        const changed = Buffer.from(original);
        changed[at] = (changed[at] ?? 0) ^ 1;
        if ((await verify(changed, mediaType)).trusted !== false) accepted.push(at);
      }
      // Only the unsigned agent's name, its text and the text's label may change.
      const agent = original.indexOf("io.cncf.notary.signingAgent");
      expect(accepted.filter((at) => at < agent - 2 || at > agent + 100)).toEqual([]);
    },
  );
});

async function pushBlob(host: string, bytes: Buffer): Promise<void> {
  const started = await fetch(`http://${host}/v2/${REPOSITORY}/blobs/uploads/`, { method: "POST" });
  const location = new URL(started.headers.get("location") ?? "", `http://${host}`);
  location.searchParams.set("digest", digestOf(bytes));
  const ended = await fetch(location, {
    method: "PUT",
    body: bytes,
    headers: { "content-type": "application/octet-stream" },
  });
  if (!ended.ok) throw new Error(`the registry answered ${String(ended.status)} to a blob`);
}

async function pushImage(host: string): Promise<Descriptor> {
  const config = Buffer.from("{}");
  await pushBlob(host, config);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: {
        mediaType: "application/vnd.oci.image.config.v1+json",
        digest: digestOf(config),
        size: config.length,
      },
      layers: [],
    }),
  );
  const digest = digestOf(manifest);
  const pushed = await fetch(`http://${host}/v2/${REPOSITORY}/manifests/${digest}`, {
    method: "PUT",
    body: manifest,
    headers: { "content-type": MANIFEST },
  });
  if (!pushed.ok) throw new Error(`the registry answered ${String(pushed.status)} to a manifest`);
  return { mediaType: MANIFEST, digest, size: manifest.length };
}

interface Manifest {
  readonly layers: readonly { readonly mediaType: string; readonly digest: string }[];
}

/** The signature envelopes that the registry's referrers API lists. */
async function referrers(host: string, digest: string): Promise<{ mediaType: string; bytes: Buffer }[]> {
  const get = async (path: string) => {
    const response = await fetch(`http://${host}/v2/${REPOSITORY}/${path}`, {
      headers: { accept: `${MANIFEST}, */*` },
    });
    if (!response.ok) throw new Error(`the registry answered ${String(response.status)} to ${path}`);
    return Buffer.from(await response.arrayBuffer());
  };
  const index = JSON.parse((await get(`referrers/${digest}`)).toString()) as {
    manifests: { digest: string; artifactType: string }[];
  };
  return Promise.all(
    index.manifests
      .filter(({ artifactType }) => artifactType === NOTARY)
      .map(async (found) => {
        const { layers } = JSON.parse((await get(`manifests/${found.digest}`)).toString()) as Manifest;
        const [layer] = layers;
        if (layer === undefined) throw new Error("a signature has no layer");
        return { mediaType: layer.mediaType, bytes: await get(`blobs/${layer.digest}`) };
      }),
  );
}
