export * from "./inspector";
export * from "./ipv4-range";
export * from "./limits";
export * from "./partition";
export * from "./patterns";
export * from "./regions";
export * from "./signature-tags";
export * from "./signing-filters";
