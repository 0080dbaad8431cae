import { type Construct } from "constructs";
import { BasicScanFindings, RegistryScanning } from "../../modules/scanning";
import { type Deployment, type RegistryLayer } from "../../plan";
import { locationOf } from "../account-stack";
import { type Alarms } from "./settings";

/** How images are scanned; what a basic scan finds goes to Security Hub, as Inspector's findings do by themselves. */
export function addScanning(
  scanning: Construct,
  deployment: Deployment<RegistryLayer>,
  alarms: Alarms,
): void {
  const at = locationOf(deployment);
  const { scanning: facts } = deployment.layer;
  new RegistryScanning(scanning, "registry", { ...at, ...facts });
  if (facts.mode === "basic") new BasicScanFindings(scanning, "findings", { ...at, ...alarms });
}
