import { type DynamoDBClient, GetItemCommand, type PutItemCommand } from "@aws-sdk/client-dynamodb";
import { judgePulled } from "../../../lambdas/ecs-task-verifier/moved-tag";
import { type Task } from "../../../lambdas/ecs-task-verifier/task";
import { keepTrust } from "../../../lambdas/ecs-task-verifier/trust-history";
import { historyTable } from "../../../lambdas/ecs-task-verifier/history-table";
import { createLogger } from "../../../lambdas/shared/logger";
import { say } from "../../../local/tools-process";
import { Random, SEED } from "../../notation/support/random";
import { StoppedClock } from "../clock";
import { Table } from "../dynamodb";
import { type Entry, entry, judgeIn, type Signed } from "./small-registry";
import { API } from "./support";

// A task runs one image by tag and is looked at again and again: what a look writes down, the next one reads. Between
// the looks whoever may push pushes indexes and moves the tag, and the owner releases, revokes and archives. The rules
// are written down without looking at how images are judged.

const SEQUENCES = 3_000;
const MOST_LOOKS = 9;
const REMEMBERED = 5;
const NAMES = { table: "history", cluster: "shop", workload: "service:api" } as const;

/** What is in the registry under one name. */
interface State {
  signed: Signed;
  read: "read" | "archived" | "missing";
  readonly lists: "the image" | "it in an index" | "another" | "nobody knows";
}

/** The registry of one sequence. */
class World {
  readonly image: State = { signed: "nobody", read: "read", lists: "the image" };
  readonly indexes: State[] = [];
  /** Number of an index; the image itself. */
  tag: number | "image" = "image";
  readonly told: string[] = [];
  /** Whether the owner took anything back. */
  isTakenBack = false;

  constructor(private readonly random: Random) {
    if (random.below(4) === 0) this.image.signed = "trusted";
    else this.release("trusted");
  }

  release(signed: Signed): void {
    const lists = this.random.pick([
      "the image",
      "the image",
      "it in an index",
      "another",
      "nobody knows",
    ] as const);
    const first = this.indexes.length === 0 ? "the image" : lists;
    this.indexes.push({ signed, read: "read", lists: first });
    this.tag = this.indexes.length - 1;
  }

  private get any(): State {
    return this.random.pick([this.image, ...this.indexes]);
  }

  /** What whoever may push does: anything but a trusted signature. */
  attack(): void {
    const { random } = this;
    const act = random.below(3);
    if (act === 0) this.release(random.pick(["nobody", "stranger"]));
    else if (act === 1) this.tag = random.pick([...this.indexes.keys(), "image" as const]);
    else {
      const one = this.any;
      if (one.signed === "nobody") one.signed = "stranger";
    }
  }

  own(): void {
    const { random } = this;
    const act = random.below(4);
    const one = this.any;
    if (act === 0) this.release("trusted");
    else if (act === 1 && one.signed === "nobody") one.signed = "trusted";
    else if (act === 2 && one.signed === "trusted") {
      one.signed = "revoked";
      this.isTakenBack = true;
    } else if (act === 3 && one !== this.image) {
      one.read = random.pick(["read", "archived", "missing"]);
      this.isTakenBack = true;
    }
  }

  /** Whether it lets the image run now. */
  isGood(one: State): boolean {
    return (
      one.signed === "trusted" && one.read === "read" && ["the image", "it in an index"].includes(one.lists)
    );
  }

  /** Everything as the small registry has it, and its name by digest. */
  entries(): { readonly image: Entry; readonly indexes: readonly Entry[]; readonly all: readonly Entry[] } {
    const image = entry("image", this.image);
    const other = entry("other");
    const inner = entry("inner", { children: [image] });
    const indexes = this.indexes.map(({ signed, read, lists }, number) =>
      entry(`index ${String(number)}`, {
        signed,
        read,
        children: lists === "another" ? [other] : lists === "it in an index" ? [] : [image],
        indexes: lists === "it in an index" ? [inner] : [],
        isAmbiguous: lists === "nobody knows",
      }),
    );
    return { image, indexes, all: [image, other, inner, ...indexes] };
  }
}

