import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import type { JsonSchema } from './hand-written';

/** How the API answers a submit's body before it charges anything. */
export type Verdict =
	| { readonly kind: 'fine' }
	| { readonly kind: 'unknownModel' }
	| { readonly kind: 'invalid'; readonly message: string };

/** Validates submits by JSON Schema. Unknown parameters are refused. */
export class Acceptance {
	private readonly validators = new Map<string, ValidateFunction>();

	// maxLength counts code points, which is what JSON Schema says and ajv does by default. It
	// isn't strict, because listed schemas have keywords for forms.
	private readonly ajv = new Ajv({ strict: false, validateFormats: false });

	/** @param models what is on offer, by model id */
	constructor(private readonly models: ReadonlyMap<string, { readonly schema: JsonSchema }>) {}

	/** Validates a submit's body for a model. */
	judge(model: string, body: unknown): Verdict {
		const validate = this.validator(model);
		if (validate === undefined) return { kind: 'unknownModel' };
		if (validate(body) === true) return { kind: 'fine' };
		return { kind: 'invalid', message: explain(validate.errors?.[0]) };
	}

	private validator(model: string): ValidateFunction | undefined {
		const known = this.validators.get(model);
		if (known !== undefined) return known;
		const schema = this.models.get(model)?.schema;
		if (schema === undefined) return undefined;
		const compiled = this.ajv.compile(schema);
		this.validators.set(model, compiled);
		return compiled;
	}
}

function explain(error: ErrorObject | undefined): string {
	if (error === undefined) return 'invalid request body';
	const params: Readonly<Record<string, unknown>> = error.params;
	if (error.keyword === 'additionalProperties') {
		return `unknown parameter: ${String(params.additionalProperty)}`;
	}
	if (error.keyword === 'required') {
		return `missing required parameter: ${String(params.missingProperty)}`;
	}
	const where = error.instancePath.slice(1) || 'request body';
	const allowed = Array.isArray(params.allowedValues) ? `: ${params.allowedValues.join(', ')}` : '';
	return `invalid parameter ${where}: ${error.message ?? error.keyword}${allowed}`;
}
