import type { ModelInput } from '../harness/processes/protocol.ts';
import type { Subject } from '../harness/subject.ts';

/** The pattern that a rule finds, beside the one that it advises, as code of our own. */
export interface Model {
  kind: Subject['kind'];
  /** Why it cannot speak for an operation, as a clause; undefined where it can. */
  unfit(input: ModelInput): string | undefined;
  /** What it runs, as a reader knows it. */
  forms(input: ModelInput): Forms;
  /** Makes it, in the worker; its working directory is the model's own. */
  subject(input: ModelInput): Subject;
}

export interface Forms {
  suspect: string;
  twin: string;
  /** What nothing tells, and is assumed: `a file of 1 MB`. */
  assumed?: string;
}
