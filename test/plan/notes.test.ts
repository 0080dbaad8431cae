import fc from "fast-check";
import { loadOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { notes, plan } from "../../plan";
import { organizations } from "../support/organizations";
import { allNotesOf, notesOf } from "./notes-of";

test("an organization may need no note", () => {
  const registry =
    "{ repositories: { shop/api: { push: [{ account: images, role: supply-chain/push/ci }], keep: { releases: 30 } } } }";
  expect(allNotesOf({ registry, pipelines: "{}" })).toEqual([]);
});

describe("repositories nobody can push to", () => {
  test("are named in one note", () => {
    expect(notesOf({ registry: "{ repositories: { shop/api: , shop/web: , data/reports: } }" })).toEqual([
      "registry.repositories: nobody can push to shop/web and data/reports; add a pipeline whose `image` it is, or `push` [no-pusher]",
    ]);
  });

  test("are cut at ten", () => {
    const names = Array.from({ length: 12 }, (_, number) => `app/n${String(number)}: `).join(", ");
    expect(notesOf({ registry: `{ repositories: { ${names} } }`, pipelines: "{}" })).toEqual([
      "registry.repositories: nobody can push to app/n0, app/n1, app/n2, app/n3, app/n4, app/n5, app/n6, app/n7, app/n8, app/n9 and 2 more; add a pipeline whose `image` it is, or `push` [no-pusher]",
    ]);
  });

  test("are counted beyond ten in the form of every number", () => {
    const names = Array.from({ length: 1_234 }, (_, number) => `app/n${String(number)}: `).join(", ");
    const [note] = notesOf({ registry: `{ repositories: { ${names} } }`, pipelines: "{}" });
    expect(note).toContain("app/n9 and 1,224 more;");
  });

  test("have their long names cut as in problems", () => {
    const registry = `{ repositories: { ${"a".repeat(61)}: , ${"b".repeat(60)}: } }`;
    expect(notesOf({ registry, pipelines: "{}" })).toEqual([
      `registry.repositories: nobody can push to ${"a".repeat(60)}… (61 characters) and ${"b".repeat(60)}; add a pipeline whose \`image\` it is, or \`push\` [no-pusher]`,
    ]);
  });

  test("are not those with a role that may push", () => {
    const registry = "{ repositories: { shop/api: { push: [{ account: images, role: ci/release }] } } }";
    expect(notesOf({ registry, pipelines: "{}" })).toEqual([]);
  });
});

describe("guardrails", () => {
  test("attached to nothing", () => {
    expect(notesOf({ attachTo: "[]" })).toEqual([
      "guardrails.attachTo: is empty: no policy keeps people from switching the controls of the chain off; try the guardrails on one organizational unit, then attach them to root [guardrails-nowhere]",
    ]);
  });

  test("that are not known to cover the accounts of the chain", () => {
    expect(
      notesOf({ attachTo: "[infrastructure]", security: ", organizationalUnit: infrastructure" }),
    ).toEqual([
      "guardrails.attachTo: is not known to cover images (registry, pipeline): root, their units and the accounts themselves are not in it, and whether a unit above theirs is, this file does not say; attach the guardrails to root, or add the accounts [guardrails-not-known-to-cover]",
    ]);
  });

  test.each([
    ["root", "[root]", ""],
    ["the root's id", "[r-ex4m]", ""],
    ["the account's unit", "[infrastructure, images]", ", organizationalUnit: infrastructure"],
    ["the id of the account's unit", "[ou-ex4m-infra001, images]", ", organizationalUnit: infrastructure"],
    [
      "the unit of an account that gives the id",
      "[infrastructure, images]",
      ", organizationalUnit: ou-ex4m-infra001",
    ],
    ["the accounts", "[security, images]", ""],
    ["the accounts' ids", '["222222222222", "333333333333"]', ""],
  ])("cover by %s", (_, attachTo, security) => {
    expect(notesOf({ attachTo, security })).toEqual([]);
  });

  test("that can never bind, because the management account plays the role", () => {
    expect(
      notesOf({ management: "[management, pipeline]", images: "registry", pipelines: "{}", registry: "{}" }),
    ).toEqual([
      "accounts.management.role: the management account plays pipeline, and guardrails never bind it; give that role to an account of its own [guardrails-never-bind]",
    ]);
  });
});

describe("a signing profile that different roles use", () => {
  const registry = (api: string, web: string) =>
    `{ repositories: { shop/api: ${api}, shop/web: ${web}, shop/base: { push: [{ account: images, role: ci/base }] } } }`;

  test("is told with the repositories", () => {
    expect(
      notesOf({
        registry: "{ repositories: { shop/api: , shop/web: { push: [{ account: images, role: ci/web }] } } }",
      }),
    ).toEqual([
      "signing.profiles.release: signs for shop/api and shop/web, which different roles push; a signature binds a digest, not a repository, so each of these roles can sign for all of them; give each pusher a profile of its own with `signedBy`, as far as ten go [profile-shared]",
    ]);
  });

  test.each([
    ["some of which push both", "ci/a", "ci/b"],
    ["the same ones", "ci/a", undefined],
  ])("%s", (_, one, other) => {
    const push = (...roles: readonly (string | undefined)[]) =>
      `{ push: [${roles.flatMap((role) => (role ? [`{ account: images, role: ${role} }`] : [])).join(", ")}] }`;
    const told = notesOf({
      pipelines: "{}",
      registry: `{ repositories: { shop/api: ${push(one, other)}, shop/web: ${push(one)} } }`,
    }).filter((note) => note.includes("profile-shared"));
    expect(told).toHaveLength(other === undefined ? 0 : 1);
  });

  test("is one that another repository trusts beside its own", () => {
    const [note] = notesOf({
      profiles: "{ release: , base: }",
      registry: registry("{ signedBy: release }", "{ signedBy: release }").replace(
        "shop/base: {",
        "shop/base: { signedBy: base, trustedProfiles: [release],",
      ),
    }).filter((one) => one.includes("profile-shared"));
    expect(note).toMatch(
      /^signing\.profiles\.release: signs for shop\/api and shop\/base, which different roles/,
    );
  });

  test("is not one that the same roles use, in whatever order", () => {
    const both = (first: string, second: string) =>
      `{ signedBy: release, push: [{ account: images, role: ci/${first} }, { account: images, role: ci/${second} }] }`;
    const base = "{ signedBy: base, push: [{ account: images, role: ci/base }] }";
    expect(
      notesOf({
        profiles: "{ release: , base: }",
        registry: `{ repositories: { shop/api: ${both("a", "b")}, shop/web: ${both("b", "a")}, shop/base: ${base} } }`,
        pipelines: "{}",
      }),
    ).toEqual([]);
  });

  test("is not told for a repository that nobody pushes to", () => {
    expect(notesOf({ registry: "{ repositories: { shop/api: , shop/web: } }" })).toEqual([
      expect.stringContaining("[no-pusher]") as string,
    ]);
  });

  test("is not told without a profile", () => {
    expect(
      notesOf({ profiles: "{}", registry: registry("", "{ push: [{ account: images, role: ci/web }] }") }),
    ).toEqual([]);
  });
});

test("cached prefixes need the internet once", () => {
  expect(
    notesOf({
      registry:
        "{ repositories: { shop/api: }, pullThroughCache: { kubernetes: {}, mirror: { upstream: quay } } }",
    }),
  ).toEqual([
    "registry.pullThroughCache: the first pull of an image under kubernetes and mirror needs a route to the internet, also from a network with private endpoints; later pulls do not [first-pull-needs-internet]",
  ]);
});

test("notifications of changes come from a trail", () => {
  expect(notesOf({ registry: "{ repositories: { shop/api: }, notify: registry@example.com }" })).toEqual([
    "registry.notify: changes, deletions and refused pushes are told only where a trail of CloudTrail logs management events of the registry's account, which no stack makes; failures are told without one; a push that is denied to a role of another account is in that account's CloudTrail: look for it there [notify-needs-trail]",
  ]);
});

test("logins that Terraform asks for are named", () => {
  expect(
    notesOf({
      registry:
        "{ repositories: { shop/api: }, pullThroughCache: { docker-hub: { credentials: { version: 1 } }, ghcr: { upstream: github, credentials: { version: 2 } } } }",
    }).slice(1),
  ).toEqual([
    "registry.pullThroughCache.*.credentials: every plan of the registry's home stack asks for upstream_credential_docker_hub and upstream_credential_ghcr: each an object of username and accessToken, given as TF_VAR_… or as a sensitive variable of the workspace, never in a file [credential-variables]",
  ]);
});

test("a cache in several regions pulls first in each, and asks for its login in each", () => {
  expect(
    notesOf({
      regions: "[eu-central-1, eu-west-1]",
      registry:
        "{ repositories: { shop/api: }, pullThroughCache: { ghcr: { upstream: github, credentials: { version: 2 }, regions: [eu-central-1, eu-west-1] } } }",
    }),
  ).toEqual([
    "registry.pullThroughCache: the first pull of an image under ghcr, in each of its regions, needs a route to the internet, also from a network with private endpoints; later pulls do not [first-pull-needs-internet]",
    "registry.pullThroughCache.*.credentials: every plan of the registry's stack in eu-central-1 and eu-west-1 asks for upstream_credential_ghcr: each an object of username and accessToken, given as TF_VAR_… or as a sensitive variable of the workspace, never in a file [credential-variables]",
  ]);
});

test("the secret of a cache in several regions must be there in each", () => {
  expect(
    notesOf({
      regions: "[eu-central-1, eu-west-1]",
      registry:
        "{ repositories: { shop/api: }, pullThroughCache: { ghcr: { upstream: github, credentials: arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/ghcr-AbCdEf, regions: [eu-central-1, eu-west-1] } } }",
    }).slice(1),
  ).toEqual([
    "registry.pullThroughCache.ghcr.credentials: ghcr logs in with a replica of the secret in eu-west-1, which nothing of this makes; make it with `aws secretsmanager replicate-secret-to-regions` before the stacks there are applied [secret-must-be-replicated]",
  ]);
});

test("registries of other accounts must let the cache read", () => {
  expect(
    notesOf({
      registry:
        "{ repositories: { shop/api: }, pullThroughCache: { partner: { upstream: ecr, registry: 666666666666.dkr.ecr.eu-west-1.amazonaws.com }, own: { upstream: ecr, registry: 333333333333.dkr.ecr.eu-west-1.amazonaws.com } } }",
    }).filter((note) => note.includes("upstream-must-grant")),
  ).toEqual([
    "registry.pullThroughCache.*.registry: whoever owns 666666666666.dkr.ecr.eu-west-1.amazonaws.com must let the account 333333333333 do ecr:BatchGetImage, ecr:BatchImportUpstreamImage, ecr:GetDownloadUrlForLayer and ecr:GetImageCopyStatus there; until then nothing is cached [upstream-must-grant]",
  ]);
});

test.each(["sample", "minimal"] as const)("%s shows only notes that nobody can avoid", (name) => {
  const codes = notes(loadOrganization(EXAMPLES[name])).map(({ code }) => code);
  const unavoidable = [
    "topic-trusts-eventbridge",
    "cached-images-refused",
    "first-pull-needs-internet",
    "services-carry-the-hook",
    "untagged-signatures",
    "verification-not-deployed",
  ];
  expect(codes.filter((code) => !unavoidable.includes(code))).toEqual([]);
});

test("a note about pushers is told exactly when a planned repository has none", () => {
  fc.assert(
    fc.property(organizations(), (organization) => {
      const silent = plan(organization)
        .flatMap(({ layer }) => (layer.kind === "registry" && !layer.replicaOf ? layer.repositories : []))
        .filter(({ pushers }) => pushers.length === 0);
      const told = notes(organization).filter(({ code }) => code === "no-pusher");
      expect(told).toHaveLength(silent.length === 0 ? 0 : 1);
      for (const { name } of silent) expect(told[0]?.message).toContain(name);
    }),
    { seed: 7, numRuns: 200 },
  );
});

test("a message ends without a full stop", () => {
  const all = Object.values(EXAMPLES).flatMap((file) => notes(loadOrganization(file)));
  expect(all.length).toBeGreaterThan(5);
  for (const { message, change = "" } of all)
    expect([message, change].filter((text) => /\.$/.test(text))).toEqual([]);
});
