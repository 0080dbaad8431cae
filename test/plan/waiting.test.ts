import { readFileSync } from "node:fs";
import { loadOrganization, parseOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { type Deployment, plan } from "../../plan";

const complete = plan(loadOrganization(EXAMPLES.complete), "2026-03-10");

function named(deployments: readonly Deployment[], name: string): Deployment {
  const found = deployments.find((deployment) => deployment.name === name);
  if (!found) throw new Error(`${name} is not planned`);
  return found;
}

test("a stack waits for none that it does not need", () => {
  const basic = plan(
    parseOrganization(
      readFileSync("examples/minimal/organization.yaml", "utf8")
        .replace(/^registry:$/m, "registry:\n  scanning: { mode: basic }")
        .concat("inspector: { autoEnable: [] }\n"),
      "organization.yaml",
    ),
  );
  const { after } = named(basic, "registry-images-eu-central-1");
  expect(after.filter((name) => name.startsWith("security-"))).toEqual([]);
  // The security stack of a region waits for the exclusions of that region.
  const us = named(complete, "security-security-us-east-1").after;
  expect(us.filter((name) => name.startsWith("workload-") && !name.endsWith("us-east-1"))).toEqual([]);
});

test("the guardrails exempt the role that deploys, whatever it is called", () => {
  const organization = loadOrganization("organization.yaml");
  const role = "platform/deploys";
  const renamed = plan({ ...organization, deployment: { ...organization.deployment, role } });
  expect(named(renamed, "organization-management-eu-central-1").layer).toMatchObject({
    organizationWide: { guardrails: { exemptRoleArns: [`arn:aws:iam::*:role/${role}`] } },
  });
  expect(new Set(renamed.map(({ deploymentRoleArn }) => deploymentRoleArn))).toContain(
    `arn:aws:iam::333333333333:role/${role}`,
  );
});
