/** A rule as it is rendered. */
interface RenderedRule {
  readonly rulePriority: number;
  readonly selection: {
    readonly tagStatus: string;
    readonly tagPatternList?: readonly string[];
    readonly tagPrefixList?: readonly string[];
    readonly storageClass?: string;
    readonly countNumber: number;
  };
  readonly action: { readonly type: string };
}

type Change = (rules: readonly RenderedRule[]) => readonly RenderedRule[];

/** What a renderer would write that makes this mistake. */
export const planted = (change: Change) => (policy: string) =>
  JSON.stringify({ rules: change((JSON.parse(policy) as { rules: RenderedRule[] }).rules) });

/** Changes what the rules select that are meant. */
const selecting =
  (
    meant: (rule: RenderedRule, index: number, rules: readonly RenderedRule[]) => boolean,
    selection: Partial<RenderedRule["selection"]>,
  ): Change =>
  (rules) =>
    rules.map((rule, index) =>
      meant(rule, index, rules) ? { ...rule, selection: { ...rule.selection, ...selection } } : rule,
    );

const isLast = (_: RenderedRule, index: number, { length }: readonly RenderedRule[]) => index === length - 1;

/** Ways to render wrongly what is right. */
export const WRONG_RENDERERS = {
  "untagged images as any": planted(
    selecting(({ selection }) => selection.tagStatus === "untagged", { tagStatus: "any" }),
  ),
  "tagged images as any": planted(
    selecting(({ selection }) => selection.tagStatus === "tagged", {
      tagStatus: "any",
      tagPatternList: undefined,
      tagPrefixList: undefined,
    }),
  ),
  "every pattern as *": planted(
    selecting(({ selection }) => selection.tagPatternList !== undefined, { tagPatternList: ["*"] }),
  ),
  "no rule that protects": planted((rules) =>
    rules.filter(({ selection }) => selection.countNumber < 36_500),
  ),
  "the last rule first": planted((rules) =>
    rules.map((rule, index) => ({ ...rule, rulePriority: rules.length - index })),
  ),
  "the last rule as one that expires": planted((rules) =>
    rules.map((rule, index) => (isLast(rule, index, rules) ? { ...rule, action: { type: "expire" } } : rule)),
  ),
  "the last rule with one day": planted(selecting(isLast, { countNumber: 1 })),
} as const;
