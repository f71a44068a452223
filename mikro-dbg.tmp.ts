import { scan } from '/tmp/wt/mikro/src/commands/scan.ts';
import { engine } from '/tmp/wt/mikro/src/commands/engine.ts';
let P: any;
await scan({ paths: [process.argv[2]!], config: false, severity: 'info', confidence: 'low' }, { ...engine, rules: [], createProgram: (i: any) => (P = engine.createProgram(i)) } as any);
const file = [...P.files.keys()].find((f: string) => f.endsWith(process.argv[3]!));
console.log(file, P.isClosed?.(file));
for (const r of P.repeats(file)) {
  const f = P.files.get(file); const { kinds, entry } = P.reached(file, r.functionId);
  console.log(f.calls[r.call.id].span, r.verdict.multiplicity, r.sink.call.file.path, [...kinds], entry?.label);
}
