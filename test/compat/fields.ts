/**
 * The parts of a node's description that saved workflows rely on. A workflow stores only what
 * differs from the defaults, so changing a default changes existing workflows.
 */
import { NodeHelpers } from 'n8n-workflow';
import type {
	IDisplayOptions,
	INodeProperties,
	INodePropertyCollection,
	INodeTypeDescription,
} from 'n8n-workflow';
import { z } from 'zod';
import { catalogue } from '../../seedance/models';

const conditionsSchema = z.record(z.array(z.unknown()));
const fieldSchema = z.object({
	/** As in a workflow's JSON: "duration", "options.waiting.values.timeoutMinutes". */
	path: z.string(),
	type: z.string(),
	default: z.unknown(),
	choices: z.array(z.unknown()).optional(),
	/** The models that show it, where it depends on the model. */
	models: z.array(z.string()).optional(),
	/** n8n's display options, but for those of the model. */
	show: conditionsSchema.optional(),
	hide: conditionsSchema.optional(),
});
export type Field = z.infer<typeof fieldSchema>;
type Conditions = z.infer<typeof conditionsSchema>;

/** Stands for every model that the catalogue does not have. */
const unlisted = 'bytedance/seedance-99/text-to-video';
const models = [...catalogue.map(({ id }) => id), unlisted];
const modelKeys = ['model', '/model'];

type Description = Pick<INodeTypeDescription, 'properties'>;

/** All fields of a description, those of collections included. A notice holds no value. */
export const fieldsOf = ({ properties }: Description): Field[] =>
	properties.filter(({ type }) => type !== 'notice').flatMap((property) => fieldsIn(property, ''));

function fieldsIn(property: INodeProperties, place: string): Field[] {
	const path = `${place}${property.name}`;
	const entries = (property.options ?? []) as Array<INodeProperties | INodePropertyCollection>;
	const within = ['collection', 'fixedCollection'].includes(property.type) ? entries : [];
	return [
		fieldOf(property, path),
		...within.flatMap((entry) =>
			'values' in entry
				? entry.values.flatMap((field) => fieldsIn(field, `${path}.${entry.name}.`))
				: fieldsIn(entry, `${path}.`),
		),
	];
}

function fieldOf(property: INodeProperties, path: string): Field {
	const { type, displayOptions = {} } = property;
	const choices = choicesOf(property);
	const show = besidesModel(displayOptions.show);
	const hide = besidesModel(displayOptions.hide);
	const bound = modelsOf(property);
	const field = {
		path,
		type,
		default: presetOf(property),
		...(choices && { choices }),
		...(bound && { models: bound }),
		...(show && { show }),
		...(hide && { hide }),
	};
	return fieldSchema.parse(JSON.parse(JSON.stringify(field)));
}

/** Of a model only what is submitted, not how n8n shows it. */
function presetOf({ type, default: preset }: INodeProperties): unknown {
	if (type !== 'resourceLocator') return preset;
	const { mode, value } = z.object({ mode: z.string(), value: z.string() }).parse(preset);
	return { mode, value };
}

function choicesOf({ type, options = [], modes = [] }: INodeProperties): unknown[] | undefined {
	if (type === 'resourceLocator') return modes.map(({ name }) => name);
	if (/collection$/i.test(type) || options.length === 0) return undefined;
	return options.map((option) => ('value' in option ? option.value : option.name));
}

function besidesModel(conditions: IDisplayOptions['show']): Conditions | undefined {
	const others = Object.entries(conditions ?? {}).filter(([key]) => !modelKeys.includes(key));
	return others.length === 0 ? undefined : conditionsSchema.parse(Object.fromEntries(others));
}

function modelsOf({ displayOptions = {}, ...rest }: INodeProperties): string[] | undefined {
	const ofModel = Object.entries(displayOptions).flatMap(([kind, conditions]) =>
		Object.entries(conditions ?? {})
			.filter(([key]) => modelKeys.includes(key))
			.map(([, condition]) => [kind, { model: condition }] as const),
	);
	if (ofModel.length === 0) return undefined;
	const field: INodeProperties = { ...rest, displayOptions: Object.fromEntries(ofModel) };
	return models.filter((value) => {
		const values = { model: { __rl: true, mode: 'list', value } };
		return NodeHelpers.displayParameter(values, field, null, null);
	});
}

const webhookSchema = z.object({ name: z.string(), httpMethod: z.string(), path: z.string() });

export const frozenNodeSchema = z.object({
	/** Without the package's name. */
	name: z.string(),
	typeVersion: z.number(),
	credentials: z.array(z.string()),
	outputs: z.number(),
	usableAsTool: z.boolean(),
	/** Parts of URLs that users have already copied. */
	webhooks: z.array(webhookSchema),
	fields: z.array(fieldSchema),
});
export type FrozenNode = z.infer<typeof frozenNodeSchema>;

/** A node as it is today, in the version that workflows are saved with. */
export function frozenNode(description: INodeTypeDescription, typeVersion: number): FrozenNode {
	return {
		name: description.name,
		typeVersion,
		credentials: (description.credentials ?? []).map(({ name }) => name),
		outputs: description.outputs.length,
		usableAsTool: description.usableAsTool !== undefined,
		webhooks: (description.webhooks ?? []).map((webhook) => webhookSchema.parse(webhook)),
		fields: fieldsOf(description),
	};
}

export const credentialSchema = z.object({ name: z.string(), fields: z.array(fieldSchema) });
