import { ImageRegistry, type ImageRegistryProps } from "../../../modules/registry";
import { administrator, evaluate, registryPolicies } from "../../support/iam";
import { synthStack } from "../../support/synth";
import { ORGANIZATION, REGISTRY } from "./support";

const ACCOUNTS = ["444444444444", "555555555555"] as const;

/** Accounts of the organization whose administrator may import an image of that name. */
function importersOf(props: Partial<ImageRegistryProps>, repository: string): string[] {
  const stack = synthStack((scope) => {
    new ImageRegistry(scope, "registry", { ...REGISTRY, organizationId: ORGANIZATION, ...props });
  });
  return ACCOUNTS.filter((account) => {
    const { caller, identity } = administrator(`arn:aws:iam::${account}:role/Admin`, ORGANIZATION);
    const resource = `arn:aws:ecr:eu-central-1:333333333333:repository/${repository}`;
    const request = { caller, action: "ecr:BatchImportUpstreamImage", resource };
    return evaluate(request, { identity, resource: registryPolicies(stack) }).allowed;
  });
}

describe("importers of a prefix", () => {
  test.each<[string, Partial<ImageRegistryProps>, string, readonly string[]]>([
    [
      "are those that are named, beside an open one with a like name",
      { pullThroughPrefixes: ["team", "team-private"], importers: { "team-private": ["444444444444"] } },
      "team-private/app",
      ["444444444444"],
    ],
    [
      "are those that are named, below one of the same",
      {
        pullThroughPrefixes: ["team", "team/private"],
        importers: { team: ["444444444444"], "team/private": ["444444444444"] },
      },
      "team/private/app",
      ["444444444444"],
    ],
    [
      "are those that are named and those above, where they are some of them",
      {
        pullThroughPrefixes: ["team", "team/private"],
        importers: { team: [], "team/private": ["555555555555"] },
      },
      "team/private/app",
      ["555555555555"],
    ],
    [
      "are the organization below a narrower one",
      { pullThroughPrefixes: ["team", "team/open"], importers: { team: ["444444444444"] } },
      "team/open/app",
      ACCOUNTS,
    ],
    [
      "do not reach above their own",
      { pullThroughPrefixes: ["team", "team/open"], importers: { team: ["444444444444"] } },
      "team/app",
      ["444444444444"],
    ],
  ])("%s", (_, props, repository, expected) => {
    expect(importersOf(props, repository)).toEqual(expected);
  });
});
