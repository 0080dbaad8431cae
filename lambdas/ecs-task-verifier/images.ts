import { type ImageOutcome } from "../../verification";
import { type Container } from "../image-verification/ecs";
import { type ImageJudge } from "../image-verification/judge";
import { type ManagedImages } from "./managed-images";
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
export interface Judges {
  readonly judge: ImageJudge;
  readonly managed: ManagedImages;
}

/**
 * Judges every container of a task: those of its task definition, and those that are in none.
 *
 * A container is told by its name only from others of the same task: one that the task definition names is judged like
 * any other, however it is called.
 *
 * @param tags whether tags are resolved in the task's cluster
 */
export async function judgeContainers(
  task: Task,
  definition: readonly Container[],
  { judge, managed }: Judges,
  tags: "refuse" | "detect",
): Promise<JudgedContainer[]> {
  const { cluster, service } = task;
  const judged: JudgedContainer[] = [];
  for (const { name, image: reference } of definition) {
    const digest = task.containers.find((container) => container.name === name)?.digest;
    // What a tag names may change until it is pulled; the next event of the task has the digest.
    if (tags === "detect" && digest === undefined && !reference.includes("@") && task.phase === "starting")
      continue;
    const request = { reference, cluster, ...(digest && { digest }), ...(service && { service }) };
    judged.push({ name, outcome: await judge.judge(request) });
  }
  const declared = new Set(definition.map(({ name }) => name));
  for (const container of task.containers.filter(({ name }) => !declared.has(name))) {
    const nameless = isNameless(container);
    // ECS tells of the image of a container that it adds once it was pulled, if at all; one that failed never ran.
    if (nameless && (task.phase === "starting" || !container.runs)) continue;
    // ECS gives each a name that ends at random, and there should be one finding for them.
    const name = nameless ? ADDED : container.name;
    judged.push({ name, outcome: await judgeAdded(container, task, managed) });
  }
  return judged;
}

function isNameless({ image, digest }: TaskContainer): boolean {
  return image === undefined && digest === undefined;
}

/**
 * Judges a container that the task definition does not have. AWS adds containers of its own, such as the agent of
 * GuardDuty and the proxy of Service Connect; their names are only words, so the image decides.
 *
 * For most of them ECS does not name the image. The proxy it names in an attachment, which nobody else can make. For
 * others the repositories of AWS are asked whether they hold the digest: nobody else can put it there. What is then
 * left is told of, and is no definite failure, because only ECS itself can add a container without naming its image.
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
      outcome: "refused",
      code: "added-container",
      message: "the container is not in the task definition, and its image is none that AWS adds to tasks",
    };
  }
  const unnamed = { reference: NOT_NAMED, ...(digest && { digest }) };
  if (name === serviceConnect) return { image: unnamed, outcome: "admitted", code: "aws-managed" };
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
