import { awsOwnedObjects, REGIONS, REGIONS_WITHOUT_INSPECTOR } from "../../aws";

const inspectorOf = (region: string) =>
  awsOwnedObjects(region).filter((objects) => objects.startsWith("inspector2-"));

test.each(["eu-central-1", "us-gov-west-1", "cn-north-1"])(
  "Windows instances in %s read Inspector's definitions of their own region",
  (region) => {
    expect(inspectorOf(region)).toEqual([`inspector2-oval-prod-${region}/*`]);
  },
);

test("no bucket of Inspector is named where Inspector is not, as somebody else could own it", () => {
  const named = REGIONS.filter((region) => inspectorOf(region).length > 0);
  expect(named).toEqual(REGIONS.filter((region) => !REGIONS_WITHOUT_INSPECTOR.has(region)));
});

test.each(REGIONS)("every object of %s stands once, in a bucket that is named", (region) => {
  const objects = awsOwnedObjects(region);
  expect(new Set(objects).size).toBe(objects.length);
  expect(objects.filter((one) => !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/(?:[a-z]+\/)?\*$/.test(one))).toEqual(
    [],
  );
});
