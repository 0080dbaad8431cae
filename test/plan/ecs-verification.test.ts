import { loadOrganization, parseOrganization } from "../../config";
import { EXAMPLE_DAY, EXAMPLES } from "../../organizations/examples";
import { notes, plan } from "../../plan";
import { formatProblem } from "../../problem";
import { type Edit, textOf } from "../config/bad-files/base";
import { rejectionOf } from "../support/rejection";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const REGISTRY = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";
const REPLICA = "333333333333.dkr.ecr.eu-west-1.amazonaws.com";
const LET_IN = `verification:
  exceptions:
    agent: { image: "public.ecr.aws/datadog/agent@${DIGEST}", accounts: [shop], reason: vendor signs nothing, owner: us, expires: 2026-12-31 }
  breakGlass:
    outage: { cluster: shop/web, service: api, reason: outage of Signer, owner: commander, expires: 2026-03-20 }
signing:
`;

const web = (settings: string): Edit => ["web: { type: ecs }", `web: { type: ecs, ${settings} }`];
const parsed = (...edits: Edit[]) => parseOrganization(textOf(edits), "organization.yaml");
const factsOf = (organization: ReturnType<typeof parsed>, today?: string) =>
  plan(organization, today).flatMap(({ layer }) =>
    layer.kind === "workload" && layer.ecsVerification ? [layer.ecsVerification] : [],
  );
const noted = (organization: ReturnType<typeof parsed>, today?: string) =>
  notes(organization, today)
    .filter(({ path }) => !path.startsWith("registry.repositories"))
    .map((note) => `${note.due === true ? "due: " : ""}${formatProblem(note)}`);

const blocking = parsed(web("signatures: block"), ["signing:\n", LET_IN]);

test("a cluster may run what its account may pull, from the registry and its replicas, and no task of it is stopped", () => {
  expect(factsOf(parsed())).toEqual([
    {
      clusters: {
        web: {
          mode: "alert",
          tags: "refuse",
          repositories: [`${REGISTRY}/shop/api`, `${REPLICA}/shop/api`],
          services: {},
          enforcedSince: "9999-12-31T00:00:00Z",
        },
      },
      unverified: [],
      trustStores: {},
      replicas: { [`${REPLICA}/shop/api`]: `${REGISTRY}/shop/api` },
      exceptions: [],
      breakGlass: [],
      stopLimit: { stops: 5, minutes: 10 },
      repositoryArns: [
        "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api",
        "arn:aws:ecr:eu-west-1:333333333333:repository/shop/api",
      ],
    },
  ]);
});

test("what the file says of a cluster is what its verifier is told", () => {
  const name =
    "name: Web-1, signatures: block, tags: detect, enforcedSince: 2026-03-02, services: { api: [shop/api] }";
  expect(factsOf(parsed(web(name)))[0]?.clusters).toEqual({
    "Web-1": {
      mode: "block",
      tags: "detect",
      repositories: [`${REGISTRY}/shop/api`, `${REPLICA}/shop/api`],
      services: { api: [`${REGISTRY}/shop/api`, `${REPLICA}/shop/api`] },
      enforcedSince: "2026-03-02T00:00:00Z",
    },
  });
});

test("the limit of stops is the file's", () => {
  const settings = web("signatures: block, enforcedSince: 2026-03-02");
  const limit: Edit = ["signing:\n", "verification: { stopLimit: { stops: 20 } }\nsigning:\n"];
  expect(factsOf(parsed(settings, limit))[0]?.stopLimit).toEqual({ stops: 20, minutes: 10 });
});

test("a cluster that is off has no verifier, nor has one of EKS", () => {
  expect(factsOf(parsed(web('signatures: "off"')))).toEqual([]);
});

test("beside a cluster that is verified, those of ECS that are off are known by their names in AWS", () => {
  const more: Edit = [
    "web: { type: ecs }",
    `web: { type: ecs }
      lab: { type: ecs, name: Lab-1, signatures: "off" }
      attic: { type: ecs, signatures: "off" }
      far: { type: ecs, region: eu-west-1, signatures: "off" }
      pods: { type: eks, signatures: "off" }`,
  ];
  expect(
    factsOf(parsed(more)).map(({ clusters, unverified }) => [Object.keys(clusters), unverified]),
  ).toEqual([[["web"], ["Lab-1", "attic"]]]);
});

