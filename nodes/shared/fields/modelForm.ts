/** The form for models that have no fields of their own in the panel, made of what the API's list says of them. */
import { NodeOperationError } from 'n8n-workflow';
import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { findModel, mainImageParameter } from '../../../seedance/models';
import type { ModelRecord, OfferedMode } from '../../../seedance/models';
import type { ModelList } from '../../../seedance/live/listCache';
import { liveRecord } from '../../../seedance/live/record';
import { z } from '../../../seedance/zod';
import { liveModelsFor } from '../http/liveModels';
import { formField } from './formField';
import { instead, noSchema } from './modelParameters';

const noList = `The parameters of this model cannot be had: WaveSpeedAI does not answer, or the credential is missing or wrong. ${instead}`;
const noModel =
	'The model is an expression that has no value yet. Run the nodes before this one and open this panel again, or give the parameters in Model Options → Parameters (JSON).';
const noParameters = 'This model has no parameters besides those above.';

/** The parameters that the panel has a field for whatever the model is. */
const ofThePanel = (mode: OfferedMode, record: ModelRecord) =>
	mode === 'image-to-video' ? ['prompt', mainImageParameter(record) ?? 'image'] : ['prompt'];

/** The form of a model, or a sentence in its place. */
export function modelForm(
	mode: OfferedMode,
	id: string,
	list: ModelList | undefined,
): ResourceMapperFields {
	if (id === '') return { fields: [], emptyFieldsNotice: noModel };
	const listed = list?.find(id);
	// An expression may well come to a model of the catalogue.
	const record = (listed && liveRecord(listed, mode)) ?? findModel(id);
	if (record === undefined) {
		return { fields: [], emptyFieldsNotice: list === undefined ? noList : noSchema };
	}
	const left = ofThePanel(mode, record);
	const fields = Object.entries(record.parameters)
		.filter(([name, parameter]) => !left.includes(name) && parameter['x-hidden'] !== true)
		.map(([name, parameter]) => formField(name, parameter, record.required.includes(name)));
	return { fields, ...(fields.length === 0 && { emptyFieldsNotice: noParameters }) };
}

const chosenSchema = z.union([
	z.string(),
	z.object({ value: z.string() }).transform((it) => it.value),
]);

const drawnSchema = z.object({ schema: z.array(z.unknown()).min(1) });

/**
 * What the editor asks for the form of the model that is chosen.
 * @throws when the list cannot be had while a form is there: told that it has no fields any more, the
 * editor would take away what has been filled in; after an error it keeps the form as it is
 */
export async function askForModelForm(
	context: ILoadOptionsFunctions,
	mode: OfferedMode,
): Promise<ResourceMapperFields> {
	const chosen = chosenSchema.safeParse(context.getCurrentNodeParameter('model'));
	const list = await liveModelsFor(context);
	const id = chosen.success ? chosen.data.trim() : '';
	const isDrawn = drawnSchema.safeParse(context.getCurrentNodeParameter('modelParameters')).success;
	if (list === undefined && isDrawn && findModel(id) === undefined)
		throw new NodeOperationError(context.getNode(), noList);
	return modelForm(mode, id, list);
}
