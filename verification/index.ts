export * from "./settings";
export * from "./outcome";
export * from "./record";
