import { artilleryScript } from './artillery.ts';
import { k6Script } from './k6.ts';
import { locustScript } from './locust.ts';
import type { ScriptSettings } from './script.ts';

/** Tools for which a script can be written. */
export const scripts: Readonly<Record<'k6' | 'artillery' | 'locust', (settings: ScriptSettings) => string>> = { k6: k6Script, artillery: artilleryScript, locust: locustScript };
