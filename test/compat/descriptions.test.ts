/** Every parameter, choice and default of every release is still there. */
import { NodeHelpers } from 'n8n-workflow';
import type { INodeProperties, INodePropertyCollection, INodeTypeDescription } from 'n8n-workflow';
import { WaveSpeedAiApi } from '../../credentials/WaveSpeedAiApi.credentials';
import { nodeTypes } from '../node/bench';
import { brokenFields, brokenIn } from './compare';
import { credentialSchema, fieldsOf, frozenNode, frozenNodeSchema } from './fields';
import { readOrFreeze, releases } from './releases';

const names = [
	'seedanceTextToVideo',
	'seedanceImageToVideo',
	'seedanceVideoToVideo',
	'seedanceGetResult',
	'seedanceWaitForCompletion',
	'seedanceTrigger',
] as const;

const describedAs = (name: (typeof names)[number], version: number): INodeTypeDescription =>
	NodeHelpers.getVersionedNodeType(nodeTypes[`n8n-nodes-seedance.${name}`], version).description;

describe.each(releases)('What workflows saved with %s rely on', (release) => {
	it.each(names)('is all there in %s', (name) => {
		const today = frozenNode(describedAs(name, 1), 1);
		const then = readOrFreeze(release, `${name}.node.json`, frozenNodeSchema, today);
		const { version } = describedAs(name, then.typeVersion);
		expect([version].flat()).toContain(then.typeVersion);
		expect(then.fields.length).toBeGreaterThan(1);
		expect(
			brokenIn(then, frozenNode(describedAs(name, then.typeVersion), then.typeVersion)),
		).toEqual([]);
	});

	it('is all there in the credential', () => {
		const { name, properties } = new WaveSpeedAiApi();
		const today = { name, fields: fieldsOf({ properties }) };
		const then = readOrFreeze(release, 'waveSpeedAiApi.credential.json', credentialSchema, today);
		expect([name, brokenFields(then.fields, today.fields)]).toEqual([then.name, []]);
	});
});

describe('A change of a description', () => {
	const then = frozenNode(describedAs('seedanceTextToVideo', 1), 1);

	/** What is broken when every field of that name is changed, in the panel and in its groups. */
	function brokenAfter(name: string, change: (field: INodeProperties) => INodeProperties[]) {
		const inList = (fields: readonly INodeProperties[]): INodeProperties[] =>
			fields.flatMap((field) => (field.name === name ? change(field) : [field])).map(inside);
		const inside = (field: INodeProperties): INodeProperties => {
			if (field.type === 'collection') {
				return { ...field, options: inList(field.options as INodeProperties[]) };
			}
			if (field.type !== 'fixedCollection') return field;
			const groups = field.options as INodePropertyCollection[];
			const options = groups.map((group) => ({ ...group, values: inList(group.values) }));
			return { ...field, options };
		};
		const description = describedAs('seedanceTextToVideo', 1);
		const properties = inList(description.properties);
		return brokenIn(then, frozenNode({ ...description, properties }, 1));
	}

	it.each<[string, string, (field: INodeProperties) => INodeProperties[], string]>([
		['a field goes', 'prompt', () => [], 'prompt: is gone'],
		[
			'a field gets another name',
			'return',
			(field) => [{ ...field, name: 'returns' }],
			'return: is gone',
		],
		[
			'an option gets another name',
			'timeoutMinutes',
			(field) => [{ ...field, name: 'timeout' }],
			'options.waiting.values.timeoutMinutes: is gone',
		],
		[
			'a default changes',
			'return',
			(field) => [{ ...field, default: 'url' }],
			'return: its default is "url", not "file"',
		],
		[
			'the default of an option changes',
			'submitsAtOnce',
			(field) => [{ ...field, default: 6 }],
			'options.batching.values.submitsAtOnce: its default is 6, not 5',
		],
		[
			'a type changes',
			'simplify',
			(field) => [{ ...field, type: 'string' }],
			'options.output.values.simplify: is string, not boolean',
		],
		[
			'a choice goes',
			'waitUsing',
			(field) => [{ ...field, options: (field.options ?? []).slice(0, 1) }],
			'options.waiting.values.waitUsing: has no choice "polling" any more',
		],
		[
			'a field shows less often',
			'simplify',
			(field) => [{ ...field, displayOptions: { show: { '/return': ['url'] } } }],
			'options.output.values.simplify: is hidden where it was shown',
		],
		[
			'an option without a group gets another name',
			'previewOnly',
			(field) => [{ ...field, name: 'dryRun' }],
			'options.previewOnly: is gone',
		],
	])('is refused when %s', (_, name, change, complaint) => {
		expect(brokenAfter(name, change)).toEqual([complaint]);
	});

	it('is refused for each model that loses a field or a default', () => {
		const broken = brokenAfter('duration', (field) => [{ ...field, default: 6 }]);
		expect(broken).toContain(
			'duration of bytedance/seedance-v1.5-pro/text-to-video: its default is 6, not 5',
		);
		expect(brokenAfter('generateAudio', () => [])).toContain(
			'generateAudio of bytedance/seedance-v1.5-pro/text-to-video: is gone',
		);
	});

	it('is fine when something is added', () => {
		const choice = { name: 'By Pigeon', value: 'pigeon' };
		const grown = (field: INodeProperties): INodeProperties[] => [
			{ ...field, options: [...(field.options ?? []), choice] } as INodeProperties,
			{ ...field, name: 'waitingRoom' },
		];
		expect(brokenAfter('waitUsing', grown)).toEqual([]);
	});
});
