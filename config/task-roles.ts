import { ROLE_PATH_AND_NAME } from "../aws";
import { type Pipeline } from "./schema/organization";

/** Paths and names of the roles that the tasks of an ECS service run with and are started with. */
export function taskRolesOf({ service, taskRoles }: Pipeline["deploy"][number]): readonly string[] {
  if (taskRoles !== undefined || service === undefined) return taskRoles ?? [];
  return [`${service}-task`, `${service}-execution`];
}

/** Whether a service's name is short enough for roles to be named after it. */
export function namesRoles(target: Pipeline["deploy"][number]): boolean {
  return taskRolesOf(target).every((name) => ROLE_PATH_AND_NAME.test(name));
}
