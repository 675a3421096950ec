import { startSimulator } from '../../simulator';
import { outputOf, runChain, seedance, apiKey } from './bench';
const id = (value: string) => ({ __rl: true, mode: 'id', value });
it('x', async () => {
 const out: string[] = [];
 const current = await startSimulator({ apiKeys: [apiKey], taskMs: 20, schemas: 'current' } as any);
 const I = 'seedanceImageToVideo';
 const m = { model: id('bytedance/seedance-2.0/image-to-video'), prompt: 'Fox', images: 'https://example.com/a.png' };
 for (const p of [
  { ...m, modelOptions: { parametersJson: '{"last_image":"https://example.com/b.png"}' }, options: { dryRun: 'always', liveQuote: true } },
  { ...m, modelOptions: { schema: 'builtIn' }, options: { dryRun: 'always', liveQuote: true } },
 ]) {
  current.journal.clear();
  const r = await runChain(current.url, [{}], [seedance(I, p as any), { name: 'Wait', type: 'n8n-nodes-seedance.seedanceWaitForCompletion', parameters: { taskId: '={{ $json.taskId }}' } } as any]);
  out.push(JSON.stringify(r.data.resultData.error?.message), JSON.stringify(outputOf(r, I).map(i => i.json)), JSON.stringify(current.journal.prices()), 'wait: ' + JSON.stringify((() => { try { return outputOf(r, 'Wait').map(i => i.json.status) } catch (e) { return String(e) } })()));
 }
 await current.stop();
 require('fs').writeFileSync('/tmp/h/docs/out2.txt', out.join('\n'));
});
