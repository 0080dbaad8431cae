export * from "./ecr-front";
export * from "./signer-chain";
export * from "./stored";
