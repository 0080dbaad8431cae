import { Construct } from "constructs";
import { type Deployment, type RegistryLayer } from "../plan";
import { AccountStack, type AppLayout } from "./account-stack";
import { addCaches } from "./registry/caches";
import { addCreationTemplates, addRepositories } from "./registry/repositories";
import { addScanning } from "./registry/scanning";
import { addNotifications, addPullTimeExclusions, addSettings } from "./registry/settings";
import { addManagedSigning, addSigningProfiles, outputTrust } from "./registry/signing";

/** Registry account, one region: repositories, registry settings, signing with its watch, and scanning. */
export class RegistryStack extends AccountStack {
  constructor(scope: Construct, deployment: Deployment<RegistryLayer>, layout: AppLayout) {
    super(scope, deployment, layout);

    const registry = new Construct(this, "registry");
    addSettings(registry, deployment);
    const alarms = addNotifications(registry, deployment);
    addRepositories(registry, deployment, alarms);
    addCaches(registry, deployment);
    addCreationTemplates(registry, deployment);

    addScanning(new Construct(this, "scanning"), deployment, alarms);

    const signing = new Construct(this, "signing");
    addSigningProfiles(signing, deployment);
    outputTrust(this, deployment);
    const watch = addManagedSigning(signing, deployment, alarms);
    addPullTimeExclusions(registry, deployment, watch);
  }
}
