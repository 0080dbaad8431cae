import { ProblemError } from "../../problem";
import {
  type Answer,
  type Aws,
  findWhere,
  type Finding,
  type FindingFilter,
  type Image,
  type Inspector,
  type LiveTask,
  parseQuery,
  type Question,
  type Reference,
  type Use,
} from "../../where";
import { type Manifest, type Repository } from "../../images";
import { AT } from "./sample";

/** What AWS would say; whatever is left out is empty. */
export interface World {
  readonly findings?: readonly Finding[];
  /** How many findings of every page cannot be read. */
  readonly unreadable?: number;
  readonly images?: readonly Image[];
  readonly repositories?: readonly Repository[];
  readonly unscannedInUse?: number;
  /** @default 1 */
  readonly coveredImages?: number;
  uses?(arn: string): readonly Use[];
  manifest?(repository: Repository, reference: Reference): Manifest | undefined;
  /** `family` is missing when all tasks are asked for. */
  tasks?(cluster: string, family?: string): readonly LiveTask[];
}

/** AWS that answers from a {@link World}, and what it was asked for. */
export function awsOf(world: World): Aws & { readonly asked: string[] } {
  const asked: string[] = [];
  const inspector = (region: string): Inspector => ({
    async *findings(filter) {
      await Promise.resolve();
      asked.push(`findings ${region}`);
      const findings = (world.findings ?? []).filter(
        (finding) => finding.image.repository.region === region && matches(finding, filter),
      );
      yield { findings, unreadable: world.unreadable ?? 0 };
    },
    images: (filter) => {
      asked.push(`images ${region}`);
      return Promise.resolve(
        (world.images ?? []).filter(({ arn, repository, tags }) =>
          "arns" in filter
            ? filter.arns.includes(arn)
            : repository.name === filter.repository &&
              repository.region === region &&
              (filter.tag === undefined || tags.includes(filter.tag)),
        ),
      );
    },
    repositories: (name) =>
      Promise.resolve(
        (world.repositories ?? []).filter(
          (repository) => repository.region === region && (name === undefined || repository.name === name),
        ),
      ),
    uses: async (arn) => {
      await Promise.resolve();
      asked.push(`uses ${arn.slice(-8)}`);
      return world.uses?.(arn) ?? [];
    },
    coveredImages: () => Promise.resolve(world.coveredImages ?? 1),
    unscannedInUse: () => Promise.resolve(world.unscannedInUse ?? 0),
  });
  return {
    asked,
    inspector,
    registry: {
      manifest: async (repository, reference) => {
        await Promise.resolve();
        asked.push(`manifest ${repository.name}`);
        return world.manifest?.(repository, reference);
      },
    },
    tasks: {
      running: async ({ name }, family) => {
        await Promise.resolve();
        asked.push(["tasks", name, ...(family === undefined ? [] : [family])].join(" "));
        return world.tasks?.(name, family) ?? [];
      },
    },
  };
}

function matches({ image, vulnerability }: Finding, filter: FindingFilter): boolean {
  if ("digests" in filter) return filter.digests.includes(image.digest);
  if ("vulnerability" in filter) return vulnerability === filter.vulnerability;
  return true;
}

/** Asks a query of a world in one region. */
export function ask(text: string, world: World, members: Partial<Question> = {}): Promise<Answer> {
  return findWhere(
    { query: parseQuery(text), regions: ["eu-central-1"], live: false, at: AT, ...members },
    awsOf(world),
  );
}

/** A refusal of AWS. */
export function refusal(code: string, path = "inspector2:GetClustersForImage eu-central-1"): ProblemError {
  return new ProblemError([{ code, path, message: "refused" }]);
}
