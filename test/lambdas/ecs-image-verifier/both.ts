import { API, SETTINGS } from "../image-verification/support";
import { hookEvent } from "./events";
import { type Changes, type World } from "./world";

/** Two images of one repository, of which one is signed. */
export function pushed({ court: { front } }: World): { readonly signed: string; readonly unsigned: string } {
  const signed = front.pushNew(API, "signed");
  front.sign(API, signed);
  return { signed, unsigned: front.pushNew(API, "unsigned") };
}

export const by = (digest: string) => `${API}@${digest}`;

/** Settings whose two clusters differ in their mode alone. */
export function alike(change: Readonly<Record<string, unknown>> = {}, cluster: object = {}): string {
  const { shop } = SETTINGS.clusters;
  const clusters = {
    shop: { ...shop, ...cluster, mode: "block" },
    tools: { ...shop, ...cluster, mode: "alert" },
  };
  return JSON.stringify({ ...SETTINGS, clusters, ...change });
}

/** What the gate answers in a cluster that blocks and in one that alerts, with the decisions told of the latter. */
export async function inBoth(
  world: World,
  images: readonly string[] | Readonly<Record<string, string>>,
  { settings = alike(), ...changes }: Changes = {},
  event: Parameters<typeof hookEvent>[0] = {},
) {
  const named = Array.isArray(images)
    ? images.map((image, index) => [`c${String(index)}`, image])
    : Object.entries(images);
  world.containers.set(
    "api",
    named.map(([name, image]) => ({ name: String(name), image: String(image) })),
  );
  const block = await world.ask(hookEvent({ ...event, cluster: "shop" }), { settings, ...changes });
  const alert = await world.ask(hookEvent({ ...event, cluster: "tools" }), { settings, ...changes });
  return { block: block.hookStatus, alert: alert.hookStatus, told: world.told() };
}
