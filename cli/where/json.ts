import { type Cluster, type Row } from "../../where";
import { type Told } from "./text";

/** An answer as data; `complete` says whether anything may be missing. */
export function answerData({ query, account, regions, at, answer, problems, nameOf }: Told): object {
  const { rows, findings, images, cut, unscannedInUse, usage } = answer;
  return {
    query,
    asked: { account, regions, at: at.toISOString() },
    complete: problems.length === 0,
    findings,
    images,
    cut,
    unscannedInUse,
    ...(usage ? { clusters: { asked: arnsOf(usage.asked), unasked: arnsOf(usage.unasked) } } : {}),
    problems,
    rows: rows.map((row) => rowData(row, at, nameOf)),
  };
}

function arnsOf(clusters: readonly Cluster[]): readonly string[] {
  return clusters.map(({ arn }) => arn);
}

function rowData(
  { image, worst, vulnerability, findings, use, running, stopped, lastInUseAt, tasks }: Row,
  at: Date,
  nameOf: Told["nameOf"],
): object {
  const { account, region, name } = image.repository;
  const nowhere = running === 0 ? null : "unknown";
  return {
    ...worst,
    vulnerability: vulnerability ?? null,
    findings,
    image: { arn: image.arn, account, region, repository: name, digest: image.digest, tags: image.tags },
    account: use ? { id: use.cluster.account, key: nameOf(use.cluster.account) ?? null } : nowhere,
    cluster: use ? { arn: use.cluster.arn, type: use.cluster.type, name: use.cluster.name } : nowhere,
    workload: use?.workload ?? nowhere,
    running,
    stopped,
    lastInUseAt: lastInUseAt?.toISOString() ?? "unknown",
    ageSeconds: lastInUseAt
      ? Math.max(0, Math.round((at.getTime() - lastInUseAt.getTime()) / 1_000))
      : "unknown",
    ...(tasks === undefined ? {} : { tasks }),
  };
}
