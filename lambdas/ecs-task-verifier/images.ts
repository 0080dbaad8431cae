import { type ImageOutcome, isByDigest } from "../../verification";
import { decidedByName, digestUnknown } from "../image-verification/by-name";
import { type Container } from "../image-verification/ecs";
import { type ManagedImages } from "./managed-images";
import { judgePulled, type JudgeWithPast } from "./moved-tag";
import { type Task, type TaskContainer } from "./task";

/** Stands for the names of containers of which ECS says nothing else. */
const ADDED = "(added by ECS)";
/** Stands for the reference of an image that ECS does not name. */
export const NOT_NAMED = "(not named by ECS)";

/** What came of the image of one container. */
export interface JudgedContainer {
  readonly name: string;
  readonly outcome: ImageOutcome;
}

/** Who judges the images of tasks. */
export interface Judges extends JudgeWithPast {
  readonly managed: ManagedImages;
}

/**
 * Judges every container of a task: those of its task definition, and those that are in none.
 *
 * A container is told by its name only from others of the same task: one that the task definition names is judged like
 * any other, however it is called.
 */
export async function judgeContainers(
  task: Task,
  definition: readonly Container[],
  { managed, ...judges }: Judges,
): Promise<JudgedContainer[]> {
  const judged: JudgedContainer[] = [];
  for (const declared of definition) {
    const container = task.containers.find(({ name }) => name === declared.name);
    const outcome = await judgeDeclared(declared, container, task, judges);
    if (outcome !== undefined) judged.push({ name: declared.name, outcome });
  }
  const declared = new Set(definition.map(({ name }) => name));
  for (const container of task.containers.filter(({ name }) => !declared.has(name))) {
    const nameless = isNameless(container);
    // ECS tells of the image of a container that it adds once it was pulled, if at all.
    if (nameless && !container.begun) continue;
    // ECS gives each a name that ends at random, and there should be one finding for them.
    const name = nameless ? ADDED : container.name;
    judged.push({ name, outcome: await judgeAdded(container, task, managed) });
  }
  return judged;
}

/**
 * What comes of a container of the task definition; nothing while that cannot be known yet.
 *
 * A tag means what was pulled, whatever it means in the registry by now: without that digest only the name alone can
 * decide. Until the container has begun, the next event of the task has the digest; one that has none when its task has
 * ended never ran, as when its image could not be pulled.
 */
async function judgeDeclared(
  { name, image: reference }: Container,
  container: TaskContainer | undefined,
  { cluster, service, workload, phase }: Task,
  judges: JudgeWithPast,
): Promise<ImageOutcome | undefined> {
  const { digest, begun = phase !== "starting" } = container ?? {};
  const request = { reference, cluster, ...(digest && { digest }), ...(service && { service }) };
  const outcome = await judgePulled(request, workload, judges);
  if (digest !== undefined || isByDigest(reference)) return outcome;
  const decided = decidedByName(outcome);
  if (decided !== undefined) return decided;
  return begun && phase !== "ended" ? digestUnknown(name, outcome) : undefined;
}

function isNameless({ image, digest }: TaskContainer): boolean {
  return image === undefined && digest === undefined;
}

/**
 * Judges a container that the task definition does not have. AWS adds containers of its own, such as the agent of
 * GuardDuty and the proxy of Service Connect; their names are only words, so the image decides.
 *
 * For most of them ECS does not name the image. Where it says a digest, the repositories of AWS are asked whether they
 * hold it: nobody else can put it there. Of the proxy it says nothing at all, but names the container in an attachment,
 * which nobody else can make. What is then left is told of, whether it runs or ended, and is never a refusal: whoever
 * starts a task can add no container to it, so an image that nobody here knows is one that AWS brought anew or moved,
 * and stopping for it would stop every task of the cluster.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
 */
async function judgeAdded(
  { name, image, digest }: TaskContainer,
  { serviceConnect }: Task,
  managed: ManagedImages,
): Promise<ImageOutcome> {
  if (image !== undefined) {
    const known = { reference: image, ...(digest && { digest }) };
    if (managed.owns(image)) return { image: known, outcome: "admitted", code: "aws-managed" };
    return {
      image: known,
      outcome: "undecided",
      code: "added-container",
      message:
        "the container is not in the task definition, so that only AWS can have added it, and its image is none of those known to be added by AWS",
      transient: false,
    };
  }
  const unnamed = { reference: NOT_NAMED, ...(digest && { digest }) };
  if (digest === undefined && name === serviceConnect)
    return { image: unnamed, outcome: "admitted", code: "aws-managed" };
  const found = digest === undefined ? undefined : await managed.find(digest);
  if (found?.kind === "held") {
    const { repository } = found;
    const reference = `${repository}@${digest ?? ""}`;
    return { image: { ...unnamed, reference, repository }, outcome: "admitted", code: "aws-managed" };
  }
  return {
    image: unnamed,
    outcome: "undecided",
    code: "added-container-not-named",
    message:
      found?.kind === "unknown"
        ? `the container is not in the task definition, ECS does not name its image, and whether AWS holds it is not known: ${found.message}`
        : "the container is not in the task definition, and ECS does not name its image",
    transient: found?.kind === "unknown" && found.transient,
  };
}
