import { loadOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { deployRoles } from "../../plan/pipelines";

test("one role deploys to every service and namespace of a cluster that its pipeline names", () => {
  const organization = loadOrganization(EXAMPLES.complete);
  const [[key, pipeline] = ["", undefined]] = Object.entries(organization.pipelines);
  if (!pipeline) throw new Error("the example has no pipeline");
  const to = (cluster: string, change: object) => ({ cluster, namespace: "default", ...change });
  const [account, eks, ecs] = ["shop-staging", "tools", "shop"];
  const deploy = [
    to(`${account}/${eks}`, { manifests: ["a.yaml"], namespace: "reports" }),
    to(`${account}/${eks}`, { manifests: ["b.yaml"], namespace: "jobs" }),
    to(`${account}/${ecs}`, { service: "api" }),
    to(`${account}/${ecs}`, { service: "web" }),
  ];
  const roles = deployRoles({ ...organization, pipelines: { [key]: { ...pipeline, deploy } } });
  expect(roles.get(`${account}/${eks}`)).toMatchObject([
    { namespaces: ["reports", "jobs"], serviceNames: [] },
  ]);
  expect(roles.get(`${account}/${ecs}`)).toMatchObject([{ namespaces: [], serviceNames: ["api", "web"] }]);
});
