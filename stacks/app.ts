import { App, CONTEXT_ENV } from "cdktf";
import { type Construct } from "constructs";
import { type Deployment, type Layer, type LayerKind } from "../plan";
import { WARNS_ITSELF } from "../modules/warning";
import { ProblemError } from "../problem";
import { type AccountStack, type AppLayout } from "./account-stack";
import { OrganizationStack } from "./organization-stack";
import { PipelineStack } from "./pipeline-stack";
import { RegistryStack } from "./registry-stack";
import { SecurityStack } from "./security-stack";
import { WorkloadStack } from "./workload-stack";

type LayerOf<K extends LayerKind> = Extract<Layer, { readonly kind: K }>;
type StackClass<K extends LayerKind> = new (
  scope: Construct,
  deployment: Deployment<LayerOf<K>>,
  layout: AppLayout,
) => AccountStack;

const STACKS: { readonly [K in LayerKind]: StackClass<K> } = {
  organization: OrganizationStack,
  security: SecurityStack,
  registry: RegistryStack,
  pipeline: PipelineStack,
  workload: WorkloadStack,
};

/** How {@link buildApp} lays the app out. */
export interface BuildAppOptions {
  /** Folder that `app.synth()` writes to; it must not be nested in a folder that is missing. @default "cdktf.out" */
  readonly outdir?: string;
  /** Path from a stack's folder to where local state paths start. @default "../../..", the folder of outdir */
  readonly stateRoot?: string;
  /** Context of the app, e.g. `protectFromDestroy: false` for a throw-away environment. @default - none */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Told after each stack how many are built. @default - nobody is told */
  readonly progress?: (built: number, of: number) => void;
}

/** A deployment with the stack that was built for it. */
export interface BuiltStack {
  readonly deployment: Deployment;
  readonly stack: AccountStack;
}

/**
 * Builds every deployment's stack in one CDKTF app, with the order of the plan as dependencies.
 *
 * @throws ProblemError for a mistake that only a module can see, and `invalid-context`
 */
export function buildApp(
  deployments: readonly Deployment[],
  options: BuildAppOptions = {},
): { readonly app: App; readonly stacks: readonly BuiltStack[] } {
  const app = newApp(options);
  const layout: AppLayout = { stateRoot: options.stateRoot ?? "../../.." };
  const byName = new Map<string, AccountStack>();
  const stacks = deployments.map((deployment): BuiltStack => {
    const stack = build(app, deployment, layout);
    byName.set(deployment.name, stack);
    for (const name of deployment.after) {
      const before = byName.get(name);
      if (!before) throw new RangeError(`${deployment.name} is planned before ${name}`);
      stack.addDependency(before);
    }
    options.progress?.(byName.size, deployments.length);
    return { deployment, stack };
  });
  return { app, stacks };
}

/** CDKTF reads context from the environment, too, and stumbles over what is none. */
function newApp({ outdir = "cdktf.out", context }: BuildAppOptions): App {
  try {
    return new App({ outdir, stackTraces: false, context: { [WARNS_ITSELF]: true, ...context } });
  } catch (error) {
    const { name } = error as Error;
    if (name !== "SyntaxError" && name !== "TypeError") throw error;
    throw new ProblemError([
      {
        code: "invalid-context",
        path: CONTEXT_ENV,
        message: "CDKTF cannot read it as context",
        allowed: 'a JSON object such as {"key":"value"}',
        change: "mend the environment variable, or unset it",
      },
    ]);
  }
}

function build<K extends LayerKind>(app: App, deployment: Deployment<LayerOf<K>>, layout: AppLayout) {
  const Stack: StackClass<K> = STACKS[deployment.layer.kind as K];
  return new Stack(app, deployment, layout);
}
