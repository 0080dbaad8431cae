import { type BadFile, type Edit } from "./base";
import { section } from "./publishers";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const WHO = "reason: the vendor does not sign, owner: platform, expires: 2026-03-31";

const web = (settings: string): Edit[] => [["web: { type: ecs }", `web: { type: ecs, ${settings} }`]];
const blocking = (text: string): Edit[] => [...web("signatures: block"), ...section(text)];
const exception = (image: string, rest = `accounts: [shop], ${WHO}`) =>
  section(`exceptions: { agent: { image: "${image}", ${rest} } }`);
const breakGlass = (text: string) => `breakGlass: { outage: { ${text} } }`;

/** What is let in beside the images that are signed. */
export const BAD_LET_IN: readonly BadFile[] = [
  [
    "an exception by tag",
    exception("public.ecr.aws/datadog/agent:7"),
    [
      'organization.yaml:20:47 verification.exceptions.agent.image: is "public.ecr.aws/datadog/agent:7"; allowed: registry/repository@sha256: and 64 digits of 0-9a-f, without tag and wildcard, with library/ before a single name of docker.io; write it like public.ecr.aws/datadog/agent@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a [invalid-value]',
    ],
  ],
  [
    "an exception by wildcard",
    exception(`public.ecr.aws/datadog/*@${DIGEST}`),
    [
      'organization.yaml:20:47 verification.exceptions.agent.image: is "public.ecr.aws/datadog/*@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a… (96 characters)"; allowed: registry/repository@sha256: and 64 digits of 0-9a-f, without tag and wildcard, with library/ before a single name of docker.io; write it like public.ecr.aws/datadog/agent@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a [invalid-value]',
    ],
  ],
  [
    "an exception by tag and digest",
    exception(`public.ecr.aws/datadog/agent:7@${DIGEST}`),
    [
      'organization.yaml:20:47 verification.exceptions.agent.image: is "public.ecr.aws/datadog/agent:7@sha256:0a0a0a0a0a0a0a0a0a0a0a… (102 characters)"; allowed: registry/repository@sha256: and 64 digits of 0-9a-f, without tag and wildcard, with library/ before a single name of docker.io; write it like public.ecr.aws/datadog/agent@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a [invalid-value]',
    ],
  ],
  [
    "an exception for an image of no registry",
    exception(`agent@${DIGEST}`),
    [
      'organization.yaml:20:47 verification.exceptions.agent.image: is "agent@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0… (77 characters)"; allowed: registry/repository@sha256: and 64 digits of 0-9a-f, without tag and wildcard, with library/ before a single name of docker.io; write it like public.ecr.aws/datadog/agent@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a [invalid-value]',
    ],
  ],
  [
    "an exception for a single name of Docker Hub",
    exception(`docker.io/nginx@${DIGEST}`, `accounts: [shop], ${WHO}`),
    [
      'organization.yaml:20:47 verification.exceptions.agent.image: is "docker.io/nginx@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0… (87 characters)"; allowed: registry/repository@sha256: and 64 digits of 0-9a-f, without tag and wildcard, with library/ before a single name of docker.io; write it like public.ecr.aws/datadog/agent@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a [invalid-value]',
    ],
  ],
  [
    "an exception nobody answers for",
    exception(`public.ecr.aws/datadog/agent@${DIGEST}`, "accounts: [shop]"),
    [
      "organization.yaml:20:31 verification.exceptions.agent.reason: is missing; allowed: one line of text; add it, like `reason: the vendor signs from version 8 on` [missing-key]",
      "organization.yaml:20:31 verification.exceptions.agent.owner: is missing; allowed: one line of text; add it, like `owner: security@example.com` [missing-key]",
      'organization.yaml:20:31 verification.exceptions.agent.expires: is missing; allowed: a day; add it, like `expires: "2026-03-31"` [missing-key]',
    ],
  ],
  [
    "an exception for no account",
    exception(`public.ecr.aws/datadog/agent@${DIGEST}`, WHO),
    [
      "organization.yaml:20:31 verification.exceptions.agent.accounts: is missing; allowed: a list; add it, like `accounts: [shop-prod]` [missing-key]",
    ],
  ],
  [
    "an exception for an account that there is not",
    exception(`public.ecr.aws/datadog/agent@${DIGEST}`, `accounts: [shob], ${WHO}`),
    [
      "organization.yaml:20:162 verification.exceptions.agent.accounts[0]: there is no account shob; allowed: management, security, images, shop; did you mean `shop`? [unknown-account]",
    ],
  ],
  [
    "an exception for an account without an ECS cluster",
    exception(`public.ecr.aws/datadog/agent@${DIGEST}`, `accounts: [images], ${WHO}`),
    [
      "organization.yaml:20:162 verification.exceptions.agent.accounts[0]: account images has no ECS cluster whose images are verified; take it out, or set `signatures: alert` or `signatures: block` for one of its ECS clusters [key-without-effect]",
    ],
  ],
  [
    "break-glass for nothing",
    blocking(breakGlass(`cluster: shop/web, ${WHO}`)),
    [
      "organization.yaml:20:31 verification.breakGlass.outage: names neither a service nor a digest; allowed: exactly one of `service` and `digest`; add the service that may run any image, or the digest that may run in every service [break-glass-unclear]",
    ],
  ],
  [
    "break-glass for a service and a digest",
    blocking(breakGlass(`cluster: shop/web, service: api, digest: "${DIGEST}", ${WHO}`)),
    [
      "organization.yaml:20:31 verification.breakGlass.outage: names a service and a digest, and would let in both; allowed: exactly one of `service` and `digest`; remove one of them [break-glass-unclear]",
    ],
  ],
  [
    "break-glass for a cluster that there is not",
    blocking(breakGlass(`cluster: shop/wep, service: api, ${WHO}`)),
    [
      "organization.yaml:20:50 verification.breakGlass.outage.cluster: there is no cluster shop/wep; allowed: shop/web, shop/jobs; did you mean `shop/web`? [unknown-cluster]",
    ],
  ],
  [
    "break-glass where nothing is kept out",
    section(breakGlass(`cluster: shop/web, service: api, ${WHO}`)),
    [
      "organization.yaml:20:50 verification.breakGlass.outage.cluster: shop/web has `signatures: alert`, which keeps nothing out; allowed: an ECS cluster with `signatures: block`; remove verification.breakGlass.outage, or name another cluster [key-without-effect]",
    ],
  ],
  [
    "break-glass for an EKS cluster",
    section(breakGlass(`cluster: shop/jobs, service: api, ${WHO}`)),
    [
      "organization.yaml:20:50 verification.breakGlass.outage.cluster: shop/jobs is an EKS cluster, whose admission controller has exceptions of its own; allowed: an ECS cluster with `signatures: block`; remove verification.breakGlass.outage, or name another cluster [key-without-effect]",
    ],
  ],
  [
    "break-glass by a short digest",
    blocking(breakGlass(`cluster: shop/web, digest: "sha256:0a", ${WHO}`)),
    [
      'organization.yaml:20:68 verification.breakGlass.outage.digest: is "sha256:0a"; allowed: sha256: and 64 digits of 0-9a-f; write it like sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a [invalid-value]',
    ],
  ],
  [
    "break-glass of nobody",
    blocking(breakGlass("cluster: shop/web, service: api")),
    [
      "organization.yaml:20:31 verification.breakGlass.outage.reason: is missing; allowed: one line of text; add it, like `reason: the vendor signs from version 8 on` [missing-key]",
      "organization.yaml:20:31 verification.breakGlass.outage.owner: is missing; allowed: one line of text; add it, like `owner: security@example.com` [missing-key]",
      'organization.yaml:20:31 verification.breakGlass.outage.expires: is missing; allowed: a day; add it, like `expires: "2026-03-31"` [missing-key]',
    ],
  ],
  [
    "a limit of no stops",
    [...web("signatures: block, enforcedSince: 2026-03-02"), ...section("stopLimit: { stops: 0 }")],
    [
      "organization.yaml:20:37 verification.stopLimit.stops: is the number 0; allowed: at least 1; raise it to 1 [invalid-value]",
    ],
  ],
  [
    "a limit of too many stops in too many minutes",
    [
      ...web("signatures: block, enforcedSince: 2026-03-02"),
      ...section("stopLimit: { stops: 101, minutes: 61 }"),
    ],
    [
      "organization.yaml:20:37 verification.stopLimit.stops: is the number 101; allowed: at most 100; lower it to 100 [invalid-value]",
      "organization.yaml:20:51 verification.stopLimit.minutes: is the number 61; allowed: at most 60; lower it to 60 [invalid-value]",
    ],
  ],
  [
    "a limit of half a stop",
    [...web("signatures: block, enforcedSince: 2026-03-02"), ...section("stopLimit: { stops: 2.5 }")],
    [
      "organization.yaml:20:37 verification.stopLimit.stops: is the number 2.5; allowed: a whole number from 1 to 100; write 2 or 3 [invalid-value]",
    ],
  ],
  [
    "a limit of stops where nothing is stopped",
    blocking("stopLimit: { stops: 6 }"),
    [
      "organization.yaml:20:17 verification.stopLimit: limits how many tasks are stopped, and no ECS cluster stops any; allowed: an ECS cluster with `signatures: block` and `enforcedSince`; take it out, or set `enforcedSince` for a cluster [key-without-effect]",
    ],
  ],
];
