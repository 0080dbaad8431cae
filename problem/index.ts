export { formatProblem, ProblemError, type Place, type Problem } from "./problem";
