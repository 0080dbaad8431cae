import { type DecisionContext, decisionRecord } from "../../../lambdas/image-verification/decision-record";
import { type ImageOutcome } from "../../../verification";
import { API } from "./support";

const digestOf = (number: number) => `sha256:${number.toString(16).padStart(64, "0")}`;
const IMAGE = { reference: `${API}@${digestOf(1)}`, repository: API, digest: digestOf(1) };
const CONTEXT: DecisionContext = {
  at: "2026-06-15T12:00:00.000Z",
  source: "ecs-task",
  partition: "aws",
  accountId: "444444444444",
  region: "eu-central-1",
  cluster: "shop",
  mode: "block",
  known: true,
  workload: { service: "api", container: "app" },
  action: "stop",
  correlation: { eventId: "event-1" },
};
const children = (count: number) => Array.from({ length: count }, (_, index) => digestOf(index + 2));

test("a refusal says what failed, in full", () => {
  const outcome: ImageOutcome = {
    image: IMAGE,
    outcome: "refused",
    code: "identity-untrusted",
    message: "the signer is not among the trusted identities",
    check: "trustedIdentity",
  };
  expect(decisionRecord(outcome, CONTEXT)).toEqual({
    version: 1,
    ...CONTEXT,
    image: IMAGE,
    outcome: "refused",
    code: "identity-untrusted",
    message: "the signer is not among the trusted identities",
    check: "trustedIdentity",
  });
});

test("a refusal that no check made names none", () => {
  const outcome: ImageOutcome = {
    image: IMAGE,
    outcome: "refused",
    code: "unsigned",
    message: "no signature",
  };
  expect(decisionRecord(outcome, CONTEXT)).not.toHaveProperty("check");
});

test("the manifests of an index are told up to fifty of them, and no part of more", () => {
  const trusted = (count: number) =>
    decisionRecord(
      {
        image: { ...IMAGE, children: children(count) },
        outcome: "trusted",
        signature: { digest: digestOf(999) },
      },
      CONTEXT,
    ).image;
  expect(trusted(50)).toEqual({ ...IMAGE, children: children(50) });
  expect(trusted(51)).toEqual(IMAGE);
});

test("the longest name that ECR takes for a repository is told in full", () => {
  const repository = `333333333333.dkr.ecr.eu-central-1.amazonaws.com/${"n".repeat(256)}`;
  const outcome: ImageOutcome = {
    image: { reference: `${repository}@${digestOf(1)}`, repository, digest: digestOf(1) },
    outcome: "refused",
    code: "unsigned",
    message: "no signature",
  };
  expect(decisionRecord(outcome, CONTEXT).image).toEqual(outcome.image);
});

test("what others wrote is cut", () => {
  const outcome: ImageOutcome = {
    image: { reference: "r".repeat(2_000), repository: "n".repeat(2_000) },
    outcome: "refused",
    code: "c".repeat(2_000),
    message: "m".repeat(2_000),
    check: "k".repeat(2_000),
  };
  expect(decisionRecord(outcome, CONTEXT)).toMatchObject({
    image: { reference: "r".repeat(1_000), repository: "n".repeat(1_000) },
    code: "c".repeat(300),
    message: "m".repeat(1_000),
    check: "k".repeat(300),
  });
});
