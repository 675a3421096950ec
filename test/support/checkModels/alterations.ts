/** The three sides that check:models compares, and ways to make one of them wrong. */
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { SeedanceImageToVideo } from '../../../nodes/SeedanceImageToVideo/SeedanceImageToVideo.node';
import { SeedanceTextToVideo } from '../../../nodes/SeedanceTextToVideo/SeedanceTextToVideo.node';
import { compare } from '../../../scripts/check-models/compare';
import { parseDocument } from '../../../scripts/check-models/parse-document';
import { modelFields } from '../../../scripts/check-models/visible-fields';
import { findModel } from '../../../seedance/models';
import type { ModelRecord } from '../../../seedance/models';
import { documentText } from '../models/documents';

export interface Sides {
	text: string;
	description: INodeTypeDescription;
	record: ModelRecord;
}

export type Alteration = (all: Sides) => void;

/** Short names for the documents, by what they are about. */
export const files = {
	proI2v: '000_3bbf5b1fe4b9a64c.txt',
	liteI2v: '001_6bf58662b6a55cc1.txt',
	pro15: '002_0e9a96f715cb861a.txt',
	seedance2: '003_e3f5cf4fc7b9fe0c.txt',
	liteT2v: '004_b04650d993fc9264.txt',
} as const;

/** Copies of all three sides, free to be altered. */
export function sides(file: string): Sides {
	const text = documentText(file);
	const record = findModel(parseDocument(text).model);
	if (record === undefined) throw new Error(`No record for ${file}`);
	const Node = record.mode === 'text-to-video' ? SeedanceTextToVideo : SeedanceImageToVideo;
	return {
		text,
		record: structuredClone(record),
		description: structuredClone(new Node().description),
	};
}

/** What compare objects to, as "parameter: mismatch". */
export function objections({ text, description, record }: Sides): string[] {
	return compare(parseDocument(text), description, record).flatMap(({ parameter, mismatches }) =>
		mismatches.map((mismatch) => `${parameter}: ${mismatch}`),
	);
}

/** What compare objects to after one alteration of a document's three sides. */
export function objectionsAfter(file: string, alter: Alteration): string[] {
	const all = sides(file);
	alter(all);
	return objections(all);
}

/** Alters the field that the node shows for the document's model. */
export function inNode(name: string, change: (field: INodeProperties) => void): Alteration {
	return ({ description, record }) => {
		const fields = modelFields(description, record.id);
		const found = fields.find(({ field }) => field.name === name);
		if (found === undefined) throw new Error(`No field ${name}`);
		change(found.field);
	};
}

/** Puts parameters into the catalogue record, instead of those of the same name. */
export function inRecord(
	parameters: ModelRecord['parameters'],
	required?: readonly string[],
): Alteration {
	return (all) => {
		all.record = {
			...all.record,
			parameters: { ...all.record.parameters, ...parameters },
			required: required ?? all.record.required,
		};
	};
}

/** Alters the text of the document. */
export function inText(from: string, to: string): Alteration {
	return (all) => {
		if (!all.text.includes(from)) throw new Error(`The document does not say "${from}"`);
		all.text = all.text.replace(from, to);
	};
}
