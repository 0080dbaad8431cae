import { raw } from "../../support/aws-service";
import { closeServers, DIGEST, type EcrAnswers, Hub, type HubAnswers, lookAtAll, scanned } from "./servers";

afterEach(closeServers);

/** An answer as it comes, whatever the model asks of it. */
const says = (body: object) => () => raw(JSON.stringify(body));
const repeated = (operation: string) =>
  `${operation}: led back to a page it had given before, after 2 pages; ask again later; if it stays so, tell AWS Support [repeated-page]`;

test.each<[string, EcrAnswers, HubAnswers, string]>([
  [
    "repositories",
    { DescribeRepositories: says({}) },
    {},
    "list of repositories: ecr:DescribeRepositories leaves out repositories",
  ],
  [
    "the name of a repository",
    { DescribeRepositories: says({ repositories: [{}] }) },
    {},
    "list of repositories: ecr:DescribeRepositories leaves out repositoryName",
  ],
  [
    "the end of the repositories",
    { DescribeRepositories: says({ repositories: [], nextToken: "again" }) },
    {},
    `list of repositories: ${repeated("ecr:DescribeRepositories")}`,
  ],
  [
    "images",
    { DescribeImages: says({}) },
    {},
    "repository shop/api: ecr:DescribeImages leaves out imageDetails",
  ],
  [
    "the digest of an image",
    { DescribeImages: says({ imageDetails: [{ imagePushedAt: 1 }] }) },
    {},
    "repository shop/api: ecr:DescribeImages leaves out imageDigest",
  ],
  [
    "when an image was pushed",
    { DescribeImages: says({ imageDetails: [{ imageDigest: DIGEST }] }) },
    {},
    "repository shop/api: ecr:DescribeImages leaves out imagePushedAt",
  ],
  [
    "the end of the images",
    { DescribeImages: says({ imageDetails: [], nextToken: "again" }) },
    {},
    `repository shop/api: ${repeated("ecr:DescribeImages")}`,
  ],
  [
    "open findings",
    {},
    { GetFindings: says({}) },
    "open findings: securityhub:GetFindings leaves out Findings",
  ],
  [
    "the end of the open findings",
    {},
    { GetFindings: says({ Findings: [], NextToken: "again" }) },
    `open findings: ${repeated("securityhub:GetFindings")}`,
  ],
])(
  "a look that is not told %s fails, and does not say that it reached everything",
  async (_, ecr, hub, what) => {
    const lines: unknown[] = [];
    const answers: EcrAnswers = {
      DescribeRepositories: () => ({ repositories: [{ repositoryName: "shop/api" }] }),
      DescribeImages: () => ({ imageDetails: [] }),
      ...scanned(),
      ...ecr,
    };
    const look = lookAtAll(answers, { ...new Hub().answers, ...hub }, 60_000, { lines });
    await expect(look).rejects.toThrow(`schedule: 1 part of the run failed, first ${what}; look for`);
    expect(lines).not.toContainEqual(expect.objectContaining({ message: "metric" }));
  },
);
