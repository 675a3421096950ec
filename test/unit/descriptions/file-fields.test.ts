/** Which file options a node shows, according to n8n's own displayParameter. */
import { NodeHelpers } from 'n8n-workflow';
import type { INodeParameters, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { SeedanceWaitForCompletion } from '../../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import { submitNodes } from '../../support/models/submitNodes';

const aboutFiles = [
	'File Name',
	'If Download Fails',
	'Maximum File Size (MB)',
	'Put Output File in Field',
];

/** The entries of Options in a node just added, with some values changed. */
function options(description: INodeTypeDescription, changed: INodeParameters): string[] {
	const { properties } = description;
	const presets = properties.map((field) => [field.name, field.default]);
	const parameters = { ...(Object.fromEntries(presets) as INodeParameters), ...changed };
	const collection = properties.find(({ name }) => name === 'options');
	return ((collection?.options ?? []) as INodeProperties[])
		.filter((field) =>
			NodeHelpers.displayParameterPath(
				{ parameters },
				field,
				'parameters.options',
				null,
				description,
			),
		)
		.map(({ displayName }) => displayName);
}

describe.each(submitNodes)('the options of the $mode node', ({ description }) => {
	it.each([
		['it waits and downloads', { downloadVideo: true }, true],
		['whether it downloads is an expression', { downloadVideo: '={{ $json.save }}' }, true],
		['it does not download', {}, false],
		['it does not wait', { downloadVideo: true, waitForCompletion: false }, false],
	])('about files, when %s', (_, changed, areShown) => {
		const shown = options(description, changed);
		expect(shown.filter((name) => aboutFiles.includes(name))).toEqual(areShown ? aboutFiles : []);
	});

	it('ask about flagged videos only while it waits, about uploads always', () => {
		const waiting = options(description, {});
		const notWaiting = options(description, { waitForCompletion: false });
		expect(waiting).toEqual(expect.arrayContaining(['If Flagged NSFW', 'Upload URLs First']));
		expect(notWaiting).toContain('Upload URLs First');
		expect(notWaiting).not.toContain('If Flagged NSFW');
	});
});

describe('the options of Wait for Completion', () => {
	const { description } = new SeedanceWaitForCompletion();

	it('are about files only while it downloads', () => {
		const shown = (downloadVideo: boolean) =>
			options(description, { downloadVideo }).filter((name) => aboutFiles.includes(name));
		expect(shown(true)).toEqual(aboutFiles);
		expect(shown(false)).toEqual([]);
	});

	it('ask about flagged videos, but upload nothing', () => {
		expect(options(description, {})).toContain('If Flagged NSFW');
		expect(options(description, {})).not.toContain('Upload URLs First');
	});
});
