import { dayOf } from "../aws";
import { type Option, UsageError, type Values } from "./command";

/** What the commands take where the command line says nothing. */
export interface Defaults {
  /** The organization's file. */
  readonly organization: string;
  /** Folder of the stacks. */
  readonly output: string;
  /** The day it is, in UTC as `2026-03-31`: suppressions end. */
  readonly today: string;
}

/** The file that `npx cdktf deploy` reads where nothing says otherwise. */
export const ORGANIZATION_FILE = "organization.yaml";
/** The variable that says otherwise. */
export const ORGANIZATION_VARIABLE = "SUPPLY_CHAIN_ORGANIZATION";
/** Folder of the stacks where nothing says otherwise, as the CDKTF CLI has it. */
export const OUTPUT_FOLDER = "cdktf.out";
/** How the CDKTF CLI tells the app where it looks for the stacks. */
export const OUTPUT_VARIABLE = "CDKTF_OUTDIR";

/** What the environment and the clock say, where an empty variable says nothing. */
export function defaultsFrom(
  environment: Readonly<Record<string, string | undefined>>,
  now = new Date(),
): Defaults {
  const value = (name: string, otherwise: string) => {
    const found = environment[name];
    return found === undefined || found === "" ? otherwise : found;
  };
  return {
    organization: value(ORGANIZATION_VARIABLE, ORGANIZATION_FILE),
    output: value(OUTPUT_VARIABLE, OUTPUT_FOLDER),
    today: dayOf(now.getTime()),
  };
}

const FILE_OPTION = { type: "string", short: "f", value: "FILE" } as const;
/** Which file it is where no option says so. */
export const FILE_DEFAULT = `default $${ORGANIZATION_VARIABLE}, else ${ORGANIZATION_FILE}`;

/** The option that names the organization, in every command that takes it as an argument too. */
export const ORGANIZATION: Readonly<Record<"organization", Option>> = {
  organization: { ...FILE_OPTION, help: `the same as FILE; ${FILE_DEFAULT}` },
};

/** The same in commands whose arguments are something else. */
export const ORGANIZATION_ALONE: Readonly<Record<"organization", Option>> = {
  organization: { ...FILE_OPTION, help: `the organization's file; ${FILE_DEFAULT}` },
};

/**
 * The organization's file: the option, else the argument, else the default.
 *
 * @throws UsageError when both are given
 */
export function organizationFile(
  { organization }: Values,
  [positional]: readonly string[],
  defaults: Defaults,
): string {
  if (organization !== undefined && positional !== undefined) {
    throw new UsageError(`the organization is given twice: ${String(organization)} and ${positional}`);
  }
  return String(organization ?? positional ?? defaults.organization);
}
