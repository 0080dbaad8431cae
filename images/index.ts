export * from "./address";
export { ambiguityOf } from "./ambiguity";
export * from "./manifest";
export * from "./repository";
