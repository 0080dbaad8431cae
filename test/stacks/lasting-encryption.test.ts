import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rejectionOf } from "../support/rejection";
import { type Edit, RegistrySynths } from "./registry-synths";

let synths: RegistrySynths;

beforeEach(() => {
  synths = new RegistrySynths();
});

afterEach(() => {
  synths.remove();
});

const KEY = "arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555";
const CACHES = "  pullThroughCache: [kubernetes, ecr-public] # both need no secret\n";
const cache = (settings: string): Edit => [CACHES, `  pullThroughCache: { kubernetes: ${settings} }\n`];
const template = (encryption = ""): Edit => {
  const settings = `appliedFor: [CREATE_ON_PUSH], push: [{ account: images, role: ci }]${encryption}`;
  return [CACHES, `${CACHES}  creationTemplates:\n    sandbox: { ${settings} }\n`];
};
const WEB = "      encryption: kms\n";
const web = (encryption: string): Edit => [WEB, `      encryption: ${encryption}\n`];
const REPORTS = "      pull: [data]\n";
const GONE: Edit = [
  [
    "    data/reports:\n      signedBy: reports\n",
    "      push: [{ account: images, role: supply-chain/push/reports }]\n",
    REPORTS,
  ].join(""),
  "",
];
const OF_YOURS = `{ type: kms, kmsKey: "${KEY}" }`;

/** What is refused after an earlier synth, in the words that do not depend on the machine or on hashes. */
const refused = (...edits: readonly Edit[]): string[] =>
  rejectionOf(() => synths.run(...edits)).map((line) =>
    line.replaceAll(dirname(dirname(synths.stack)), "OUT").replaceAll(/_[0-9A-F]{8}\b/g, "_HASH"),
  );

const vanished = (path: string, key: string, stack = "registry-images-eu-central-1") =>
  `registry.${path}: its key, aws_kms_key.${key}, would no longer be in the stack: what is encrypted with it needs it ` +
  "for good, and nobody can read an image without it; put the encryption with a key that is made back; to keep the key " +
  `in AWS without Terraform, write {"removed":[{"from":"aws_kms_key.${key}","lifecycle":{"destroy":false}}]} to ` +
  `OUT/stacks/${stack}/kept-keys.tf.json; if the last synth was never applied, remove OUT/stacks/${stack} ` +
  "[image-key-vanished]";

const ofCache = vanished(
  "pullThroughCache.kubernetes.encryption",
  "registry_caches_kubernetes_TemplateKey_HASH",
);
const ofTemplate = vanished(
  "creationTemplates.sandbox.encryption",
  "registry_creation-templates_sandbox_ResourceKey_HASH",
);

test.each<[string, Edit, readonly Edit[], string]>([
  ["a cache", cache("{ encryption: kms }"), [cache("{}")], ofCache],
  ["a cache that is gone", cache("{ encryption: kms }"), [[CACHES, ""]], ofCache],
  ["a template", template(", encryption: kms"), [template()], ofTemplate],
  ["a template that is gone", template(", encryption: kms"), [], ofTemplate],
  [
    "a template that gets a key of yours",
    template(", encryption: kms"),
    [template(`, encryption: ${OF_YOURS}`)],
    ofTemplate,
  ],
  [
    "a repository that is gone",
    [REPORTS, `${REPORTS}      encryption: kms\n`],
    [GONE],
    vanished("repositories.data/reports.encryption", "registry_repositories_data--reports_Key_HASH"),
  ],
])("the key made for %s is refused to leave the stack", (_, before, after, line) => {
  synths.run(before);
  const file = readFileSync(synths.file, "utf8");
  expect(refused(...after)).toEqual([line]);
  expect(readFileSync(synths.file, "utf8")).toBe(file);
});

test("the key made for replicas that nobody declared is refused to leave the stack", () => {
  synths.regions = ["eu-west-1"];
  const all: Edit = [CACHES, `${CACHES}  encryption: kms\n`];
  synths.run(all);
  expect(refused().filter((line) => line.includes("ReplicaTemplateKey"))).toEqual([
    vanished("encryption", "registry_settings_ReplicaTemplateKey_HASH", "registry-images-eu-west-1"),
  ]);
});

test("a key that people let Terraform forget may leave, and is not told to be destroyed", () => {
  synths.run(template(", encryption: kms"));
  const [line = ""] = rejectionOf(() => synths.run());
  const [, block = "", file = ""] = /write (\{.*\}) to (\S+);/.exec(line) ?? [];
  writeFileSync(file, block);
  expect(synths.superseded(template()).resources).toEqual([]);
  expect(existsSync(file)).toBe(true);
  expect(synths.superseded().resources).toEqual([]);
});

test.each<[string, Edit, string, string]>([
  ["none", web("aes256"), "AES256", "KMS with a key that is made"],
  ["a key of yours", web(OF_YOURS), `KMS with ${KEY}`, "KMS with a key that is made"],
])("a repository that is encrypted cannot change to %s", (_, edit, is, was) => {
  synths.run();
  expect(refused(edit)).toEqual([
    `registry.repositories.shop/web.encryption: would be ${is}, and was ${was} at the last synth: it cannot change once ` +
      "the repository is made; put it back, or make a repository of another name, push the images there and let the " +
      "consumers follow; if the last synth was never applied, remove OUT/stacks/registry-images-eu-central-1 " +
      "[repository-encryption-changed]",
  ]);
});

