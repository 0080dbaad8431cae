import { parseRegistryHost } from "../../aws";

test.each([
  ["333333333333.dkr.ecr.eu-central-1.amazonaws.com", "aws"],
  ["333333333333.dkr.ecr.us-gov-west-1.amazonaws.com", "aws-us-gov"],
  ["333333333333.dkr.ecr.cn-north-1.amazonaws.com.cn", "aws-cn"],
])("%s is a registry of %s", (host, partition) => {
  const [accountId, , , region] = host.split(".");
  expect(parseRegistryHost(host)).toEqual({ partition, accountId, region });
});

test.each([
  "333333333333.dkr.ecr.cn-north-1.amazonaws.com",
  "333333333333.dkr.ecr.eu-central-1.amazonaws.com.example",
  "333333333333.dkr.ecr.eu-central-1.amazonaws.com:443",
  "x333333333333.dkr.ecr.eu-central-1.amazonaws.com",
  "333333333333.dkr.ecr-fips.us-east-1.amazonaws.com",
  "333333333333.dkr-ecr.eu-central-1.on.aws",
  "33333.dkr.ecr.eu-central-1.amazonaws.com",
  "public.ecr.aws",
])("%s is none", (host) => {
  expect(parseRegistryHost(host)).toBeUndefined();
});
