import { raw } from "../../support/aws-service";
import { digestOf, World } from "./support";

type Options = NonNullable<Parameters<World["reconcile"]>[0]>;
type EcrAnswers = NonNullable<Options["ecr"]>;

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

/** An answer as it comes, whatever the model asks of it. */
const says = (body: object) => () => raw(JSON.stringify(body));

/** How a look fails that should. */
async function failing(answers: Options): Promise<string> {
  return world.reconcile(answers).then(
    ({ complete, openProblems }) => `did not fail: ${JSON.stringify({ complete, openProblems })}`,
    (error: unknown) => (error as Error).message.replace(/^schedule: |; look for the errors .*$/g, ""),
  );
}

describe("an answer that does not have the image does not say that it is gone", () => {
  const digest = () => world.digest("image");
  const pushed = 1_700_000_000;
  const cases: [string, () => object, () => string][] = [
    ["nothing", () => ({}), () => "imageDetails"],
    ["an empty list", () => ({ imageDetails: [] }), digest],
    [
      "another image",
      () => ({ imageDetails: [{ imageDigest: digestOf("x"), imagePushedAt: pushed }] }),
      digest,
    ],
    ["no digest", () => ({ imageDetails: [{ imagePushedAt: pushed }] }), digest],
    ["no time of the push", () => ({ imageDetails: [{ imageDigest: digest() }] }), () => "imagePushedAt"],
  ];
  const answering = (answer: () => object): EcrAnswers => ({
    DescribeImages: ({ imageIds }) => (imageIds ? raw(JSON.stringify(answer())) : { imageDetails: [] }),
  });

  test.each(cases)(
    "with %s: its finding stays open, and the look is not complete",
    async (_, answer, what) => {
      world.push("shop/api", "image", { minutesAgo: 60 });
      await world.reconcile();
      const [finding] = world.open();
      expect(await failing({ ecr: answering(answer) })).toBe(
        `1 part of the run failed, first finding ${String(finding?.Id)}: ecr:DescribeImages leaves out ${what()}`,
      );
      expect(world.open()).toEqual([finding]);
      expect([world.metrics(), world.metrics("CompleteLooks")]).toEqual([[1, 1], [1]]);
    },
  );

  test.each(cases)("with %s: its push stays in the queue", async (_, answer, what) => {
    world.push("shop/api", "image");
    const { stay } = await world.follow([world.message("shop/api", "image")], { ecr: answering(answer) });
    expect(stay).toEqual(["image"]);
    expect(world.lines.at(-1)).toMatchObject({
      message: "cannot look at the image",
      error: { name: "IncompleteAnswer", message: `ecr:DescribeImages leaves out ${what()}` },
    });
  });

  test("with a signature that was made by nobody: it is not called unsigned", async () => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    for (const answer of [{}, { signingStatuses: [{ status: "COMPLETE" }] }]) {
      const ecr = { DescribeImageSigningStatus: says(answer) };
      const { stay } = await world.follow([world.message("shop/api", "image")], { ecr });
      expect([stay, world.open()]).toEqual([["image"], []]);
    }
  });
});

const repeated = (operation: string) =>
  `${operation}: led back to a page it had given before, after 2 pages; ask again later; if it stays so, tell AWS Support [repeated-page]`;

test.each<[string, Options, string]>([
  [
    "repositories",
    { ecr: { DescribeRepositories: says({}) } },
    "list of repositories: ecr:DescribeRepositories leaves out repositories",
  ],
  [
    "the name of a repository",
    { ecr: { DescribeRepositories: says({ repositories: [{}] }) } },
    "list of repositories: ecr:DescribeRepositories leaves out repositoryName",
  ],
  [
    "the end of the repositories",
    { ecr: { DescribeRepositories: says({ repositories: [], nextToken: "again" }) } },
    `list of repositories: ${repeated("ecr:DescribeRepositories")}`,
  ],
  [
    "images",
    { ecr: { DescribeImages: says({}) } },
    "repository shop/api: ecr:DescribeImages leaves out imageDetails",
  ],
  [
    "the digest of an image",
    { ecr: { DescribeImages: says({ imageDetails: [{ imagePushedAt: 1 }] }) } },
    "repository shop/api: ecr:DescribeImages leaves out imageDigest",
  ],
  [
    "when an image was pushed",
    { ecr: { DescribeImages: says({ imageDetails: [{ imageDigest: digestOf("x") }] }) } },
    "repository shop/api: ecr:DescribeImages leaves out imagePushedAt",
  ],
  [
    "the end of the images",
    { ecr: { DescribeImages: says({ imageDetails: [], nextToken: "again" }) } },
    `repository shop/api: ${repeated("ecr:DescribeImages")}`,
  ],
  [
    "the signing rules",
    { ecr: { GetSigningConfiguration: says({}) } },
    "signing rules: ecr:GetSigningConfiguration leaves out signingConfiguration",
  ],
  [
    "the list of the signing rules",
    { ecr: { GetSigningConfiguration: says({ signingConfiguration: {} }) } },
    "signing rules: ecr:GetSigningConfiguration leaves out rules",
  ],
  [
    "the profile of a signing rule",
    { ecr: { GetSigningConfiguration: says({ signingConfiguration: { rules: [{}] } }) } },
    "signing rules: ecr:GetSigningConfiguration leaves out signingProfileArn",
  ],
  [
    "open findings",
    { hub: { GetFindings: says({}) } },
    "open findings: securityhub:GetFindings leaves out Findings",
  ],
  [
    "the end of the open findings",
    { hub: { GetFindings: says({ Findings: [], NextToken: "again" }) } },
    `open findings: ${repeated("securityhub:GetFindings")}`,
  ],
])(
  "a look that is not told %s fails, and does not say that there is no problem",
  async (_, answers, what) => {
    // Young, so that nothing is asked about it.
    world.push("shop/api", "image");
    expect(await failing(answers)).toBe(`1 part of the run failed, first ${what}`);
    expect([world.metrics(), world.metrics("CompleteLooks")]).toEqual([[1], []]);
  },
);

test.each<[string, object]>([
  ["no list", {}],
  ["no index", { images: [] }],
  ["no manifest", { images: [{}] }],
])("an answer with %s does not say that no index has an image", async (_, answer) => {
  world.push("shop/api", "child", { minutesAgo: 16, tags: [] });
  world.push("shop/api", "index", { minutesAgo: 15, children: ["child"] });
  const { surroundings } = await world.start({ ecr: { BatchGetImage: says(answer) } });
  await expect(surroundings.registry.manifests("shop/api", [world.digest("index")])).rejects.toThrow(
    "ecr:BatchGetImage leaves a manifest out: nothing said",
  );
});