test.each([
  ["on the first day on which it may be written", "2026-03-06", 1],
  ["on its last day", "2026-03-20", 1],
  ["the day after, because it has expired", "2026-03-21", 0],
  ["the day before it may be written", "2026-03-05", 0],
  ["when nobody says what day it is", undefined, 0],
])("glass is broken %s: %s", (_, today, count) => {
  expect(factsOf(blocking, today).map(({ breakGlass }) => breakGlass.length)).toEqual([count]);
});

test.each([
  ["2025-12-31", 1],
  ["2025-12-30", 0],
  ["2026-12-31", 1],
  ["2027-01-01", 0],
  [undefined, 0],
])("exceptions in force on %s: %s", (today, count) => {
  expect(factsOf(blocking, today).map(({ exceptions }) => exceptions.length)).toEqual([count]);
});

test("break-glass and exceptions that hold too long are refused, with the last day there may be", () => {
  const reject = (today: string) =>
    rejectionOf(() =>
      parseOrganization(
        textOf([web("signatures: block"), ["signing:\n", LET_IN]]),
        "organization.yaml",
        today,
      ),
    );
  expect(reject("2026-03-05")).toEqual([
    "organization.yaml:24:101 verification.breakGlass.outage.expires: is 2026-03-20, 15 days after today, 2026-03-05; allowed: at most 14 days after today: 2026-03-19 or earlier; set an earlier day, and a new one when it comes and somebody still answers for it [break-glass-too-long]",
  ]);
  expect(reject("2025-12-30").map((line) => /\[[a-z-]+\]$/.exec(line)?.[0])).toEqual([
    "[exception-too-long]",
    "[break-glass-too-long]",
  ]);
});