/** The history in a table that answers without a network, which its own tests have. */
function emptyHistory() {
  const { GetItem, PutItem } = new Table(NAMES.table).answers();
  const send = (command: GetItemCommand | PutItemCommand) =>
    Promise.resolve(
      command instanceof GetItemCommand ? GetItem?.(command.input, 1) : PutItem?.(command.input, 1),
    );
  const client = { send } as unknown as DynamoDBClient;
  return historyTable(client, NAMES.table, new StoppedClock(), new AbortController().signal);
}

test("what is remembered keeps running what is good, and nothing else, whoever moves the tag", async () => {
  const random = new Random(SEED);
  const outcomes = new Map<string, number>();
  const broken: string[] = [];
  for (let sequence = 0; sequence < SEQUENCES; sequence++) {
    const world = new World(random);
    const history = emptyHistory();
    /** Indexes by which the image was trusted, the last first. */
    let trustedBy: State[] = [];
    for (let looks = 2 + random.below(MOST_LOOKS - 1); looks > 0; looks--) {
      const { image, indexes, all } = world.entries();
      const tag = world.tag === "image" ? image : (indexes[world.tag] ?? image);
      const request = { reference: `${API}:v1`, cluster: NAMES.cluster, digest: image.digest };
      const outcome = await judgePulled(request, NAMES.workload, { judge: judgeIn(all, tag), history });
      outcomes.set(outcome.outcome, (outcomes.get(outcome.outcome) ?? 0) + 1);
      const now = world.tag === "image" ? world.image : (world.indexes[world.tag] ?? world.image);
      const last = trustedBy.slice(0, REMEMBERED);
      const mayRun = [world.image, now, ...last].some((one) => world.isGood(one));
      const isBad = ({ signed, read }: State) => signed !== "trusted" && read === "read";
      const rules = {
        "only what is good lets it run": outcome.outcome === "trusted" && !mayRun,
        "one that is good is enough": outcome.outcome !== "trusted" && mayRun,
        "while the owner takes nothing back, nobody else ends it":
          outcome.outcome !== "trusted" && !world.isTakenBack,
        "where all of it is bad it is refused":
          last.length > 0 && [world.image, now, ...last].every(isBad) && outcome.outcome !== "refused",
      };
      world.told.push(`${outcome.outcome} of ${JSON.stringify([world.image, ...world.indexes, world.tag])}`);
      for (const [rule, isBroken] of Object.entries(rules))
        if (isBroken) broken.push([rule, ...world.told].join("\n"));
      if (outcome.outcome === "trusted") {
        const task = { ...NAMES, containers: [{ name: "app", digest: image.digest, begun: true }] };
        await keepTrust(task as unknown as Task, [{ name: "app", outcome }], {
          history,
          clock: new StoppedClock(),
          log: createLogger(() => undefined),
          verifier: "verifier",
        });
        const by = world.indexes[indexes.findIndex(({ digest }) => digest === outcome.image.digest)];
        if (by !== undefined) trustedBy = [by, ...trustedBy.filter((each) => each !== by)];
      }
      for (let acts = 1 + random.below(3); acts > 0; acts--) {
        if (random.below(2) === 0) world.attack();
        else world.own();
      }
    }
  }
  say(
    `looks: seed ${String(SEED)}, ${String(SEQUENCES)} sequences: ${JSON.stringify(Object.fromEntries(outcomes))}`,
  );
  expect(broken.slice(0, 3)).toEqual([]);
  for (const outcome of ["trusted", "refused", "undecided"])
    expect(outcomes.get(outcome)).toBeGreaterThan(SEQUENCES / 50);
}, 120_000);
