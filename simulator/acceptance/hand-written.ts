import liteI2v from '../../test/fixtures/schemas/bytedance__seedance-v1-lite-i2v-720p.json';
import liteT2v from '../../test/fixtures/schemas/bytedance__seedance-v1-lite-t2v-480p.json';
import proI2v from '../../test/fixtures/schemas/bytedance__seedance-v1-pro-i2v-480p.json';
import pro15 from '../../test/fixtures/schemas/bytedance__seedance-v1.5-pro__image-to-video.json';
import two from '../../test/fixtures/schemas/bytedance__seedance-2.0__image-to-video.json';

/** A JSON Schema (draft 7) as data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The schemas typed by hand from the request tables of the five documents in test/fixtures/models,
 * by model id. No other schema may loosen what these five models accept.
 */
export const handWrittenSchemas: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
	[proI2v, liteI2v, pro15, two, liteT2v].map((schema) => [schema.$id, schema]),
);
