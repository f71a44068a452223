import { engine } from '../../src/project/engine.ts';
import { createPlugin } from './create.ts';

const plugin = createPlugin(engine);

export default plugin;
/** What `require` gives. */
export { plugin as 'module.exports' };
