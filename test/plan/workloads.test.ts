import { parseOrganization } from "../../config";
import { plan } from "../../plan";

test("a cluster that nothing attaches to makes no stack, and nothing waits for one", () => {
  const text = `
organization: { id: o-exampleorg1, root: r-ex4m, homeRegion: eu-central-1, regions: [eu-central-1] }
accounts:
  management: { id: "111111111111", role: management }
  security: { id: "222222222222", role: security }
  images: { id: "333333333333", role: registry }
  idle:
    id: "444444444444"
    role: workload
    clusters: { quiet: { type: ecs, signatures: "off", runtimeMonitoring: false } }
guardDuty: { ecs: SETTING }
registry: { repositories: { shop/api: {} } }
`;
  const names = (setting: string) =>
    plan(parseOrganization(text.replace("SETTING", setting), "organization.yaml")).map(({ name }) => name);
  const others = [
    "organization-management-eu-central-1",
    "registry-images-eu-central-1",
    "security-security-eu-central-1",
  ];
  expect(names('"off"').sort()).toEqual(others);
  expect(names("selected").sort()).toEqual(others);
  expect(names("all").sort()).toEqual([...others, "workload-idle-eu-central-1"]);
});
