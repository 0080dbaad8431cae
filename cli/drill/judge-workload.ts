import { type Row } from "../../where";
import { agreed, type Judgement, type Possible } from "./judge";
import { type Judge, type Judgements } from "./judge-images";

/**
 * Judges a workload by every registry that its image may be from. AWS does not say whether Inspector finds an image by
 * the address that the workload names or by its digest, which is the same in a replica. So beside the registry that
 * Inspector names stand that of the cluster's region and that at home, if they hold the image.
 *
 * @param registries regions of the registry and its replicas, the home region first
 */
export async function judgeWorkload(
  row: Row,
  judge: Judge,
  registries: readonly string[],
): Promise<Judgement> {
  const { image, use } = row;
  const { repository, digest } = image;
  const [home] = registries;
  const others = registries.filter(
    (region) => region !== repository.region && (region === home || region === use?.cluster.region),
  );
  const from = async (region: string): Promise<Possible> => {
    const judgements = await judge.image({ repository: { ...repository, region }, digest });
    return { when: `from ${region}`, judgement: byCluster(row, judgements) };
  };
  const holding = await judge.holding(image, others);
  return agreed([await from(repository.region), ...(await Promise.all(holding.map(from)))]);
}

/** Where nobody knows what runs an image, both kinds of clusters must agree. */
function byCluster({ use }: Row, { ecs, eks }: Judgements): Judgement {
  if (use) return use.cluster.type === "ecs" ? ecs : eks;
  return agreed([
    { when: "on ECS", judgement: ecs },
    { when: "on EKS", judgement: eks },
  ]);
}
