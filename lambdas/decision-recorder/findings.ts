import { type AwsSecurityFinding, type Resource } from "@aws-sdk/client-securityhub";
import { type DecisionRecord } from "../../verification";
import { ecrRepository } from "../image-verification/address";
import { findingId, GENERATOR, workloadOf } from "../image-verification/finding-id";
import { imageResource, LENGTHS, openFinding, resourceIn } from "../shared/finding";
import { type Place } from "../shared/place";
import { type Verdict } from "./verdicts";

const TYPE = "Software and Configuration Checks/Image Verification/Image Not Trusted";

const VERIFY = "`supply-chain verify IMAGE --organization organization.yaml --online` lists every check.";

const WORDS = {
  refused: {
    title: "Image not trusted",
    severity: "HIGH",
    remedy: `Deploy a digest that the pipeline has signed, from a repository of this cluster. ${VERIFY} What has to run without a signature takes an exception with an owner and an end.`,
  },
  undecided: {
    title: "Image not verified",
    severity: "MEDIUM",
    remedy: `Nobody could say whether the image is trusted: look for the decision in the log of the function, mend what the message names and deploy again. ${VERIFY}`,
  },
} as const;

/**
 * Tells people that an image is not trusted, or that nobody knows.
 *
 * @param verdict what is said of it, of whichever of its workloads
 */
export function findingOf(
  place: Place,
  decision: DecisionRecord,
  { outcome, code = "", message = "" }: Verdict & { readonly outcome: "refused" | "undecided" },
  updatedAt: string,
): AwsSecurityFinding {
  const { cluster, image, workload } = decision;
  const words = WORDS[outcome];
  const name = image.repository ?? image.reference;
  const which =
    image.digest === undefined
      ? `container ${workload.container ?? "unknown"} of ${workload.service ?? workload.owner ?? (workloadOf(decision) || "a task")}`
      : image.digest;
  return openFinding(place, {
    generator: GENERATOR,
    type: TYPE,
    severity: words.severity,
    id: findingId(place, decision),
    title: `${words.title}: ${name}`,
    description: `Cluster ${cluster}, ${which}: ${message || "it is not said why"} [${code || "unknown"}]`,
    recommendation: words.remedy,
    resources: [resourceOfImage(decision, place), resourceOfCluster(decision, place)],
    updatedAt,
  });
}

function resourceOfImage({ image }: DecisionRecord, { partition }: Place): Resource {
  const found = ecrRepository(image.repository ?? "");
  const { digest } = image;
  if (found === undefined || digest === undefined)
    return { Type: "Other", Id: image.reference.slice(0, LENGTHS.resource), Partition: partition as "aws" };
  const { registryId: accountId, region, name: repository } = found;
  return imageResource({ partition, region, accountId }, { repository, digest });
}

function resourceOfCluster({ source, cluster }: DecisionRecord, place: Place): Resource {
  const { partition, region, accountId } = place;
  const [service, type] = source === "eks-admission" ? ["eks", "AwsEksCluster"] : ["ecs", "AwsEcsCluster"];
  return resourceIn(place, type, `arn:${partition}:${service}:${region}:${accountId}:cluster/${cluster}`);
}
