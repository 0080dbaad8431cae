export { type Build, type Built, type BuiltStack, type Superseded, type TrustChanges } from "./build";
export { type Command, EXIT, type Option, type Program, UsageError, type Values } from "./command";
export { type Defaults, defaultsFrom, ORGANIZATION, organizationFile } from "./defaults";
export { dispatch } from "./dispatch";
export { resourcesByModule } from "./modules";
export {
  forgottenSection,
  nextSection,
  removedVerificationSection,
  renamedSection,
  switchedSection,
  unknownTrustSection,
  unplannedSection,
  unprotectedSection,
} from "./next";
export { notesSection } from "./notes";
export { orderRows, type OrderRow, orderTable, rangesText } from "./order";
export { npmRun, supplyChain } from "./program";
export { formatSummary, summarize, type Summary } from "./summary";
export { count, listItem, progress, table, type Terminal, terminalOf, toJson } from "./terminal";
