/** The panels match the option reader: names, bounds, choices and defaults come from one table. */
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { SeedanceGetResult } from '../../../nodes/SeedanceGetResult/SeedanceGetResult.node';
import { SeedanceTrigger } from '../../../nodes/SeedanceTrigger/SeedanceTrigger.node';
import { SeedanceWaitForCompletion } from '../../../nodes/SeedanceWaitForCompletion/SeedanceWaitForCompletion.node';
import * as table from '../../../nodes/shared/descriptions/optionTable';
import { readSetting } from '../../../seedance/request/setting';
import type { Setting } from '../../../seedance/request/setting';
import { fieldsOf } from '../../../scripts/check-models/visible-fields';
import { parameterNames } from '../../../nodes/shared/descriptions/parameterField';
import { camelCase, submitNodes } from '../../support/models/submitNodes';

const settings: Readonly<Record<string, Setting>> = {
	...table.runOptions,
	...table.moneyOptions,
	...table.itemOptions,
	...table.submitFields,
	...table.readFields,
	...table.triggerFields,
	...table.triggerOptions,
	limit: table.listLimit,
	includeOtherModels: table.includeOtherModels,
	schema: table.schemaChoice,
};

/** Fields with readers of their own: the model and its parameters, addresses, ids, dates and notices. */
const ownReaders = new Set([
	'callbackUrl',
	'model',
	'modelParameters',
	'notice',
	'parametersJson',
	'reference',
	'createdAfter',
	'createdBefore',
	'status',
	'taskId',
	...submitNodes.flatMap(({ mode }) => Object.values(parameterNames(mode)).flat().map(camelCase)),
]);

/** Fields whose value in the panel differs from what holds without them. */
const presets: ReadonlySet<string> = new Set([
	...['keepBalanceAboveUsd', 'maximumCostUsd', 'notifyWhenDone', 'previewOnly', 'requestKey'],
	// Who adds the filter wants it.
	'includeOtherModels',
	// Get Result and Get Many have their own.
	...['ifTaskFails', 'return'],
]);

const descriptions: readonly INodeTypeDescription[] = [
	...submitNodes.map(({ description }) => description),
	new SeedanceGetResult().description,
	new SeedanceWaitForCompletion().description,
	new SeedanceTrigger().description,
];

const withEntries = (field: INodeProperties): INodeProperties[] =>
	field.type === 'collection'
		? ((field.options ?? []) as INodeProperties[]).flatMap((entry) =>
				entry.type === 'fixedCollection' ? fieldsOf(entry) : [entry],
			)
		: [field];

const fields = descriptions.flatMap((description) =>
	description.properties
		.flatMap(withEntries)
		.filter(({ name }) => !ownReaders.has(name))
		.map((field) => [description.displayName, field.displayName, field] as const),
);

const types: Readonly<Record<Setting['kind'], string>> = {
	number: 'number',
	choice: 'options',
	switch: 'boolean',
	text: 'string',
	list: 'multiOptions',
};
/** Lists that are typed rather than picked. */
const typed = new Set(['inputFieldsToInclude']);

const choicesOf = (field: INodeProperties) => (field.options ?? []) as INodePropertyOptions[];

it.each(fields)('%s, %s', (node, displayName, field) => {
	const isSubmit = submitNodes.some(({ description }) => description.displayName === node);
	const setting =
		isSubmit && field.name === 'return' ? table.submitFields.return : settings[field.name];
	if (setting === undefined) throw new Error(`${field.name} is not in the table`);
	expect(setting.displayName).toBe(displayName);
	expect(field.type).toBe(typed.has(field.name) ? 'string' : types[setting.kind]);
	const { minValue, maxValue, numberPrecision } = field.typeOptions ?? {};
	if (setting.kind === 'number') {
		expect([minValue, maxValue]).toEqual([setting.minimum, setting.maximum]);
		if (numberPrecision === 0) expect(setting.isWhole).toBe(true);
	}
	if (setting.kind === 'choice') {
		const inTable = Object.entries(setting.choices)
			.map(([value, [name]]) => [value, name])
			// Whoever doesn't want a preview removes the option; only an expression can say never.
			.filter(([value]) => field.name !== 'previewOnly' || value !== 'never');
		const inPanel = choicesOf(field).map(({ value, name }) => [value, name]);
		expect(inPanel.sort()).toEqual(inTable.sort());
	}
	const unset = typed.has(field.name) ? '' : (setting.unset ?? '');
	if (!presets.has(field.name)) expect(field.default).toEqual(unset);
	// What the panel puts there by itself is read as it is.
	if (field.default !== '') {
		expect(readSetting(setting, field.default)).toEqual({ ok: true, value: field.default });
	}
});

it('the table has nothing that no panel shows', () => {
	const shown = new Set(fields.map(([, , { name }]) => name));
	expect(Object.keys(settings).filter((name) => !shown.has(name))).toEqual([]);
});

it('bounds stand as they are meant', () => {
	const bounded = Object.entries(settings).flatMap(([name, setting]) =>
		setting.kind === 'number' ? [[name, setting.minimum, setting.maximum, setting.unset]] : [],
	);
	expect(bounded).toEqual([
		['maximumFileSizeMb', 0.01, undefined, 1024],
		['recheckMinutes', 1, 1440, 1],
		['submitDeadlineMinutes', 0.01, 10_080, 60],
		['submitsAtOnce', 1, 50, 5],
		['timeoutMinutes', 0.01, 10_080, 60],
		['keepBalanceAboveUsd', 0, undefined, undefined],
		['maximumCostUsd', 0, undefined, undefined],
		['videosPerItem', 1, 10, 1],
		['limit', 1, undefined, 50],
	]);
});
