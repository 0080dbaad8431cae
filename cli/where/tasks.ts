import { pages } from "../../asking";
import { fields, items } from "../../asking/fields";
import { IMAGE_DIGEST } from "../../aws";
import { ProblemError } from "../../problem";
import { type LiveTask, type Tasks } from "../../where";
import { call, type CredentialsOf, type Session, unreadable } from "../aws/caller";
import { count } from "../terminal";

/** ECS lists and describes a hundred tasks at once. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const PAGE = 100;
/** Ten thousand tasks of one cluster. */
const PAGES = 100;

/** ECS by its API, with a role of the cluster's account where it is another one. */
export function tasksOf(session: Session, caller: string, credentialsOf: CredentialsOf): Tasks {
  return {
    async running({ arn: cluster, account, region }, family) {
      const { ECSClient, DescribeTasksCommand, ListTasksCommand } = await session.sdk.ecs();
      const credentials = await credentialsOf(account);
      if (!credentials && account !== caller) throw noRole(account);
      const client = new ECSClient({ ...session.settings, region, ...(credentials ? { credentials } : {}) });
      const list = { action: "ecs:ListTasks", account, region };
      const describe = { action: "ecs:DescribeTasks", account, region };
      const found: LiveTask[] = [];
      for await (const tasks of pages(
        `${list.action} ${account} ${region}`,
        async (nextToken) => {
          const answer = await call(session, list, (options) =>
            client.send(new ListTasksCommand({ cluster, family, nextToken, maxResults: PAGE }), options),
          );
          if (!Array.isArray(answer.taskArns)) throw unreadable(list, "it has no list of tasks");
          return { items: answer.taskArns.slice(0, PAGE), next: answer.nextToken };
        },
        PAGES,
      )) {
        if (tasks.length === 0) continue;
        const described = await call(session, describe, (options) =>
          client.send(new DescribeTasksCommand({ cluster, tasks }), options),
        );
        const some = items(described.tasks).flatMap(taskOf);
        const ended = items(described.failures).filter((failure) => fields(failure)["reason"] === "MISSING");
        const lacking = tasks.length - some.length - ended.length;
        if (lacking > 0)
          throw unreadable(describe, `it lacks ${count(lacking, "task")} of ${String(tasks.length)}`);
        found.push(...some);
      }
      return found;
    },
  };
}

function taskOf(value: unknown): LiveTask[] {
  const { taskArn, taskDefinitionArn, group, lastStatus, containers } = fields(value);
  // Every task has some: where none is told, nobody knows what it runs.
  const told = items(containers);
  if (typeof taskArn !== "string" || typeof taskDefinitionArn !== "string") return [];
  return [
    {
      id: taskArn.slice(taskArn.lastIndexOf("/") + 1),
      status: typeof lastStatus === "string" ? lastStatus : "unknown",
      taskDefinitionArn,
      group: typeof group === "string" ? group : "",
      containers: (told.length === 0 ? [{}] : told).map(fields).map(({ image, imageDigest }) => ({
        ...(typeof image === "string" ? { image } : {}),
        ...(IMAGE_DIGEST.test(String(imageDigest)) ? { digest: String(imageDigest) } : {}),
      })),
    },
  ];
}

function noRole(account: string): ProblemError {
  return new ProblemError([
    {
      code: "no-role",
      path: `ecs:ListTasks ${account}`,
      message: "the cluster is in another account and no role there is known",
      change:
        "name a role that exists in every account by --role-name, or give organization.yaml by --organization",
    },
  ]);
}
