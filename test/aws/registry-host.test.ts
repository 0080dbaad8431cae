import { parseRegistryHost, plainRepository } from "../../aws";

test.each([
  ["333333333333.dkr.ecr.eu-central-1.amazonaws.com", "aws"],
  ["333333333333.dkr.ecr.us-gov-west-1.amazonaws.com", "aws-us-gov"],
  ["333333333333.dkr.ecr.cn-north-1.amazonaws.com.cn", "aws-cn"],
])("%s is a registry of %s", (host, partition) => {
  const [accountId, , , region] = host.split(".");
  expect(parseRegistryHost(host)).toEqual({ partition, accountId, region });
});

/** Other host names of a registry, with the plain one. */
const OTHER_HOSTS = [
  ["333333333333.dkr-ecr.eu-central-1.on.aws", "333333333333.dkr.ecr.eu-central-1.amazonaws.com"],
  ["333333333333.dkr.ecr-fips.us-east-1.amazonaws.com", "333333333333.dkr.ecr.us-east-1.amazonaws.com"],
  ["333333333333.dkr-ecr-fips.us-east-1.on.aws", "333333333333.dkr.ecr.us-east-1.amazonaws.com"],
  ["333333333333.dkr-ecr-fips.us-gov-west-1.on.aws", "333333333333.dkr.ecr.us-gov-west-1.amazonaws.com"],
  [
    "333333333333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn",
    "333333333333.dkr.ecr.cn-north-1.amazonaws.com.cn",
  ],
] as const;

test.each(OTHER_HOSTS)("%s is the registry %s", (host, plain) => {
  expect(parseRegistryHost(host)).toEqual(parseRegistryHost(plain));
  expect(plainRepository(`${host}/shop/api`)).toBe(`${plain}/shop/api`);
});

test.each([
  "333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api",
  "333333333333.dkr-ecr.eu-central-1.on.aws.evil.example/shop/api",
  "registry.example/333333333333.dkr-ecr.eu-central-1.on.aws/shop/api",
  "localhost:5000/shop/api",
  "",
])("the address %j stays as it is", (address) => {
  expect(plainRepository(address)).toBe(address);
});

test.each([
  "333333333333.dkr-ecr.eu-central-1.on.aws.evil.example",
  "333333333333.dkr-ecr.eu-central-1.on.aws:443",
  "333333333333.dkr-ecr.eu-central-1.on.aws.",
  "333333333333.dkr-ecr.eu-central-1.evil.on.aws",
  "333333333333.dkr-ecr.eu-central-1.amazonaws.com",
  "333333333333.dkr.ecr.eu-central-1.on.aws",
  "333333333333.dkr-ecr.cn-north-1.on.aws",
  "333333333333.dkr-ecr.eu-central-1.on.amazonwebservices.com.cn",
  "333333333333.dkr-ecr-fips.cn-north-1.on.amazonwebservices.com.cn",
  "333333333333.dkr.ecr-fips.cn-north-1.amazonaws.com.cn",
  "333333333333.dkr.ecr-fips.us-east-1.amazonaws.com.evil.example",
  "333333333333.dkr-ecr-gov.us-gov-west-1.on.aws",
  "33333333333.dkr-ecr.eu-central-1.on.aws",
  "evil.333333333333.dkr-ecr.eu-central-1.on.aws",
  "333333333333.dkr-ecr.eu-central-1.on.aws\n",
  "333333333333xdkr-ecr.eu-central-1.on.aws",
  "333333333333.dkr.ecr.cn-north-1.amazonaws.com",
  "333333333333.dkr.ecr.eu-central-1.amazonaws.com.example",
  "333333333333.dkr.ecr.eu-central-1.amazonaws.com:443",
  "x333333333333.dkr.ecr.eu-central-1.amazonaws.com",
  "33333.dkr.ecr.eu-central-1.amazonaws.com",
  "public.ecr.aws",
])("%s is none", (host) => {
  expect(parseRegistryHost(host)).toBeUndefined();
});
