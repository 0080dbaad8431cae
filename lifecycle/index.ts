export { type LifecycleFinding, lifecycleFindings } from "./findings";
export { type LifecycleNote, lifecycleNotes } from "./notes";
export {
  lifecyclePreset,
  type LifecyclePresetProps,
  lifecycleRules,
  type LifecycleRulesProps,
} from "./preset";
export { type LifecycleRule, renderLifecyclePolicy } from "./rule";