test("nor can one of another key, nor one that had none", () => {
  synths.run(web(OF_YOURS));
  expect(refused(web(OF_YOURS.replace("key/1", "key/2")))[0]).toContain(
    `would be KMS with ${KEY.replace("key/1", "key/2")}, and was KMS with ${KEY} at the last synth`,
  );
  synths.remove();
  synths = new RegistrySynths();
  synths.run(web("aes256"));
  expect(refused()[0]).toContain("would be KMS with a key that is made, and was AES256 at the last synth");
});

test("caches and templates may have a key for what they make from now on", () => {
  synths.run(cache("{}"));
  expect(() => synths.run(cache("{ encryption: kms }"))).not.toThrow();
  expect(() => synths.run(cache("{ encryption: kms }"))).not.toThrow();
});

test("a stack of the same name in another account of another organization binds nobody", () => {
  synths.run();
  const stack = readFileSync(synths.file, "utf8");
  const other = stack.replaceAll("333333333333", "777777777777").replaceAll("o-exampleorg1", "o-zzzzzzzzzz");
  writeFileSync(join(synths.stack, "cdk.tf.json"), other);
  expect(() => synths.run(web("aes256"))).not.toThrow();
});

describe("an account of another name", () => {
  const RENAMED: readonly Edit[] = [
    ["  images: {", "  store: {"],
    ["account: images,", "account: store,"],
  ];
  const keysIn = (region: string) => `registry-store-${region}/kept-keys.tf.json`;

  test("has the encryption of its number", () => {
    synths.run();
    expect(refused(...RENAMED, web("aes256"))).toEqual([
      expect.stringMatching(
        /^registry\.repositories\.shop\/web\.encryption: would be AES256, .*remove OUT\/stacks\/registry-images-eu-central-1 \[repository-encryption-changed\]$/,
      ),
    ]);
  });

  test("has the keys of its number, and lets them go beside the stack of now", () => {
    synths.run(cache("{ encryption: kms }"));
    const lines = refused(...RENAMED, cache("{}"));
    expect(lines).toEqual([
      ofCache.replace("registry-images-eu-central-1/kept-keys.tf.json", keysIn("eu-central-1")),
    ]);
    const [line = ""] = rejectionOf(() => synths.run(...RENAMED, cache("{}")));
    const [, block = "", file = ""] = /write (\{.*\}) to (\S+);/.exec(line) ?? [];
    mkdirSync(dirname(file));
    writeFileSync(file, block);
    expect(() => synths.run(...RENAMED, cache("{}"))).not.toThrow();
  });

  test("goes by the last synth, not by the folder that an earlier name left", () => {
    synths.run(web("aes256"));
    rmSync(join(synths.stack, "..", "..", "manifest.json"));
    const before = readFileSync(synths.file, "utf8");
    rmSync(synths.stack, { recursive: true });
    synths.run(...RENAMED);
    mkdirSync(synths.stack);
    writeFileSync(synths.file, before);
    expect(() => synths.run()).not.toThrow();
  });

  test("goes by the stack of its own name where the last synth is unknown", () => {
    synths.run(...RENAMED, web("aes256"));
    const former = readFileSync(synths.file.replace("registry-images", "registry-store"), "utf8");
    rmSync(dirname(dirname(synths.stack)), { recursive: true });
    synths.run();
    const stale = synths.stack.replace("registry-images", "registry-a");
    mkdirSync(stale);
    writeFileSync(join(stale, "cdk.tf.json"), former);
    rmSync(join(synths.stack, "..", "..", "manifest.json"));
    expect(() => synths.run()).not.toThrow();
  });
});

describe("what Terraform would destroy", () => {
  /** Takes the protection of what has this type from the last synth. */
  const unprotect = (type: string) => {
    const stack = JSON.parse(readFileSync(synths.file, "utf8")) as {
      resource: Record<string, Record<string, { lifecycle?: unknown }>>;
    };
    const resources = Object.values(stack.resource[type] ?? {});
    expect(resources.length).toBeGreaterThan(0);
    for (const resource of resources) delete resource.lifecycle;
    writeFileSync(synths.file, JSON.stringify(stack));
  };

  test("may be a repository, which then comes back with another encryption", () => {
    synths.run();
    unprotect("aws_ecr_repository");
    expect(() => synths.run(web(OF_YOURS))).not.toThrow();
  });

  test("may be a key, which people chose to destroy", () => {
    synths.run(cache("{ encryption: kms }"));
    unprotect("aws_kms_key");
    expect(() => synths.run(cache("{}"))).not.toThrow();
  });
});

test("a template for replicas of one prefix is told as that one", () => {
  const replicated = (encryption = ""): Edit => [
    CACHES,
    `${CACHES}  creationTemplates:\n    sandbox: { appliedFor: [REPLICATION], regions: [eu-west-1]${encryption} }\n`,
  ];
  synths.regions = ["eu-west-1"];
  synths.run(replicated(", encryption: kms"));
  expect(refused(replicated())).toEqual([
    vanished(
      "creationTemplates.sandbox.encryption",
      "registry_creation-templates_sandbox_ResourceKey_HASH",
      "registry-images-eu-west-1",
    ),
  ]);
});
