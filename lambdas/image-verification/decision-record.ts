import { type DecisionRecord, type ImageOutcome } from "../../verification";

/** What decisions of one call have in common, and what was done. */
export type DecisionContext = Omit<
  DecisionRecord,
  "version" | "image" | "outcome" | "code" | "message" | "check" | "profileVersionArn" | "answerable"
>;

/** Longest texts: what an image is called, and what an answer says, is written by others. */
const LENGTHS = { name: 300, text: 1_000 } as const;
/** A list that is cut would say something wrong, so a long one is left out. */
const MOST_CHILDREN = 50;

/** Writes down what came of an image. */
export function decisionRecord(outcome: ImageOutcome, context: DecisionContext): DecisionRecord {
  const { reference, repository, digest, children } = outcome.image;
  return {
    version: 1,
    ...context,
    image: {
      reference: reference.slice(0, LENGTHS.text),
      ...(repository === undefined ? {} : { repository: repository.slice(0, LENGTHS.text) }),
      ...(digest === undefined ? {} : { digest }),
      ...(children === undefined || children.length > MOST_CHILDREN ? {} : { children }),
    },
    outcome: outcome.outcome,
    ...detailsOf(outcome),
  };
}

function detailsOf(outcome: ImageOutcome): Partial<DecisionRecord> {
  switch (outcome.outcome) {
    case "trusted": {
      const { profileVersionArn } = outcome.signature;
      return profileVersionArn === undefined ? {} : { profileVersionArn };
    }
    case "admitted":
      return {
        code: outcome.code,
        ...(outcome.answerable === undefined ? {} : { answerable: outcome.answerable }),
      };
    case "refused":
      return {
        code: outcome.code.slice(0, LENGTHS.name),
        message: outcome.message.slice(0, LENGTHS.text),
        ...(outcome.check === undefined ? {} : { check: outcome.check.slice(0, LENGTHS.name) }),
      };
    case "undecided":
      return {
        code: outcome.code.slice(0, LENGTHS.name),
        message: outcome.message.slice(0, LENGTHS.text),
      };
  }
}
