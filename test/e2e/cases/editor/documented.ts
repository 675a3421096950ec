/** What the model documents have the editor show. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Facts } from '../../../../scripts/check-models/facts';
import { parseDocument, type ModelDocument } from '../../../../scripts/check-models/parse-document';
import type { ShownField } from '../../editor-parts';
import { repositoryFolder } from '../../folders';

const folder = join(repositoryFolder, 'test/fixtures/models');

/** The documents as they were saved, parsed. */
export function readDocuments(): ModelDocument[] {
	const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
	return files.sort().map((file) => parseDocument(readFileSync(join(folder, file), 'utf8')));
}

const words = (parameter: string) => parameter.split('_');
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** "aspect_ratio" → "aspectRatio", and "Aspect Ratio". */
export const nameOf = (parameter: string): string =>
	words(parameter)
		.map((word, i) => (i === 0 ? word : capital(word)))
		.join('');
const labelOf = (parameter: string): string => {
	if (parameter === 'duration') return 'Duration (Seconds)';
	if (parameter === 'camera_fixed') return 'Fixed Camera';
	return words(parameter).map(capital).join(' ');
};

/** The choice that leaves a parameter out, which exists when the document has no default. */
const noChoice = (parameter: string) =>
	parameter === 'aspect_ratio' ? 'Same as Image' : 'Model Default';

/** The names of ratios. */
const ratios = new Map([
	['1:1', 'Square'],
	['16:9', 'Landscape'],
	['21:9', 'Wide'],
	['3:4', 'Classic Portrait'],
	['4:3', 'Classic'],
	['9:16', 'Portrait'],
]);
const choiceName = (choice: string) => {
	const name = ratios.get(choice);
	return name === undefined ? choice : `${name} (${choice})`;
};

/** n8n's own nodes write files to this field, so it's the default for the main image. */
const mainPictures = new Map([
	['image', 'data'],
	['images', 'data'],
]);

/** The field that a row of a document asks for, as a node shows it that was just added. */
export function fieldOf(parameter: string, facts: Facts): ShownField {
	const known = { name: nameOf(parameter), label: labelOf(parameter) };
	const { type, choices, range, default: preset } = facts;
	if (type === 'boolean') return { ...known, value: preset === true };
	if (choices !== undefined) {
		const shown = choices.map((choice) => choiceName(`${choice}`));
		if (preset === undefined) {
			return { ...known, value: noChoice(parameter), choices: [noChoice(parameter), ...shown] };
		}
		return {
			...known,
			value: shown[choices.findIndex((each) => each === preset)] ?? '',
			choices: shown,
		};
	}
	const [least, most] = range ?? [];
	if (least !== undefined && most !== undefined) {
		return { ...known, value: String(preset), range: [least, most] };
	}
	return { ...known, value: mainPictures.get(parameter) ?? '' };
}
