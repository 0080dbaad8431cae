import { parseOrganization } from "../../config";
import { ProblemError } from "../../problem";
import { type Edit, textOf } from "./bad-files/base";
import { ORGANIZATION_ENDS } from "./value-ends/organization";
import { CACHE_ENDS } from "./value-ends/caches";
import { REGISTRY_ENDS } from "./value-ends/registry";

const REFUSED = new Set(["invalid-value", "invalid-key", "arn-elsewhere", "validity-too-long"]);

function codesOf(edits: readonly Edit[]): string[] {
  try {
    parseOrganization(textOf(edits), "organization.yaml");
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code }) => code);
  }
  return [];
}

test.each([...ORGANIZATION_ENDS, ...REGISTRY_ENDS, ...CACHE_ENDS])(
  "the ends of what %s takes",
  (_key, edits, good, bad) => {
    expect(good.map((value) => [value, codesOf(edits(value))])).toEqual(good.map((value) => [value, []]));
    const refused = (value: string) => codesOf(edits(value)).some((code) => REFUSED.has(code));
    expect(bad.filter((value) => !refused(value))).toEqual([]);
  },
);

test("what is left out has its default", () => {
  const { deployment, guardDuty, pipelines, registry, securityHub, signing, terraform } = parseOrganization(
    textOf([["release: { validity: 135 months }", "release:"]]),
    "organization.yaml",
  );
  expect({ deployment, guardDuty, securityHub, terraform }).toEqual({
    deployment: { role: "supply-chain-deployment" },
    guardDuty: { ecs: "all", eks: "all", ec2: false },
    securityHub: { standards: ["aws-foundational"], notify: {} },
    terraform: { awsProvider: "~> 6.25", terraform: ">= 1.10" },
  });
  expect(signing).toEqual({
    profiles: {
      release: {
        validity: "135 months",
        generation: 1,
        trustedGenerations: [],
        droppedGenerations: [],
        readers: [],
        revokers: [],
      },
    },
    watch: { lateAfterMinutes: 15 },
  });
  expect(registry.creationTemplates).toEqual({});
  expect(registry.scanning).toEqual({ mode: "enhanced", continuous: [], onPush: ["*"] });
  expect(registry.repositories["shop/api"]).toEqual({
    trustedProfiles: [],
    droppedProfiles: [],
    push: [],
    events: {},
    pull: ["shop"],
    lambdaPull: [],
    verify: [],
    downstreams: [],
    keep: { releaseTags: ["v*"], untaggedDays: 14 },
    mutableTags: [],
  });
  expect(pipelines["api"]?.build).toEqual({
    dockerfile: "Dockerfile",
    context: ".",
    architecture: "amd64",
    timeoutMinutes: 30,
  });
});
