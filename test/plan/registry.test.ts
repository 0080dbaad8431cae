import { loadOrganization, parseOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { plan, type RegistryLayer } from "../../plan";
import { textOf } from "../config/bad-files/base";

const complete = plan(loadOrganization(EXAMPLES.complete));

/** The registry of one region of the complete example. */
function registryIn(place: string): RegistryLayer {
  const layer = complete.find(({ name }) => name === `registry-images-${place}`)?.layer;
  if (layer?.kind !== "registry") throw new Error(`there is no registry in ${place}`);
  return layer;
}

test("a stack that writes a secret asks for a Terraform that can write it without keeping it", () => {
  const asking = complete.filter(({ versions }) => versions.terraform !== ">= 1.10");
  expect(asking.map(({ name, versions }) => [name, versions.terraform])).toEqual([
    ["registry-images-eu-central-1", ">= 1.10, >= 1.11"],
  ]);
});

test("a stack with a setting of a newer provider asks for it", () => {
  const asking = complete.filter(({ versions }) => versions.awsProvider !== "~> 6.25");
  expect(asking.map(({ name, versions }) => [name, versions.awsProvider])).toEqual(
    ["registry-images-eu-west-1", "registry-images-us-east-1", "registry-images-eu-central-1"].map((name) => [
      name,
      "~> 6.25, >= 6.29",
    ]),
  );
});

test("every registry tells the same address: replication fails where it ends", () => {
  for (const region of ["eu-central-1", "eu-west-1", "us-east-1"]) {
    expect(registryIn(region).notify).toBe("registry@example.com");
  }
});

test("pulls that do not count do so in every registry", () => {
  for (const region of ["eu-central-1", "eu-west-1", "us-east-1"]) {
    expect(registryIn(region).pullTimeExclusions).toEqual([
      "arn:aws:iam::222222222222:role/scanners/third-party",
    ]);
  }
});

test("the registry's stack knows how each cache logs in and who imports", () => {
  const { caches } = registryIn("eu-central-1");
  const keyArn = "arn:aws:kms:eu-central-1:333333333333:key/66666666-7777-8888-9999-000000000000";
  const encryption = { type: "kms", keyArn };
  expect(caches.slice(-2)).toEqual([
    {
      prefix: "chainguard",
      upstream: "chainguard",
      encryption,
      credentialVersion: 1,
      importers: ["444444444444", "555555555555"],
    },
    {
      prefix: "platform",
      upstream: "ecr",
      encryption,
      registryHost: "666666666666.dkr.ecr.eu-west-1.amazonaws.com",
    },
  ]);
});

describe("caches in several regions", () => {
  const planned = plan(
    parseOrganization(
      textOf([
        ["  replication: [eu-west-1]\n", ""],
        ["release: { validity: 135 months }", "release:"],
        [
          "[kubernetes]",
          `
    ghcr:
      upstream: github
      credentials: arn:aws:secretsmanager:eu-west-1:333333333333:secret:ecr-pullthroughcache/ghcr-AbCdEf
      regions: [eu-west-1, eu-central-1]
    gitlab: { credentials: { version: 3 }, regions: [eu-west-1] }
    near: { upstream: ecr, registry: 333333333333.dkr.ecr.eu-central-1.amazonaws.com, regions: [eu-west-1] }
  encryption:
    kmsKey: arn:aws:kms:eu-central-1:333333333333:key/66666666-7777-8888-9999-000000000000`,
        ],
      ]),
      "organization.yaml",
    ),
  );
  const inRegion = (region: string) => {
    const found = planned.find(({ layer, region: at }) => layer.kind === "registry" && at === region);
    return { ...found, layer: found?.layer as RegistryLayer };
  };

  test("each registry caches its own, with a secret of its own region", () => {
    const summary = (region: string) =>
      inRegion(region).layer.caches.map(({ prefix, credentialArn, credentialVersion }) => [
        prefix,
        credentialArn ?? credentialVersion,
      ]);
    const secret = (region: string) =>
      `arn:aws:secretsmanager:${region}:333333333333:secret:ecr-pullthroughcache/ghcr-AbCdEf`;
    expect(summary("eu-central-1")).toEqual([["ghcr", secret("eu-central-1")]]);
    expect(summary("eu-west-1")).toEqual([
      ["ghcr", secret("eu-west-1")],
      ["gitlab", 3],
      ["near", undefined],
    ]);
  });

  test("a key of the home region encrypts what is cached there alone", () => {
    const keyArn = "arn:aws:kms:eu-central-1:333333333333:key/66666666-7777-8888-9999-000000000000";
    expect(inRegion("eu-central-1").layer.caches[0]?.encryption).toEqual({ type: "kms", keyArn });
    expect(inRegion("eu-west-1").layer.caches[0]?.encryption).toEqual({ type: "kms" });
  });

  test("a registry without replicas takes none, and holds no repository", () => {
    const { repositories, replicaOf } = inRegion("eu-west-1").layer;
    expect([repositories, replicaOf]).toEqual([[], undefined]);
  });

  test("the home region lets the cache of another region copy", () => {
    expect(inRegion("eu-central-1").layer.repositories.map(({ downstreams }) => downstreams)).toEqual([
      ["arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-cache-near-eu-west-1"],
    ]);
  });

  test("only the stack that makes the secret asks for a Terraform that can", () => {
    const versions = ["eu-central-1", "eu-west-1"].map((region) => inRegion(region).versions?.terraform);
    expect(versions).toEqual([">= 1.10", ">= 1.10, >= 1.11"]);
  });
});

test("every registry knows whose caches copy", () => {
  for (const region of ["eu-central-1", "eu-west-1", "us-east-1"]) {
    const named = registryIn(region).repositories.map(({ name, downstreams }) => [name, downstreams]);
    expect(named).toEqual([
      ["shop/api", []],
      ["shop/web", ["444444444444", "666666666666"]],
      ["shop/resize", []],
      ["data/reports", []],
    ]);
  }
});

test("no replica is signed where it is: its signatures come from the home region, by whose profile they are trusted", () => {
  const home = registryIn("eu-central-1");
  const signed = home.repositories.filter(({ signingProfileArns }) => signingProfileArns.length > 0);
  const replica = registryIn("eu-west-1");
  const copies = replica.repositories.filter(({ name }) =>
    signed.some((repository) => repository.name === name),
  );
  expect(copies.length).toBeGreaterThan(0);
  expect(copies.flatMap((copy) => [...copy.signingProfileArns, ...copy.otherProfileArns])).toEqual([]);
  expect([replica.profiles, replica.droppedTrust]).toEqual([[], []]);
  expect(
    new Set(signed.flatMap(({ signingProfileArns }) => signingProfileArns.map((arn) => arn.split(":")[3]))),
  ).toEqual(new Set(["eu-central-1"]));
});

test("replicas that nobody declared are encrypted like the rest, without the key of the home region", () => {
  expect(registryIn("eu-west-1").replicaEncryption).toEqual({ type: "kms" });
  expect(registryIn("eu-central-1").replicaEncryption).toBeUndefined();
});

describe("creation templates", () => {
  const layersOf = (templates: string) =>
    plan(
      parseOrganization(
        textOf([["  repositories:\n", `  creationTemplates: ${templates}\n  repositories:\n`]]),
        "organization.yaml",
      ),
    ).flatMap(({ layer, region, versions }) =>
      layer.kind === "registry" ? [{ layer, region, versions }] : [],
    );
  const SANDBOX =
    "{ sandbox: { appliedFor: [CREATE_ON_PUSH, REPLICATION], regions: [eu-central-1, eu-west-1], push: [{ account: images, role: ci/sandbox }] } }";

  test("are applied in each region for what happens there", () => {
    const found = layersOf(SANDBOX).map(({ layer, region }) => [region, layer.creationTemplates]);
    const same = {
      prefix: "sandbox",
      pulledByOrganization: false,
      encryption: { type: "aes256" },
      mutableTags: [],
    };
    expect(found).toEqual([
      ["eu-west-1", [{ ...same, appliedFor: ["REPLICATION"], pushers: [] }]],
      [
        "eu-central-1",
        [{ ...same, appliedFor: ["CREATE_ON_PUSH"], pushers: ["arn:aws:iam::333333333333:role/ci/sandbox"] }],
      ],
    ]);
  });

  test("of replicas are replicated next to caches", () => {
    const home = layersOf(SANDBOX).find(({ region }) => region === "eu-central-1");
    expect(home?.layer.replicationPrefixes).toEqual(["sandbox/", "shop/"]);
  });

  test("that create on push ask for a provider that knows it", () => {
    expect(layersOf(SANDBOX).map(({ region, versions }) => [region, versions.awsProvider])).toEqual([
      ["eu-west-1", "~> 6.25"],
      ["eu-central-1", "~> 6.25, >= 6.28"],
    ]);
  });
});

test("events of a repository are told at home alone, with a role of the registry's account", () => {
  const told = ["eu-central-1", "eu-west-1", "us-east-1"].map((region) =>
    registryIn(region).repositories.flatMap(({ events }) => events),
  );
  expect(told).toEqual([
    [
      {
        key: "released",
        on: "push",
        tags: ["v*"],
        targetArn: "arn:aws:lambda:eu-central-1:333333333333:function:release-notes",
      },
      {
        key: "found",
        on: "finding",
        targetArn: "arn:aws:events:eu-central-1:222222222222:event-bus/findings",
        roleArn: "arn:aws:iam::333333333333:role/platform/event-forwarding",
      },
    ],
    [],
    [],
  ]);
});
