import fc from "fast-check";
import { type Organization } from "../../config";
import { type Deployment, type LayerKind, plan } from "../../plan";
import { organizations } from "../support/organizations";

const RUNS = { seed: 20261124, numRuns: 300 } as const;

/** Less than so many cases in all runs together show nothing. */
const ENOUGH = 20;

/** Tries random organizations; the property says how many cases of what it is about it has looked at. */
function holds(property: (deployments: readonly Deployment[], organization: Organization) => number): void {
  let cases = 0;
  fc.assert(
    fc.property(organizations(), (organization) => {
      cases += property(plan(organization), organization);
    }),
    RUNS,
  );
  expect(cases).toBeGreaterThan(ENOUGH);
}

/** What a stack makes that its account, its account and region, or the whole organization has only once. */
function singletons({ account, region, layer }: Deployment): string[] {
  const here = `${account.id} ${region}`;
  switch (layer.kind) {
    case "organization":
      return [`delegated administrators of ${region}`, ...(layer.organizationWide ? ["organization"] : [])];
    case "security":
      return [
        `GuardDuty of ${here}`,
        `Inspector of ${here}`,
        `Security Hub of ${here}`,
        ...(layer.aggregation ? ["finding aggregator"] : []),
      ];
    case "registry":
      return [
        `registry settings of ${here}`,
        ...layer.repositories.map(({ name }) => `repository ${name} of ${here}`),
        ...layer.profiles.map(({ name }) => `profile ${name} of ${here}`),
      ];
    case "pipeline":
      return layer.pipelines.flatMap(({ buildRoleName, pipelineRoleName, artifactBucketName }) => [
        `role ${buildRoleName} of ${account.id}`,
        `role ${pipelineRoleName} of ${account.id}`,
        `bucket ${artifactBucketName}`,
      ]);
    case "workload":
      return layer.clusters.flatMap(({ type, name, deployRoles }) => [
        `${type} cluster ${name} of ${here}`,
        ...deployRoles.map(({ roleName }) => `role ${roleName} of ${account.id}`),
      ]);
  }
}

function twice(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

test("no stack stands before one that it comes after, and none is missing", () => {
  holds((deployments) => {
    const seen = new Set<string>();
    for (const { name, after } of deployments) {
      for (const before of after) expect(seen).toContain(before);
      seen.add(name);
    }
    return deployments.flatMap(({ after }) => after).length;
  });
});

test("no two stacks share a name or a singleton", () => {
  holds((deployments) => {
    expect(twice(deployments.map(({ name }) => name))).toEqual([]);
    expect(twice(deployments.flatMap(singletons))).toEqual([]);
    return deployments.length;
  });
});

test("no two stacks share their state", () => {
  holds((deployments) => {
    expect(twice(deployments.map(({ backend }) => JSON.stringify(backend)))).toEqual([]);
    return deployments.length;
  });
});

test("delegated administrators are registered before the security account acts", () => {
  holds((deployments, { organization: { regions } }) => {
    const stacksOf = (kind: LayerKind) => deployments.filter(({ layer }) => layer.kind === kind);
    const securities = stacksOf("security");
    expect(securities.map(({ region }) => region).sort()).toEqual([...regions].sort());
    for (const { region, after } of securities) {
      const registered = stacksOf("organization").filter((other) => other.region === region);
      expect(registered).toHaveLength(1);
      expect(after).toEqual(expect.arrayContaining(registered.map(({ name }) => name)));
    }
    return securities.length;
  });
});

test("a role that a signing profile names is made before the registry's stack", () => {
  holds((deployments) => {
    const makers = new Map<string, string>(
      deployments.flatMap(({ name, account, partition, layer }) =>
        layer.kind === "pipeline"
          ? layer.pipelines.map(
              ({ buildRoleName }) =>
                [
                  `arn:${partition}:iam::${account.id}:role/supply-chain/push/${buildRoleName}`,
                  name,
                ] as const,
            )
          : [],
      ),
    );
    const named = deployments.flatMap(({ after, layer }) =>
      layer.kind === "registry"
        ? layer.profiles
            .flatMap(({ signers }) => signers)
            // The roles that the file names exist already.
            .filter((arn) => !arn.endsWith(":role/ci/release"))
            .map((arn) => ({ arn, after }))
        : [],
    );
    for (const { arn, after } of named) {
      expect([...makers.keys()]).toContain(arn);
      expect(after).toContain(makers.get(arn));
    }
    return named.length;
  });
});

test("replicas stand before the registry that replicates to them", () => {
  holds((deployments) => {
    const home = deployments.find(({ layer }) => layer.kind === "registry" && layer.replicaOf === undefined);
    const replicas = deployments.filter(
      ({ layer }) => layer.kind === "registry" && layer.replicaOf !== undefined,
    );
    expect(home?.after).toEqual(expect.arrayContaining(replicas.map(({ name }) => name)));
    expect(home?.layer).toMatchObject({ replicationRegions: replicas.map(({ region }) => region) });
    return replicas.length;
  });
});

test("who verifies is applied before who signs", () => {
  holds((deployments) => {
    const workloads = deployments.filter(({ layer }) => layer.kind === "workload").map(({ name }) => name);
    const home = deployments.find(({ layer }) => layer.kind === "registry" && layer.replicaOf === undefined);
    expect(home?.after).toEqual(expect.arrayContaining(workloads));
    return workloads.length;
  });
});

test("a pipeline deploys through a role that the target's stack makes and that trusts the pipeline", () => {
  holds((deployments) => {
    let targets = 0;
    for (const { account, partition, after, layer } of deployments) {
      if (layer.kind !== "pipeline") continue;
      for (const { pipelineRoleName, deploy } of layer.pipelines) {
        targets += deploy.length;
        for (const target of deploy) {
          const workload = deployments.find(
            (other) =>
              other.layer.kind === "workload" &&
              other.account.id === target.accountId &&
              other.region === target.region,
          );
          expect(after).toContain(workload?.name);
          const cluster =
            workload?.layer.kind === "workload" &&
            workload.layer.clusters.find(
              ({ name, type }) => name === target.clusterName && type === target.type,
            );
          const role = cluster && cluster.deployRoles.find(({ roleName }) => roleName === target.roleName);
          expect(role).toMatchObject({
            pipelineRoleArn: `arn:${partition}:iam::${account.id}:role/supply-chain/${pipelineRoleName}`,
          });
        }
      }
    }
    return targets;
  });
});

test("the same organization gives the same plan", () => {
  fc.assert(
    fc.property(organizations(), (organization) => {
      expect(plan(structuredClone(organization))).toEqual(plan(organization));
    }),
    { ...RUNS, numRuns: 50 },
  );
});
