import type { Confidence, Severity } from './types.ts';

/** From the gravest to the lightest. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];
/** From the surest to the least sure. */
export const CONFIDENCES: readonly Confidence[] = ['high', 'medium', 'low'];
