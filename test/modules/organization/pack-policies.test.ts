import fc from "fast-check";
import { type Statement } from "../../../modules/iam";
import { packPolicies, POLICY_LENGTH } from "../../../modules/organization";

const statement: fc.Arbitrary<Statement> = fc.record({
  sid: fc.stringMatching(/^[A-Za-z0-9]{1,20}$/),
  effect: fc.constant("Deny" as const),
  actions: fc.array(fc.stringMatching(/^ecr:[A-Z][a-z]{1,30}$/), { minLength: 1, maxLength: 40 }),
  resources: fc.constant(["*"]),
});
const statements = fc.uniqueArray(statement, { selector: ({ sid }) => sid, maxLength: 25 });

function property(arbitrary: fc.Arbitrary<Statement[]>, holds: (given: Statement[]) => void): void {
  fc.assert(fc.property(arbitrary, holds), { seed: 20261124, numRuns: 200 });
}

describe("packPolicies", () => {
  it("holds every statement exactly once", () => {
    property(statements, (given) => {
      const sids = packPolicies(given).flatMap((policy) => policy.statements.map(({ sid }) => sid));
      expect([...sids].sort()).toEqual(given.map(({ sid }) => sid).sort());
    });
  });

  it("keeps every policy within the limit", () => {
    property(statements, (given) => {
      for (const { document } of packPolicies(given))
        expect(document.length).toBeLessThanOrEqual(POLICY_LENGTH);
    });
  });

  it("gives the same policies whatever order the statements come in", () => {
    property(statements, (given) => {
      expect(packPolicies([...given].reverse())).toEqual(packPolicies(given));
    });
  });

  it("writes what it says into the documents", () => {
    property(statements, (given) => {
      for (const policy of packPolicies(given)) {
        const { Statement: written } = JSON.parse(policy.document) as { Statement: { Sid: string }[] };
        expect(written.map(({ Sid }) => Sid)).toEqual(policy.statements.map(({ sid }) => sid));
      }
    });
  });

  it("starts a new policy only when no earlier one has room", () => {
    const one = (sid: string): Statement => ({
      sid,
      effect: "Deny",
      actions: ["ecr:PutImage"],
      resources: ["*"],
    });
    const [first] = packPolicies([one("A")]);
    const length = first?.document.length ?? 0;
    expect(packPolicies([one("A"), one("B")], length)).toHaveLength(2);
    expect(packPolicies([one("A"), one("B")], length * 2)).toHaveLength(1);
  });

  it("makes no policy of nothing", () => {
    expect(packPolicies([])).toEqual([]);
  });
});
