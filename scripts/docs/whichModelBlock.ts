/** The README's table of five models to choose from. */
import { findModel } from '../../seedance/models';
import type { ModelRecord } from '../../seedance/models';
import { leastUsd, parameterOf, usdText } from '../../seedance/models/schema';
import { link, table } from './markdown';
import { modes } from './offered';
import { allowed } from './parameter';
import { sectionOf } from './parametersPage';

interface Advice {
	readonly id: string;
	readonly chooseItFor: (record: ModelRecord) => string;
}

function mostReferences(record: ModelRecord): number | undefined {
	const parameter = parameterOf(record, 'reference_images');
	return parameter?.type === 'array' ? parameter.maxItems : undefined;
}

function leastPrice(record: ModelRecord): string {
	const least = leastUsd(record);
	return least === undefined ? 'not published' : `from ${usdText(least)}`;
}

export const advices: readonly Advice[] = [
	{
		id: 'bytedance/seedance-2.0-fast/text-to-video',
		chooseItFor: () => 'A good start; new nodes have it',
	},
	{
		id: 'bytedance/seedance-2.0-mini/text-to-video-turbo',
		chooseItFor: () => 'The shortest wait',
	},
	{
		id: 'bytedance/seedance-2.0-fast/text-to-video-turbo',
		chooseItFor: (record) => `A published price: ${leastPrice(record)}`,
	},
	{
		id: 'bytedance/seedance-2.0/text-to-video',
		chooseItFor: (record) => `Up to ${mostReferences(record)} reference images`,
	},
	{
		id: 'bytedance/seedance-2.5/text-to-video',
		chooseItFor: (record) => `Long videos, up to ${mostReferences(record)} reference images`,
	},
];

/** "Seedance 2.0 Fast": the models of both modes have this name. */
const familyOf = ({ displayName }: ModelRecord) =>
	displayName.replace(/ (?:Text|Image) to Video$/, '');

function lengthOf(record: ModelRecord): string {
	const duration = parameterOf(record, 'duration');
	return duration === undefined ? '' : allowed('', duration).replace(' to ', '–');
}

function row({ id, chooseItFor }: Advice): readonly string[] {
	const record = findModel(id);
	const mode = modes.find((each) => each === record?.mode);
	if (record === undefined || mode === undefined) throw new Error(`No node offers ${id}`);
	return [
		link(familyOf(record), `docs/reference/${sectionOf(record)}`),
		chooseItFor(record),
		lengthOf(record),
		`${record.typicalSeconds}`,
	];
}

/** Returns the whole block, without its markers. */
export const whichModelBlock = () =>
	table(['Model', 'Choose it for', 'Seconds of video', 'Typical wait (seconds)'], advices.map(row));
