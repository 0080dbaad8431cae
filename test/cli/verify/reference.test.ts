import { SUBJECT } from "../../notation/support/envelope";
import { policyText, statement } from "../../notation/support/policy";
import { Disk, reasons } from "./support";

let disk: Disk;
beforeEach(() => {
  disk = new Disk();
});
afterEach(() => {
  disk.remove();
});

test("without a reference only the statement for every repository applies", async () => {
  const { status, verdict } = await disk.verdict({ reference: undefined });
  expect(reasons(verdict)).toEqual([
    "reference: no statement of the policy is for every repository [reference-missing]",
  ]);
  expect(status).toBe(2);
  disk.write("policy.json", policyText(statement(), statement({ name: "all", registryScopes: ["*"] })));
  expect((await disk.verdict({ reference: undefined })).verdict).toMatchObject({
    trusted: true,
    policy: { statement: "all" },
  });
});

test("the digest of the reference has to be the subject's", async () => {
  const reference = `registry.example/shop/api@sha256:${"cd".repeat(32)}`;
  expect(reasons((await disk.verdict({ reference })).verdict)).toEqual(["subject subject-mismatch"]);
});

const NONE = "is not registry/repository@digest, such as registry.example/shop/api@sha256:…";

test.each([
  "foo",
  "registry.example/a",
  "registry.example/a:1",
  `a@${SUBJECT.digest}`,
  "registry.example/a@sha256:ab",
])(
  "the reference %s is a mistake of the command line, whatever the signature is worth",
  async (reference) => {
    const told = {
      status: 64,
      out: "",
      err: `--reference ${reference} ${NONE}\nsupply-chain verify --help tells more\n`,
    };
    expect(await disk.verify(...disk.options({ reference }))).toEqual(told);
    expect(await disk.verify("--batch", "none", "--reference", reference)).toEqual(told);
  },
);