describe("what people must know", () => {
  test("of a cluster that alerts: services carry the hook", () => {
    expect(noted(parsed()).filter((line) => line.includes("hook"))).toEqual([
      "accounts.*.clusters.*.signatures: a deployment to shop/web is verified beforehand only where the service itself carries the hook of the stack's output ecs_image_verification and is deployed blue/green, linear or canary; everything else is found once it runs; apply each service again after every change of what is verified: its hook names one published version of the function, which judges by the settings of its own time [services-carry-the-hook]",
    ]);
  });

  test("of a cluster that blocks: what is not stopped, and what caches bring in", () => {
    const lines = noted(blocking);
    expect(lines).toContainEqual(
      "accounts.*.clusters.*.enforcedSince: shop/web keeps out deployments, and tasks that start otherwise are told of and not stopped; set `enforcedSince` to the day from which they are, once no finding is left [tasks-not-stopped]",
    );
    expect(lines).toContainEqual(
      "registry.pullThroughCache: images under kubernetes/ are signed by nobody, and shop/web keeps them out; promote an image that has to run: add a repository with `signedBy`, let a role of its `push` copy the image there by digest, which signs it, and deploy it from there; or answer for one digest in verification.exceptions [cached-images-refused]",
    );
  });

  test("in which regions caches bring it in, where that is not the home region alone", () => {
    const cache: Edit = [
      "pullThroughCache: [kubernetes]",
      "pullThroughCache: { kubernetes: { regions: [eu-west-1] } }",
    ];
    expect(noted(parsed(web("signatures: block"), cache)).join()).toContain(
      "images under kubernetes/ in eu-west-1 are signed by nobody",
    );
  });

  test("of caches that the accounts of clusters that block may import from, and of no other", () => {
    const cache: Edit = [
      "pullThroughCache: [kubernetes]",
      "pullThroughCache: { kubernetes: { import: [shop] }, quay: { import: [images] } }",
    ];
    expect(noted(parsed(web("signatures: block"), cache)).join()).toContain(
      "images under kubernetes/ are signed by nobody, and shop/web keeps them out",
    );
  });

  test("nothing of caches that the accounts of clusters that block may not import from", () => {
    const cache: Edit = [
      "pullThroughCache: [kubernetes]",
      "pullThroughCache: { kubernetes: { import: [images] } }",
    ];
    expect(noted(parsed(web("signatures: block"), cache)).join()).not.toContain("cached-images-refused");
  });

  test("of tags that are compared late", () => {
    expect(noted(parsed(web("tags: detect")))).toContainEqual(
      "accounts.*.clusters.*.tags: shop/web takes images by tag: between the verification and the first task somebody may move the tag, and code runs before that is found; deploy by digest and set `tags: refuse` [tags-compared-late]",
    );
  });

  test("of a cluster of EKS, which has the place of a verifier only", () => {
    expect(noted(parsed())).toContainEqual(
      "accounts.*.clusters.*.signatures: this version makes only the place where a verifier attaches to shop/jobs, EKS (a role and its association); the admission controller itself is not deployed yet, so no image is refused or reported there [verification-not-deployed]",
    );
  });

  test("of a cluster that blocks and trusts nobody", () => {
    const foreign: Edit[] = [
      ["shop/api: { pull: [shop] }", "shop/api: { pull: [images] }"],
      [
        "    deploy:\n      - { cluster: shop/web, service: api }\n      - { cluster: shop/jobs, manifests: [deploy/api.yaml] }\n",
        "",
      ],
    ];
    expect(noted(parsed(web("signatures: block"), ...foreign))).toContainEqual(
      "accounts.shop.clusters.web.signatures: is block, but the account may pull no repository that is signed: every deployment is kept out; set `signedBy` of a repository that it may pull [nothing-trusted]",
    );
  });

  const about = (today?: string) => noted(blocking, today).filter((line) => line.includes("verification."));

  test("while glass is broken, and that it is due to be removed after", () => {
    expect(about("2026-03-20").filter((line) => line.includes("breakGlass"))).toEqual([
      "verification.breakGlass.outage: lets shop/web run any image in service api until 2026-03-20, whatever verification says; commander answers for it; remove it as soon as it is not needed [break-glass-active]",
    ]);
    expect(about("2026-03-21").filter((line) => line.includes("breakGlass"))).toEqual([
      "due: verification.breakGlass.outage: expired on 2026-03-20: it is left out, and shop/web is protected again; remove it [break-glass-expired]",
    ]);
  });

  test.each([
    ["2026-12-23", []],
    [
      "2026-12-24",
      [
        "due: verification.exceptions.agent: ends in 7 days, on 2026-12-31: then the image is refused again; replace the image, or let us look again and set a new day [exception-ends-soon]",
      ],
    ],
    [
      "2027-01-01",
      [
        "due: verification.exceptions.agent: expired on 2026-12-31: it is left out, and the image is refused again; replace the image and remove it, or let us look again and set a new day [exception-expired]",
      ],
    ],
  ])("before an exception ends, and after: %s", (today, lines) => {
    expect(about(today).filter((line) => line.includes("exceptions.agent"))).toEqual(lines);
  });
});

test("everything of the complete example reaches the verifier of its account", () => {
  const facts = factsOf(loadOrganization(EXAMPLES.complete, EXAMPLE_DAY), EXAMPLE_DAY);
  expect(facts.map(({ clusters }) => Object.keys(clusters))).toEqual([
    ["Shop-Production"],
    ["Shop-Production"],
    ["shop"],
  ]);
  expect(
    facts.map(({ exceptions, breakGlass, trustStores }) => [
      exceptions.length,
      breakGlass.length,
      Object.keys(trustStores),
    ]),
  ).toEqual([
    [1, 1, ["ca:partner", "tsa:partner"]],
    [1, 1, ["ca:partner", "tsa:partner"]],
    [1, 0, []],
  ]);
  expect(facts[0]?.repositoryArns).toContain(
    "arn:aws:ecr:eu-central-1:888888888888:repository/partner/agent",
  );
});
