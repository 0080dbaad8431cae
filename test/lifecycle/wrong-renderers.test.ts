import type fc from "fast-check";
import { lifecycleNotes, lifecyclePreset, renderLifecyclePolicy } from "../../lifecycle";
import { type Reading } from "../support/lifecycle/evaluator";
import {
  childrenLeftEarly,
  referrersLeftEarly,
  taggedReferrersLeftEarly,
} from "../support/lifecycle/history";
import { acceptedRules, presets } from "../support/lifecycle/rules";
import { counterexample, DOCUMENTED, SELECTING } from "../support/lifecycle/search";
import { WRONG_RENDERERS } from "../support/lifecycle/wrong";

const lists = presets.map(lifecyclePreset);

/** Policies as they are rendered from what is accepted. */
const RENDERED = {
  "a preset": lists.map(renderLifecyclePolicy),
  "a preset without a note": lists
    .filter((list) => lifecycleNotes(list).length === 0)
    .map(renderLifecyclePolicy),
  "a list of typed rules": acceptedRules.map(renderLifecyclePolicy),
} as const satisfies Readonly<Record<string, fc.Arbitrary<string>>>;

/** The properties of properties.test.ts. */
const PROPERTIES = {
  "signatures leave before their image": referrersLeftEarly,
  "signatures kept under a tag leave before their image": taggedReferrersLeftEarly,
  "platform images leave before their index": childrenLeftEarly,
} as const;

const READ = { "spares signatures": DOCUMENTED, "selects signatures": SELECTING } as const satisfies Readonly<
  Record<string, readonly Reading[]>
>;

/** A renderer, what it renders, how AWS's words are read, and what goes wrong. */
const CAUGHT: readonly (readonly [
  keyof typeof WRONG_RENDERERS,
  keyof typeof RENDERED,
  keyof typeof READ,
  keyof typeof PROPERTIES,
])[] = [
  ["untagged images as any", "a preset", "spares signatures", "signatures leave before their image"],
  [
    "untagged images as any",
    "a list of typed rules",
    "spares signatures",
    "signatures leave before their image",
  ],
  [
    "tagged images as any",
    "a preset without a note",
    "spares signatures",
    "signatures leave before their image",
  ],
  [
    "tagged images as any",
    "a preset without a note",
    "selects signatures",
    "signatures leave before their image",
  ],
  [
    "every pattern as *",
    "a preset",
    "spares signatures",
    "signatures kept under a tag leave before their image",
  ],
  [
    "every pattern as *",
    "a preset",
    "selects signatures",
    "signatures kept under a tag leave before their image",
  ],
  [
    "no rule that protects",
    "a list of typed rules",
    "spares signatures",
    "signatures leave before their image",
  ],
  [
    "no rule that protects",
    "a list of typed rules",
    "selects signatures",
    "signatures kept under a tag leave before their image",
  ],
  [
    "the last rule first",
    "a list of typed rules",
    "spares signatures",
    "signatures leave before their image",
  ],
  [
    "the last rule as one that expires",
    "a preset",
    "spares signatures",
    "platform images leave before their index",
  ],
  [
    "the last rule as one that expires",
    "a preset",
    "selects signatures",
    "platform images leave before their index",
  ],
  ["the last rule with one day", "a preset", "spares signatures", "platform images leave before their index"],
];

describe("a renderer that makes a mistake is found out by the properties", () => {
  test.each(CAUGHT)("%s, of %s, where AWS %s: %s", (renderer, policies, readings, property) => {
    const wrong = RENDERED[policies].map(WRONG_RENDERERS[renderer]);
    expect(counterexample(wrong, READ[readings], PROPERTIES[property])).toBe(true);
  });

  test("every such renderer is found out", () => {
    expect(new Set(CAUGHT.map(([renderer]) => renderer))).toEqual(new Set(Object.keys(WRONG_RENDERERS)));
  });
});
