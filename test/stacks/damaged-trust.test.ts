import { readFileSync, writeFileSync } from "node:fs";
import { problemsOf } from "../support/rejection";
import { readTrust } from "../../stacks/trust/trust-outputs";
import { OFF, RegistrySynths } from "./registry-synths";

const WEB = "      signedBy: web\n";
const API = "      signedBy: api\n";
describe("an earlier synth that is damaged is not compared", () => {
  const UNKNOWN = ["registry-images-eu-central-1"];
  let synths: RegistrySynths;

  beforeEach(() => {
    synths = new RegistrySynths();
    synths.run();
  });

  afterEach(() => {
    synths.remove();
  });

  test("where an output has no value and another profile signs", () => {
    synths.rewrite(({ output }) => {
      output["trusted_generations"] = { sensitive: true };
    });
    expect(synths.run([WEB, API]).unknownTrust).toEqual(UNKNOWN);
  });

  test("where outputs have other values and nobody signs any more", () => {
    synths.rewrite(({ output }) => {
      output["trusted_generations"] = { value: null };
      output["trust_reach"] = { value: [] };
    });
    expect(synths.run(...OFF).unknownTrust).toEqual(UNKNOWN);
  });

  test("where what signs is not trusted", () => {
    synths.rewrite(({ output }) => {
      const { value } = output["trusted_generations"] as { value: Record<string, unknown> };
      value["shop/web"] = [];
    });
    expect(synths.run([WEB, API]).unknownTrust).toEqual(UNKNOWN);
  });

  test("where the file was cut short and nobody signs any more", () => {
    writeFileSync(synths.file, "{");
    expect(synths.run(...OFF).unknownTrust).toEqual(UNKNOWN);
  });

  test("in full where nothing in it tells whose it is, and what it tells may not end", () => {
    const { output } = JSON.parse(readFileSync(synths.file, "utf8")) as { output: object };
    writeFileSync(synths.file, JSON.stringify({ output: { ...output, signing_profiles: { value: null } } }));
    expect(problemsOf(() => synths.run(...OFF)).map(({ code }) => code)).toEqual(
      Array.from({ length: 3 }, () => "trust-vanished"),
    );
    expect(synths.run().unknownTrust).toEqual(UNKNOWN);
  });

  test("until it is written anew", () => {
    synths.rewrite(({ output }) => {
      output["trusted_generations"] = { value: null };
    });
    expect(synths.run().unknownTrust).toEqual(UNKNOWN);
    expect(synths.run().unknownTrust).toEqual([]);
  });
});

describe("the outputs", () => {
  const AGENT = "888888888888.dkr.ecr.eu-central-1.amazonaws.com/partner/agent";
  const REACH = {
    regions: ["eu-central-1"],
    cluster_accounts: ["444444444444"],
    accounts: { "shop/web": "organization", "shop/api": ["444444444444"], [AGENT]: [] },
    publishers: { [AGENT]: ["x509.subject: C=US, ST=WA, O=Partner"] },
  };
  const WHOLE = {
    generations: { "shop/web": ["api/1", "web/1"], "shop/api": ["api/1"], "shop/plain": [] },
    signing: { "shop/web": "web/1", "shop/api": "api/1" },
    profiles: {
      "api/1": "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_1",
      "web/1": "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/web_1",
    },
    reach: REACH,
    organization: "o-exampleorg1",
  };

  const isWhole = ({
    generations,
    signing,
    profiles,
    reach,
    organization,
  }: Record<keyof typeof WHOLE, unknown>) =>
    readTrust({
      output: {
        trusted_generations: { value: generations },
        signing_generations: { value: signing },
        signing_profiles: { value: profiles },
        trust_reach: { value: reach },
        organization_id: { value: organization },
      },
    }).isWhole;

  test("are whole as they are written", () => {
    expect(isWhole(WHOLE)).toBe(true);
    expect(isWhole({ ...WHOLE, generations: {}, signing: {}, profiles: {} })).toBe(true);
  });

  test("are whole where an older version did not tell whose they are", () => {
    expect(isWhole({ ...WHOLE, organization: undefined })).toBe(true);
  });

  const shaped = (key: string, values: readonly unknown[]) =>
    values.map((value) => [key, JSON.stringify(value), value] as const);
  const NO_MAP = [undefined, null, [], "{}", 1];

  test.each([
    ...shaped("generations", [...NO_MAP, { "shop/web": null }, { "shop/web": "web/1" }, { "shop/web": [1] }]),
    ...shaped("signing", [...NO_MAP, { "shop/web": null }, { "shop/web": ["web/1"] }]),
    ...shaped("profiles", [...NO_MAP, { ...WHOLE.profiles, "web/1": null }, { ...WHOLE.profiles, "x/1": 1 }]),
    ...shaped("reach", NO_MAP),
    ...shaped("organization", [null, [], 1]),
  ])("are not whole where %s is %s", (key, _, value) => {
    expect(isWhole({ ...WHOLE, [key]: value })).toBe(false);
  });

  test.each([
    ...shaped("regions", [undefined, null, {}, "eu-central-1", [1]]),
    ...shaped("cluster_accounts", [undefined, null, {}, "444444444444", [4]]),
    ...shaped("accounts", [...NO_MAP, { ...REACH.accounts, a: "all" }, { ...REACH.accounts, a: [1] }]),
    ...shaped("publishers", [...NO_MAP, { [AGENT]: "x509.subject: C=US" }, { [AGENT]: [1] }]),
  ])("are not whole where %s of the reach is %s", (key, _, value) => {
    expect(isWhole({ ...WHOLE, reach: { ...REACH, [key]: value } })).toBe(false);
  });

  test.each<[string, Partial<Record<keyof typeof WHOLE, unknown>>]>([
    ["what signs is not trusted", { signing: { "shop/web": "web/1", "shop/api": "web/1" } }],
    ["what signs is trusted nowhere", { generations: { ...WHOLE.generations, "shop/api": [] } }],
    ["what is trusted has no ARN", { generations: { ...WHOLE.generations, "shop/api": ["api/1", "api/2"] } }],
    [
      "a profile has an ARN of something else",
      { profiles: { ...WHOLE.profiles, "web/1": "arn:aws:iam::333333333333:role/web" } },
    ],
    ["nobody runs what is trusted", { generations: { ...WHOLE.generations, "shop/plain": ["api/1"] } }],
    [
      "nobody runs what a publisher signs",
      { reach: { ...REACH, publishers: { ...REACH.publishers, "public.ecr.aws/a/b": [] } } },
    ],
  ])("are not whole where %s", (_, change) => {
    expect(isWhole({ ...WHOLE, ...change })).toBe(false);
  });
});
