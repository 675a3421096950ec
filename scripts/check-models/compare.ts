/** Compares a document with the node that offers its model, and with the catalogue. */
import type { INodeTypeDescription } from 'n8n-workflow';
import type { ModelRecord } from '../../seedance/models';
import { differences, inWords } from './facts';
import type { Facts } from './facts';
import { nodeFacts } from './node-facts';
import type { ModelDocument } from './parse-document';
import { recordFacts } from './record-facts';
import { modelFields } from './visible-fields';
import type { VisibleField } from './visible-fields';

export interface Row {
	readonly model: string;
	readonly parameter: string;
	readonly document: string;
	readonly node: string;
	/**
	 * Where and how node or catalogue differ from the document, such as "node default"; empty when
	 * they agree.
	 */
	readonly mismatches: readonly string[];
}

const nothing = '–';

/**
 * "aspect_ratio" → "aspectRatio". It's written a second time here, so that a mistake in the nodes'
 * own shows.
 */
function camelCase(name: string): string {
	const [first = '', ...rest] = name.split('_');
	return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** The facts that the node should have. For a text field, an empty list isn't a default. */
function asNodeSays(facts: Facts): Facts {
	const { default: preset, ...rest } = facts;
	return preset === undefined || Array.isArray(preset) ? rest : { ...rest, default: preset };
}

function againstNode(facts: Facts, fields: readonly VisibleField[]) {
	const [visible, ...others] = fields;
	if (visible === undefined) return { node: nothing, mismatches: ['node has no field'] };
	if (others.length > 0) {
		const mismatches = [`node shows ${fields.length} fields`];
		return { node: fields.map(({ place }) => place).join(', '), mismatches };
	}
	const said = nodeFacts(visible, facts.default === undefined);
	const mismatches = differences(asNodeSays(facts), said).map((aspect) => `node ${aspect}`);
	return { node: inWords(said), mismatches };
}

function againstRecord(facts: Facts, said: Facts | undefined): string[] {
	if (said === undefined) return ['catalogue has no such parameter'];
	return differences(facts, said).map((aspect) => `catalogue ${aspect}`);
}

/**
 * One row for each parameter of the document, and one for each that only node or catalogue have.
 */
export function compare(
	{ model, parameters }: ModelDocument,
	description: INodeTypeDescription,
	record: ModelRecord,
): Row[] {
	const fields = modelFields(description, model);
	const rows = [...parameters].map(([parameter, facts]): Row => {
		const named = fields.filter(({ field }) => field.name === camelCase(parameter));
		const { node, mismatches } = againstNode(facts, named);
		const inRecord = againstRecord(facts, recordFacts(record, parameter));
		const document = inWords(facts);
		return { model, parameter, document, node, mismatches: [...mismatches, ...inRecord] };
	});
	const known = new Set([...parameters.keys()].map(camelCase));
	const onlyInNode = fields.filter(({ field }) => !known.has(field.name));
	const onlyInRecord = Object.keys(record.parameters).filter((name) => !parameters.has(name));
	return [
		...rows,
		...onlyInNode.map((visible) => ({
			model,
			parameter: visible.field.name,
			document: nothing,
			node: inWords(nodeFacts(visible, true)),
			mismatches: ['node has it, the document does not'],
		})),
		...onlyInRecord.map((parameter) => ({
			model,
			parameter,
			document: nothing,
			node: nothing,
			mismatches: ['catalogue has it, the document does not'],
		})),
	];
}
