export { Doubts } from "./doubts";
export * from "./pages";
export { chunks, pool } from "./pool";
