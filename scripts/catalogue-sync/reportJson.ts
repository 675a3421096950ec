/** A comparison as data for machines. */
import type { ModelRecord } from '../../seedance/models';
import { contradicts, hasChanged, hasDrift, isDocument } from './compare';
import type { Comparison, SharedModel } from './compare';
import { factsOf } from './facts';
import type { NamedFacts } from './compareParameters';

const facts = ({ name, facts: said }: NamedFacts) => ({ name, facts: Object.fromEntries(said) });

const parametersOf = ({ parameters, required }: ModelRecord) =>
	Object.entries(parameters).map(([name, parameter]) =>
		facts({ name, facts: factsOf(parameter, required.includes(name)) }),
	);

const about = (record: ModelRecord) => ({
	id: record.id,
	isDocument: isDocument(record),
	isOffered: record.notOfferedBecause === undefined,
});

function shared({ record, parameters, isUnreadable, prices }: SharedModel) {
	return {
		...about(record),
		isCompared: parameters !== undefined,
		isUnreadable,
		added: (parameters?.added ?? []).map(facts),
		removed: (parameters?.removed ?? []).map(facts),
		changed: parameters?.changed ?? [],
		silent: parameters?.silent ?? [],
		...(prices !== undefined && { price: { ...prices, isDrift: contradicts(prices) } }),
	};
}

/** The report as JSON text; `same` has the models without a difference. */
export function reportJson(comparison: Comparison): string {
	const report = {
		differs: hasDrift(comparison),
		new: comparison.added.map(({ listed, live }) => ({
			id: listed.id,
			name: listed.name,
			type: listed.type,
			basePriceUsd: listed.basePriceUsd,
			parameters: live && parametersOf(live),
		})),
		gone: comparison.gone.map((record) => ({ ...about(record), ...record.retiring })),
		neverSeen: comparison.neverSeen.map(about),
		changed: comparison.shared.filter(hasChanged).map(shared),
		same: comparison.shared.filter((model) => !hasChanged(model)).map(shared),
	};
	return JSON.stringify(report, null, 2);
}
