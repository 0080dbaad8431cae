export * from "./cose";
export * from "./envelope";
export * from "./header";
export * from "./jws";
export * from "./parse";
export * from "./payload";
export * from "./time";
