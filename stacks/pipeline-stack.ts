import { Construct } from "constructs";
import { ImagePipeline } from "../modules/pipeline";
import { type Deployment, type PipelineLayer } from "../plan";
import { AccountStack, type AppLayout, locationOf } from "./account-stack";

/** Pipeline account, home region: one pipeline per image, from commit to deployment. */
export class PipelineStack extends AccountStack {
  constructor(scope: Construct, deployment: Deployment<PipelineLayer>, layout: AppLayout) {
    super(scope, deployment, layout);
    const pipelines = new Construct(this, "pipeline");
    for (const { key, ...facts } of deployment.layer.pipelines) {
      new ImagePipeline(pipelines, key, { name: key, ...locationOf(deployment), ...facts });
    }
  }
}
