export * from "./image";
export * from "./ports";
export * from "./query";
export * from "./rank";
export * from "./row";
export * from "./tally";
export type { Inventory, Usage } from "./usage";
export * from "./where";
