export * from "./settings";
export * from "./cluster-modes";
export * from "./other-regions";
export * from "./outcome";
export * from "./record";
export * from "./parse";
export * from "./reference";
export * from "./weak-policy";
