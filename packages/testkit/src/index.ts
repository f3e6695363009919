export { type Answer, valueAt } from './conformance/answer.ts';
export { casesByArea } from './conformance/cases/index.ts';
export {
  type Area,
  areas,
  type ConformanceCase,
  type OptionalFeature,
} from './conformance/conformance-case.ts';
export {
  type ConformanceClient,
  type OpenClient,
  openClient,
  type RequestParts,
} from './conformance/conformance-client.ts';
export { ConformanceFailure } from './conformance/conformance-failure.ts';
export { formatConformance } from './conformance/format-conformance.ts';
export {
  type CaseReport,
  type ConformanceOptions,
  type ConformanceReport,
  runConformance,
} from './conformance/run-conformance.ts';
export { bindContract, type Runner } from './contract/bind-contract.ts';
export { connectionContract } from './contract/connection-contract.ts';
export type {
  ContractCase,
  OpenConnectionStore,
  OpenResourceStore,
  OpenStore,
} from './contract/contract-case.ts';
export { type OpenOutboxStore, outboxContract, type StoreWithOutbox } from './contract/outbox-contract.ts';
export { storageContract } from './contract/storage-contract.ts';
export { assertScenario } from './replay/assert-scenario.ts';
export { type BuiltRequest, buildRequest } from './replay/build-request.ts';
export { checkScenario } from './replay/check-scenario.ts';
export { fillVariables, type Variables } from './replay/fill-variables.ts';
export { formatReplay } from './replay/format-replay.ts';
export { formatReport } from './replay/format-report.ts';
export { type Mismatch, matchBody } from './replay/match-body.ts';
export { mergePatch } from './replay/merge-patch.ts';
export { parseJsonPath, readJsonPath } from './replay/read-json-path.ts';
export { removeCreated } from './replay/remove-created.ts';
export { type ReplayResult, type ReplayTarget, replay } from './replay/replay.ts';
export type { HttpExchange, HttpResponse, ScenarioReport, StepReport } from './replay/report.ts';
export { type RunOptions, runScenario } from './replay/run-scenario.ts';
export type {
  Confidence,
  Expectation,
  Grade,
  Json,
  Need,
  Scenario,
  ScenarioStep,
  StepRequest,
  StepRole,
} from './replay/scenario.ts';
export { ScenarioError } from './replay/scenario-error.ts';
export type { Target } from './replay/target.ts';
export {
  authentik,
  entra,
  jumpcloud,
  okta,
  onelogin,
  ping,
  type ScenarioClient,
  scenarios,
  scenariosByClient,
} from './scenarios/index.ts';
