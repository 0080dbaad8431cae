import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../../local/tools-process";
import { policyText, statement } from "../../notation/support/policy";
import { describeWith, NOTATION, OCI_REGISTRY } from "../../support/tools";
import { digestOf, MANIFEST } from "./registry-server";
import { Disk, reasons } from "./support";

const CONFIG = "application/vnd.oci.image.config.v1+json";
const REPOSITORY = "shop/api";

describeWith([NOTATION, OCI_REGISTRY], "images that the notation CLI signed in an OCI registry", () => {
  const disk = new Disk();
  const home = disk.path("home");
  const truststore = join(home, "notation", "truststore");
  let registry: ChildProcess;
  let host = "";

  beforeAll(async () => {
    registry = spawn(OCI_REGISTRY.path, { stdio: ["pipe", "pipe", "inherit"] });
    host = await new Promise<string>((done) =>
      registry.stdout?.once("data", (line: Buffer) => {
        done(line.toString().trim());
      }),
    );
    await notation("cert", "generate-test", "--default", "example");
    disk.write(
      "policy.json",
      policyText(
        statement({
          registryScopes: [`${host}/${REPOSITORY}`],
          trustStores: ["ca:example"],
          trustedIdentities: ["x509.subject: C=US, ST=WA, O=Notary"],
        }),
      ),
    );
  }, 60_000);

  afterAll(() => {
    registry.stdin?.end();
    disk.remove();
  });

  async function notation(...args: readonly string[]): Promise<void> {
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
    const { code, stdout, stderr } = await run(NOTATION.path, args, { env });
    if (code !== 0) throw new Error(`notation ${args.join(" ")}: ${stdout}${stderr}`);
  }

  async function put(path: string, type: string, body: Buffer): Promise<void> {
    const answer = await fetch(new URL(path, `http://${host}`), {
      method: "PUT",
      body,
      headers: { "content-type": type },
    });
    if (!answer.ok) throw new Error(`the registry answered ${String(answer.status)} to ${path}`);
  }

  /** Pushes an image of its own for each name. */
  async function push(name: string): Promise<string> {
    const config = Buffer.from(JSON.stringify({ name }));
    const started = await fetch(`http://${host}/v2/${REPOSITORY}/blobs/uploads/`, { method: "POST" });
    const location = new URL(started.headers.get("location") ?? "", `http://${host}`);
    location.searchParams.set("digest", digestOf(config));
    await put(location.href, "application/octet-stream", config);
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST,
        config: { mediaType: CONFIG, digest: digestOf(config), size: config.length },
        layers: [],
      }),
    );
    await put(`/v2/${REPOSITORY}/manifests/${digestOf(manifest)}`, MANIFEST, manifest);
    return `${host}/${REPOSITORY}@${digestOf(manifest)}`;
  }

  async function verify(image: string) {
    const { status, out } = await disk.verify(
      ...[image, "--policy", disk.path("policy.json"), "--trust-store", truststore, "--json"],
    );
    return { status, verdict: disk.valid(out) };
  }

  test.each([
    ["jws", "application/jose+json"],
    ["cose", "application/cose"],
  ])("are trusted, in %s, with notation's own folder of trust stores", async (format, mediaType) => {
    const image = await push(format);
    await notation("sign", "--insecure-registry", "--signature-format", format, image);
    const { status, verdict } = await verify(image);
    expect(reasons(verdict)).toEqual([]);
    expect({ status, trusted: verdict.trusted }).toEqual({ status: 0, trusted: true });
    expect(verdict.signature).toMatchObject({
      mediaType,
      signer: "CN=example,O=Notary,L=Seattle,ST=WA,C=US",
    });
  });

  test("are not, where nobody signed", async () => {
    const { status, verdict } = await verify(await push("unsigned"));
    expect(reasons(verdict)).toEqual(["envelope signature-missing"]);
    expect(status).toBe(1);
  });

  test("are not, where another signed", async () => {
    const image = await push("other");
    await notation("sign", "--insecure-registry", image);
    writeFileSync(
      disk.path("policy.json"),
      policyText(statement({ registryScopes: [`${host}/${REPOSITORY}`], trustStores: ["ca:none"] })),
    );
    const { status, verdict } = await verify(image);
    expect(reasons(verdict)).toEqual(["trustStore trust-store-missing", "revocation chain-untrusted"]);
    expect(status).toBe(1);
  });
});
