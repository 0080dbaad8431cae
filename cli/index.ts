export { type Command, dispatch, EXIT, type Program } from "./command";
export { orderRows, type OrderRow, orderTable } from "./order";
export { supplyChain } from "./program";
export { formatSummary, summarize, type CountedStack, type Summary } from "./summary";
export { count, progress, table, type Terminal } from "./terminal";
