import { defineLibrary, entries } from './types.ts';
import type { Acquisition, Entry } from './types.ts';

const docs = 'https://github.com/siimon/prom-client#readme';
const labels = 'https://prometheus.io/docs/practices/naming/#labels';

const metric: Acquisition = {
  kind: 'registry',
  what: "a metric in the library's registry",
  remedy: 'make each metric once, at module level, and tell its uses apart by a label with few values',
  unless: ['registers'],
};
/** A metric keeps one series for each combination of label values, for good. */
const series: Acquisition = {
  kind: 'registry',
  what: 'a series for each value that a client sends as a label',
  remedy: 'give the label a fixed set of values: the route pattern in place of the path, a class in place of an id',
  input: 0,
};
const metrics = ['Counter', 'Gauge', 'Histogram', 'Summary'];
const Metric: Entry = { docs: `${docs}#custom-metrics`, construct: 'metric', constructs: { acquires: metric } };

export default defineLibrary({
  id: 'prom-client',
  docs,
  packages: ['prom-client'],
  exports: { ...entries(metrics, Metric), default: { docs, handle: 'client' } },
  handles: {
    client: { title: 'prom-client', members: entries(metrics, Metric) },
    metric: {
      title: 'a metric',
      members: {
        ...entries(['inc', 'dec', 'set', 'observe', 'startTimer'], { docs: labels, call: { acquires: series } }),
        labels: { docs: labels, call: { returns: 'metric', acquires: series } },
        ...entries(['remove', 'reset'], { docs, call: {} }),
      },
    },
  },
});
