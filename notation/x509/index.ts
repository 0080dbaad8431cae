export * from "./algorithm";
export * from "./certificate";
export * from "./chain";
export * from "./extensions";
export * from "./issuer-cache";
export * from "./name";
export * from "./public-key";
export * from "./signature";
