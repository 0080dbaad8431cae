import { readFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { installed } from "../../../cli/aws/sdk";
import { fault } from "../../support/aws-service";
import { where, whereAsUser } from "./aws";
import { arnOf, covered, coveredRepository, DIGEST, finding, onEcs } from "./sample";

const REGION = ["--region", "eu-central-1"];
const CVE = ["CVE-2024-3094", ...REGION];
const folder = mkdtempSync(join(tmpdir(), "where-files-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function organization(change: (text: string) => string): string {
  const file = join(folder, "organization.yaml");
  writeFileSync(file, change(readFileSync("organization.yaml", "utf8")));
  return file;
}

describe("the command line", () => {
  test.each<[string, readonly string[], string]>([
    [
      "a query of no form",
      ["CVE-1", ...REGION],
      "CVE-1: is no CVE id; allowed: CVE-2024-3094, GHSA-…, pkg:NAME or NAME of a package, sha256:DIGEST, REPOSITORY@sha256:DIGEST, REPOSITORY:TAG; write CVE-, a year and four digits or more [invalid-query]",
    ],
    [
      "a registry's host without a tag or digest",
      ["333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api"],
      "333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api: has the host of a registry, but neither a tag nor a digest; allowed: CVE-2024-3094, GHSA-…, pkg:NAME or NAME of a package, sha256:DIGEST, REPOSITORY@sha256:DIGEST, REPOSITORY:TAG; write HOST/REPOSITORY:TAG or HOST/REPOSITORY@sha256:DIGEST [invalid-query]",
    ],
    [
      "another region than the registry's",
      ["333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4.2", ...REGION, "--region", "eu-west-1"],
      "--region eu-west-1 is another region than that of the image's registry, eu-central-1; leave --region out or QUERY's host",
    ],
    ["no query", REGION, "where takes QUERY, found 0 arguments"],
    [
      "a region that is none",
      ["xz", "--region", "eu-central-9"],
      "--region eu-central-9 is no region of AWS, write eu-central-1",
    ],
    [
      "regions of two partitions",
      ["xz", "--region", "eu-central-1", "--region", "cn-north-1"],
      "--region names regions of aws and aws-cn; ask one partition at a time",
    ],
    [
      "an ARN for a role's name",
      ["xz", ...REGION, "--role-name", "arn:aws:iam::444444444444:role/reader"],
      "--role-name arn:aws:iam::444444444444:role/reader is no name of a role; write its path and name without the account, such as audit/reader",
    ],
    [
      "no time",
      ["xz", ...REGION, "--time-limit", "0"],
      "--time-limit 0 is no whole number of seconds from 1 to 900",
    ],
    [
      "too much time",
      ["xz", ...REGION, "--time-limit", "901"],
      "--time-limit 901 is no whole number of seconds from 1 to 900",
    ],
  ])("%s", async (_, args, message) => {
    const { status, stdout, stderr, calls } = await where(args);
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toBe(`${message}\nsupply-chain where --help tells more\n`);
    expect(calls.sts).toEqual([]);
  });
});

describe("the environment", () => {
  test("basic scanning knows nothing of this", async () => {
    const file = organization(
      (text) =>
        `${text.replace('scanning: { continuous: ["shop/*"] }', "scanning: { mode: basic }")}\ninspector: { autoEnable: [] }\n`,
    );
    const { status, stderr, calls } = await where(["CVE-2024-3094", "-f", file]);
    expect({ status, asked: calls.sts }).toEqual({ status: 2, asked: [] });
    expect(stderr).toBe(
      "registry.scanning.mode: is basic, and only Amazon Inspector knows which images have a vulnerability and where they run; allowed: enhanced; set registry.scanning.mode to enhanced and deploy it [needs-enhanced-scanning]\n\n1 problem\n",
    );
  });

  test.each([["CVE-2024-3094"], ["xz"], ["pkg:xz-utils"], ["shop/api:1.4.2"], [DIGEST]])(
    "where Inspector covers no image, as it does without ECR, %s is unknown",
    async (query) => {
      const { status, stdout, stderr } = await where([query, ...REGION], {
        inspector2: { ListCoverageStatistics: () => ({ totalCounts: 0 }) },
      });
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toBe(
        "eu-central-1: Inspector covers no container image here: what its images hold and where they run is unknown; set the registry's scanning to enhanced and switch Inspector on for ECR, or ask others with --region [needs-enhanced-scanning]\n\n1 problem\n",
      );
    },
  );

  test.each([
    ["[eu-west-1]", 2],
    ["[]", 0],
  ])(
    "with replicas in %s, a region where Inspector covers no image ends with %i",
    async (replication, expected) => {
      const file = organization((text) =>
        text.replace("replication: [eu-west-1]", `replication: ${replication}`),
      );
      const { status } = await where(["CVE-2024-3094", "-f", file, "--region", "eu-west-1"], {
        inspector2: { ListCoverageStatistics: () => ({ totalCounts: 0 }) },
      });
      expect(status).toBe(expected);
    },
  );

  test("a region with caches alone keeps images too", async () => {
    const file = organization((text) =>
      text
        .replace("replication: [eu-west-1]", "replication: []")
        .replace("[kubernetes, ecr-public]", "{ quay: { regions: [eu-west-1] } }"),
    );
    const { status } = await where(["CVE-2024-3094", "-f", file, "--region", "eu-west-1"], {
      inspector2: { ListCoverageStatistics: () => ({ totalCounts: 0 }) },
    });
    expect(status).toBe(2);
  });

  test("a file that is named must be there", async () => {
    const { status, stderr } = await where(["CVE-2024-3094", "-f", "missing.yaml"]);
    expect(status).toBe(1);
    expect(stderr).toBe(
      "missing.yaml: there is no such file; check the name and the folder [file-not-found]\n\n1 problem\n",
    );
  });

  test("no region anywhere", async () => {
    const { status, stderr } = await where(["CVE-2024-3094"]);
    expect(status).toBe(1);
    expect(stderr).toBe(
      "--region: there is no organization.yaml here and no region in the environment; give --region, --organization or AWS_REGION [no-region]\n\n1 problem\n",
    );
  });

  test("the region of the environment is taken without others", async () => {
    const { status, stdout } = await where(["CVE-2024-3094"], {}, { AWS_REGION: "eu-west-1" });
    expect(status).toBe(0);
    expect(stdout).toContain("asked by account 222222222222 in eu-west-1 at ");
  });

  test("no credentials", async () => {
    const { status, stdout, stderr } = await where(
      CVE,
      {},
      { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(
      "sts:GetCallerIdentity eu-central-1: there are no AWS credentials: Could not load credentials from any providers; set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws sso login [no-credentials]\n\n1 problem\n",
    );
  });

  test("credentials that are too old", async () => {
    const { status, stderr } = await where(CVE, {
      sts: { GetCallerIdentity: () => fault("ExpiredToken", "the token is old") },
    });
    expect(status).toBe(1);
    expect(stderr).toBe(
      "sts:GetCallerIdentity eu-central-1: AWS refuses the credentials: ExpiredToken: the token is old; renew them, e.g. by aws sso login, and check the clock of this machine [credentials-refused]\n\n1 problem\n",
    );
  });

  test("a permission that is missing", async () => {
    const { status, stderr } = await where(CVE, {
      inspector2: { ListFindings: () => fault("AccessDeniedException", "not authorized") },
    });
    expect(status).toBe(1);
    expect(stderr).toBe(
      "inspector2:ListFindings eu-central-1: account 222222222222 may not call it: AccessDeniedException: not authorized; allow inspector2:ListFindings, and check that Inspector is on in this account and region [access-denied]\n\n1 problem\n",
    );
  });

  test("with --json problems are data", async () => {
    const { status, stdout } = await where([...CVE, "--json"], {
      inspector2: { ListFindings: () => fault("AccessDeniedException", "not authorized") },
    });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ problems: [{ code: "access-denied" }], omitted: 0 });
  });

  test("an endpoint that is not there", async () => {
    const { status, stderr } = await whereAsUser(CVE, {}, { AWS_ENDPOINT_URL_STS: "http://127.0.0.1:9" });
    expect(status).toBe(1);
    expect(stderr).toBe(
      "sts:GetCallerIdentity eu-central-1: cannot be reached (ECONNREFUSED); check the region's name, the network and the proxy [unreachable]\n\n1 problem\n",
    );
  });

  test("an image that nobody has", async () => {
    const { status, stderr } = await where(["shop/api:9.9.9", ...REGION]);
    expect(status).toBe(1);
    expect(stderr).toBe(
      "shop/api:9.9.9: neither Inspector nor a repository that was asked has it in eu-central-1; check the name, write the host of its registry before it, or ask another region with --region; a package is asked for as pkg:NAME [image-not-found]\n\n1 problem\n",
    );
  });

  describe("of which ECR only says why it does not tell it", () => {
    const inspector2 = {
      ListCoverage: ({ filterCriteria }: { filterCriteria?: object | undefined }) => {
        const text = JSON.stringify(filterCriteria);
        if (text.includes("AWS_ECR_REPOSITORY"))
          return { coveredResources: [coveredRepository(), coveredRepository("shop/web")] };
        return { coveredResources: text.includes(arnOf(DIGEST)) ? [covered(DIGEST)] : [] };
      },
    };
    const failing = (failureCode: string | undefined) => ({
      BatchGetImage: () => ({
        images: [],
        failures: failureCode === undefined ? [] : [{ failureCode: failureCode as "KmsError" }],
      }),
    });

    test.each([
      "KmsError",
      "ImageInaccessible",
      "ImageReferencedByManifestList",
      "UpstreamUnavailable",
      undefined,
    ])("%s: the answer is not complete", async (failureCode) => {
      const message = `the answer cannot be read: it lacks the image in shop/web: ${failureCode ?? "nothing said"}; ask again later`;
      const world = { inspector2, ecr: failing(failureCode) };
      const known = await where([DIGEST, ...REGION], world);
      expect(known.status).toBe(2);
      expect(known.stdout).toContain(message);
      const unknown = await where(["shop/web:1", ...REGION], world);
      expect(unknown.status).toBe(2);
      expect(unknown.stdout + unknown.stderr).toContain("[unreadable-answer]");
      expect(unknown.stderr).not.toContain("image-not-found");
    });

    test("ImageNotFound: it is not there", async () => {
      const world = { inspector2, ecr: failing("ImageNotFound") };
      const known = await where([DIGEST, "--json", ...REGION], world);
      expect(known.status).toBe(0);
      expect(JSON.parse(known.stdout)).toMatchObject({ complete: true, images: 1 });
      const unknown = await where(["shop/web:1", ...REGION], world);
      expect(unknown.status).toBe(1);
      expect(unknown.stderr).toContain("[image-not-found]");
    });
  });

  test("another account than the administrator sees its own images only", async () => {
    const { status, stdout } = await where(["CVE-2024-3094", "-f", resolve("organization.yaml"), ...REGION], {
      sts: { GetCallerIdentity: () => ({ Account: "333333333333" }) },
    });
    expect(status).toBe(2);
    expect(stdout).toContain(
      "Not complete\n  account 333333333333: sees only its own images; use credentials of account 222222222222 (security), Inspector's delegated administrator [not-the-administrator]\n",
    );
  });

  test("a role that may not be assumed leaves the rest", async () => {
    const { status, stdout } = await where([...CVE, "--live", "--role-name", "reader"], {
      inspector2: {
        ListFindings: ({ filterCriteria }) => ({
          findings: filterCriteria?.vulnerabilityId ? [finding()] : [],
        }),
        GetClustersForImage: () => ({ cluster: [onEcs()] }),
      },
      sts: { AssumeRole: () => fault("AccessDenied", "no trust") },
    });
    expect(status).toBe(2);
    expect(stdout).toContain("api:42 (service:api)");
    expect(stdout).toContain(
      "  sts:AssumeRole arn:aws:iam::444444444444:role/reader: account 222222222222 may not assume the role: AccessDenied: no trust; let the role trust the caller and the caller assume it, or name another role by --role-name [role-refused]\n",
    );
  });

  test("without the SDK says what to install", async () => {
    const missing = () => Promise.reject(Object.assign(new Error("gone"), { code: "MODULE_NOT_FOUND" }));
    await expect(installed(missing)).rejects.toThrow(
      "@aws-sdk: the clients of the AWS SDK that this command asks AWS with are not installed; run npm install @aws-sdk/client-inspector2 @aws-sdk/client-sts @aws-sdk/client-ecr @aws-sdk/client-ecs [sdk-missing]",
    );
  });
});
