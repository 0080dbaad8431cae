import { layTwins, plannedResources, removeTwins } from "../../bench/terraform-plan";
import { TERRAFORM } from "../../local/tools";
import { describeWith } from "../support/tools";

const MINUTES = 60_000;

describeWith([TERRAFORM], "the benchmark's hand-written HCL", () => {
  test(
    "plans exactly the resources of our stack",
    () => {
      const twins = layTwins();
      try {
        const ours = plannedResources(twins, twins.ours);
        expect(ours).toHaveLength(600);
        expect(plannedResources(twins, twins.hcl)).toEqual(ours);
      } finally {
        removeTwins(twins);
      }
    },
    5 * MINUTES,
  );
});
