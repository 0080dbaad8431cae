export { firstNames } from "./first-names";
export { formatProblem, ProblemError, type Place, type Problem } from "./problem";
export { ROTATION_RUNBOOK } from "./runbook";
