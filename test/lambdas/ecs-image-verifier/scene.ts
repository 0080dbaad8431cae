import { API } from "../image-verification/support";
import { alike, pushed } from "./both";
import { World } from "./world";

/** The world of the test that runs. */
export let world: World;
/** Digests of two images of one repository, of which one is signed. */
export let signed: string;
export let unsigned: string;

/** Sets up a world for each test of the file, and takes it down. */
export function setScene(): void {
  beforeEach(async () => {
    world = await new World().start();
    ({ signed, unsigned } = pushed(world));
  });
  afterEach(async () => {
    await world.stop();
  });
}

/** An image by its tag. */
export const TAG = `${API}:1.0`;
/** Settings whose clusters take tags. */
export const DETECT = alike({}, { tags: "detect" });
/** The event once tasks have started. */
export const AFTER = { stage: "POST_SCALE_UP" } as const;

/** ECS says what a container runs. */
export function runs(digest: string, container = "c0"): void {
  world.running.set(container, digest);
}
