import { ATTRIBUTE, type Envelope } from "../envelope";
import { NotationError, quoted } from "../error";
import { checkPluginVersion, SIGNER_ATTRIBUTE, SIGNER_PLUGIN } from "../signer/plugin";

const PLUGIN_NAMES: readonly unknown[] = [
  ATTRIBUTE.verificationPlugin,
  ATTRIBUTE.verificationPluginMinVersion,
];
const SIGNER_NAMES: readonly unknown[] = [...PLUGIN_NAMES, ...Object.values(SIGNER_ATTRIBUTE)];

/** Whether the signature asks for AWS Signer's verification plugin. */
export function isForSigner({ extendedAttributes }: Envelope): boolean {
  return extendedAttributes.get(ATTRIBUTE.verificationPlugin)?.value === SIGNER_PLUGIN;
}

/**
 * Refuses a signature that asks for a plugin whose work is not done here, or for something that nobody understands.
 *
 * @throws NotationError `plugin-unsupported`, `plugin-version`, `critical-attribute-unknown`
 */
export function checkCritical(envelope: Envelope): void {
  const { extendedAttributes } = envelope;
  const hasPlugin = extendedAttributes.has(ATTRIBUTE.verificationPlugin);
  for (const name of [ATTRIBUTE.verificationPlugin, ATTRIBUTE.verificationPluginMinVersion]) {
    const attribute = extendedAttributes.get(name);
    if (attribute !== undefined && (!attribute.isCritical || typeof attribute.value !== "string")) {
      throw new NotationError("plugin-unsupported", `${name} is not a critical text`);
    }
  }
  if (hasPlugin && !isForSigner(envelope)) {
    throw new NotationError(
      "plugin-unsupported",
      `the signature asks for a plugin that is not ${SIGNER_PLUGIN}`,
    );
  }
  const understood = hasPlugin ? SIGNER_NAMES : [];
  for (const [label, { isCritical }] of extendedAttributes) {
    if (isCritical && !understood.includes(label)) {
      const name = quoted(String(label));
      throw new NotationError(
        "critical-attribute-unknown",
        `the critical attribute ${name} is not understood`,
      );
    }
  }
  const minimum = extendedAttributes.get(ATTRIBUTE.verificationPluginMinVersion)?.value;
  if (typeof minimum === "string") checkPluginVersion(minimum);
}
