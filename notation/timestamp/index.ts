export * from "./path";
export * from "./token";
export * from "./tst-info";
export * from "./verify";
