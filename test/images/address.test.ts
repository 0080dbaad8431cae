import { parseAddress } from "../../images";
import { digestOf } from "../where/sample";

test.each([
  ["333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4.2", "shop/api", undefined],
  [`333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api@${digestOf(1)}`, "shop/api", digestOf(1)],
  [`333333333333.dkr-ecr.eu-central-1.on.aws/shop/api:1@${digestOf(1)}`, "shop/api", digestOf(1)],
  ["333333333333.dkr.ecr-fips.eu-central-1.amazonaws.com/shop/api", "shop/api", undefined],
  ["333333333333.dkr-ecr-fips.eu-central-1.on.aws/shop/api", "shop/api", undefined],
  ["333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api@sha256:short", "shop/api", undefined],
])("%s", (text, name, digest) => {
  const at = { account: "333333333333", region: "eu-central-1", name };
  expect(parseAddress(text)).toEqual(digest === undefined ? at : { ...at, digest });
});

test.each([
  "nginx:1",
  "public.ecr.aws/nginx/nginx",
  "",
  "registry.example.com/shop/api",
  "333333333333.dkr-ecr.eu-central-1.on.aws.evil.example/shop/api",
])("%j is no address in ECR", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});
