import fc from "fast-check";
import { type Organization } from "../../config";
import { type Deployment, plan } from "../../plan";
import { organizations } from "../support/organizations";

const RUNS = { seed: 20261124, numRuns: 300 } as const;

function holds(property: (deployments: readonly Deployment[], organization: Organization) => void): void {
  fc.assert(
    fc.property(organizations(), (organization) => {
      property(plan(organization), organization);
    }),
    RUNS,
  );
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
  });
});

test("no two stacks share a name or a singleton", () => {
  holds((deployments) => {
    expect(twice(deployments.map(({ name }) => name))).toEqual([]);
    expect(twice(deployments.flatMap(singletons))).toEqual([]);
  });
});

test("no two stacks share their state", () => {
  holds((deployments) => {
    expect(twice(deployments.map(({ backend }) => JSON.stringify(backend)))).toEqual([]);
  });
});

test("delegated administrators are registered before the security account acts", () => {
  holds((deployments) => {
    const position = new Map(deployments.map(({ name }, index) => [name, index]));
    for (const { region, layer, after } of deployments) {
      if (layer.kind !== "security") continue;
      const registered = deployments.find(
        (other) => other.layer.kind === "organization" && other.region === region,
      );
      expect(after).toContain(registered?.name);
      expect(position.get(registered?.name ?? "")).toBeDefined();
    }
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
    for (const { layer, after } of deployments) {
      if (layer.kind !== "registry") continue;
      const named = layer.profiles.flatMap(({ signers }) => signers).flatMap((arn) => makers.get(arn) ?? []);
      expect(after).toEqual(expect.arrayContaining([...new Set(named)]));
    }
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
  });
});

test("who verifies is applied before who signs", () => {
  holds((deployments) => {
    const workloads = deployments.filter(({ layer }) => layer.kind === "workload").map(({ name }) => name);
    const home = deployments.find(({ layer }) => layer.kind === "registry" && layer.replicaOf === undefined);
    expect(home?.after).toEqual(expect.arrayContaining(workloads));
  });
});

test("a pipeline deploys through a role that the target's stack makes and that trusts the pipeline", () => {
  holds((deployments) => {
    for (const { account, partition, after, layer } of deployments) {
      if (layer.kind !== "pipeline") continue;
      for (const { pipelineRoleName, deploy } of layer.pipelines) {
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
